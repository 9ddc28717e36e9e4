select prescription.id, prescription.ref, coalesce(survivor.id, prescription.patient_id) as patient_id,
    coalesce(survivor.full_name, patient.full_name, prescription.ref) as patient_name,
    coalesce(survivor.second_name, patient.second_name) as patient_second_name,
    coalesce(survivor.ref, patient.ref, '') as patient_ref,
    coalesce(survivor.date_of_birth, patient.date_of_birth) as date_of_birth,
    coalesce(survivor.born_about, patient.born_about) as born_about,
    prescription.doctor_id, coalesce(doctor.full_name, '') as doctor_name, prescription.status, prescription.issued_at,
    prescription.valid_until,
    prescription.replaced_by_prescription_id is not null
        or (prescription.corrected_prescription_id is not null and prescription.status = 'submitted'
            and original.replaced_by_prescription_id is not prescription.id) as is_replaced
from prescription
left join patient on patient.id = prescription.patient_id
-- Written, by a desk that had not heard of it, for a file that is part of another one by now.
left join patient survivor on survivor.id = patient.merged_into and patient.deleted_at is not null
left join doctor on doctor.id = prescription.doctor_id
left join prescription original on original.id = prescription.corrected_prescription_id
where prescription.deleted_at is null
