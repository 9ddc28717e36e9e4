select doctor.id, doctor.full_name, doctor.second_name, doctor.title, doctor.board_colour, doctor.default_visit_minutes,
    specialty.name as specialty, specialty.name_ar as specialty_ar,
    doctor.site_id = :site and doctor.active = 1 and doctor.deleted_at is null as works_here
from doctor
left join specialty on specialty.deleted_at is null and specialty.id = (
    select specialty_id from doctor_specialty where doctor_id = doctor.id order by position limit 1)
