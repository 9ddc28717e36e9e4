select appointment.id, appointment.ref as ref_,
    coalesce(survivor.id, appointment.patient_id) as patient_id, appointment.doctor_id, appointment.site_id, appointment.date,
    appointment.starts_at, appointment.minutes, appointment.later_hour, appointment.status, appointment.kind,
    appointment.reason, appointment.symptoms, appointment.notes, appointment.queue_number, appointment.cancelled_by,
    appointment.cancel_reason, appointment.overbook_reason, appointment.clash_with, appointment.arrived_at,
    appointment.started_at, appointment.completed_at, appointment.created_at, appointment.called_at,
    appointment.series_id, appointment.series_date, appointment.series_starts_at,
    -- Its own reference where it is not known here yet whose it is: a visit can arrive before its patient.
    coalesce(survivor.full_name, patient.full_name, appointment.ref) as patient_name,
    coalesce(survivor.ref, patient.ref, '') as patient_ref,
    coalesce(survivor.phones, patient.phones) ->> '$[0].number' as patient_phone
from appointment left join patient on patient.id = appointment.patient_id
-- Booked, by a desk that had not heard of it, for a file that is part of another one by now.
left join patient survivor on survivor.id = patient.merged_into and patient.deleted_at is not null
where appointment.deleted_at is null
