insert into rep_visit (
    id, ref, rep_id, doctor_id, site_id, date, starts_at, minutes, status, cancelled_by, cancel_reason,
    rescheduled_from, products, summary_samples, summary_minutes, summary_topic, summary_feedback, arrived_at,
    started_at, completed_at, created_at
) values (
    :id, :ref, :rep_id, :doctor_id, :site_id, :date, :starts_at, :minutes, :status, :cancelled_by, :cancel_reason,
    :rescheduled_from, :products, :summary_samples, :summary_minutes, :summary_topic, :summary_feedback, :arrived_at,
    :started_at, :completed_at, :created_at
)
