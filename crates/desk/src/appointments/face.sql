select appointment.ref, coalesce(patient.full_name, appointment.ref) as name
from appointment
left join patient on patient.id = appointment.patient_id
where appointment.id = :id
