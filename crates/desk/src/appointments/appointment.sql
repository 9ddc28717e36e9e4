select appointment.id, appointment.ref as ref_, appointment.patient_id, appointment.doctor_id, appointment.site_id, appointment.date,
    appointment.starts_at, appointment.minutes, appointment.later_hour, appointment.status, appointment.kind,
    appointment.reason, appointment.symptoms, appointment.notes, appointment.queue_number, appointment.cancelled_by,
    appointment.cancel_reason, appointment.overbook_reason, appointment.clash_with, appointment.arrived_at,
    appointment.started_at, appointment.completed_at, appointment.created_at, appointment.called_at,
    patient.full_name as patient_name, patient.ref as patient_ref,
    patient.phones ->> '$[0].number' as patient_phone
from appointment join patient on patient.id = appointment.patient_id
where appointment.deleted_at is null
