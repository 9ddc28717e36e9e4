select prescription.id, prescription.ref, prescription.appointment_id, prescription.doctor_id,
    coalesce(doctor.full_name, '') as doctor_name, prescription.status, prescription.diagnosis, prescription.tags,
    prescription.issued_at, prescription.created_at, prescription.valid_until,
    prescription.corrected_prescription_id, original.ref as corrected_ref,
    coalesce(replacing.id, rival.id) as replacing_id, coalesce(replacing.ref, rival.ref) as replacing_ref,
    prescription.replaced_by_prescription_id is not null
        or (prescription.corrected_prescription_id is not null and prescription.status = 'submitted'
            and original.replaced_by_prescription_id is not prescription.id) as is_replaced
from person
join prescription on prescription.patient_id = person.id
left join doctor on doctor.id = prescription.doctor_id
left join prescription original on original.id = prescription.corrected_prescription_id
left join prescription replacing on replacing.id = prescription.replaced_by_prescription_id
left join prescription rival on rival.id = original.replaced_by_prescription_id and rival.id <> prescription.id
where prescription.deleted_at is null
order by coalesce(prescription.issued_at, prescription.created_at) desc, prescription.id desc
