select doctor.id as doctor_id, specialty.id as specialty_id, specialty.name, specialty.name_ar
from doctor
left join doctor_specialty on doctor_specialty.doctor_id = doctor.id
left join specialty on specialty.id = doctor_specialty.specialty_id and specialty.deleted_at is null
where doctor.active = 1 and doctor.deleted_at is null and doctor.approval = 'approved'
    and (:site is null or doctor.site_id = :site)
order by specialty.name collate nocase, specialty.id, doctor.id
