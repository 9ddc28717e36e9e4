insert into appointment (
    id, ref, patient_id, doctor_id, site_id, date, starts_at, minutes, status, reason, queue_number, rescheduled_from,
    cancelled_by, cancel_reason, overbook_reason, confirmed_at, arrived_at, started_at, completed_at, created_at
) values (
    :id, :ref, :patient_id, :doctor_id, :site_id, :date, :starts_at, :minutes, :status, :reason, :queue_number,
    :rescheduled_from, :cancelled_by, :cancel_reason, :overbook_reason, :confirmed_at, :arrived_at, :started_at,
    :completed_at, :created_at
)
