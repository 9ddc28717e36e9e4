select doctor.id as doctor_id, held.specialty_id, held.name, held.name_ar
from doctor
left join (
    select distinct doctor_specialty.doctor_id, doctor_specialty.specialty_id, specialty.name, specialty.name_ar
    from doctor_specialty join specialty on specialty.id = doctor_specialty.specialty_id
    where specialty.deleted_at is null
) held on held.doctor_id = doctor.id
where doctor.active = 1 and doctor.deleted_at is null and doctor.approval = 'approved'
    and (:site is null or doctor.site_id = :site)
order by held.name collate nocase, held.specialty_id, doctor.id
