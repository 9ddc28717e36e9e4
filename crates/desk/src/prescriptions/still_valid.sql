select prescription.ref, item.medicine_name, item.generic_name, medicine.ingredients, medicine.families
from prescription join person on prescription.patient_id = person.id
join prescription_item item on item.prescription_id = prescription.id and item.deleted_at is null
left join medicine on medicine.id = item.medicine_id
left join prescription original on original.id = prescription.corrected_prescription_id
where prescription.deleted_at is null and prescription.status = 'submitted' and prescription.valid_until >= :today
    and prescription.replaced_by_prescription_id is null
    and (original.id is null or original.replaced_by_prescription_id is prescription.id)
    and prescription.id is not :instead_of
order by prescription.issued_at desc, item.position
