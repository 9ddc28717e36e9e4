select distinct prescription.appointment_id
from prescription
join prescription_item item on item.prescription_id = prescription.id and item.deleted_at is null
left join prescription original on original.id = prescription.corrected_prescription_id
where prescription.status = 'submitted' and prescription.issued_at >= :from and prescription.issued_at < :until
    and prescription.deleted_at is null and prescription.replaced_by_prescription_id is null
    and (original.id is null or original.replaced_by_prescription_id is prescription.id)
    and (:doctor is null or prescription.doctor_id = :doctor) and (:site is null or prescription.site_id = :site)
    and (:medicine is null or item.medicine_id = :medicine)
    and (:name is null or (item.medicine_id is null and lower(item.medicine_name) = lower(:name)))
    and prescription.appointment_id is not null
order by prescription.issued_at desc limit :most
