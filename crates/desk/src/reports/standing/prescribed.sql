select item.medicine_id, min(item.medicine_name) as name, count(distinct prescription.id) as prescriptions, sum(item.quantity) as units,
    count(distinct coalesce(survivor.id, prescription.patient_id)) as patients
from prescription
join prescription_item item on item.prescription_id = prescription.id and item.deleted_at is null
left join patient on patient.id = prescription.patient_id
left join patient survivor on survivor.id = patient.merged_into and patient.deleted_at is not null
left join prescription original on original.id = prescription.corrected_prescription_id
where prescription.status = 'submitted' and prescription.issued_at >= :from and prescription.issued_at < :until
    and prescription.deleted_at is null and prescription.replaced_by_prescription_id is null
    and (original.id is null or original.replaced_by_prescription_id is prescription.id)
    and (:doctor is null or prescription.doctor_id = :doctor) and (:site is null or prescription.site_id = :site)
group by coalesce(item.medicine_id, lower(item.medicine_name))
order by prescriptions desc, name collate nocase
