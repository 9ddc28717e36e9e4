-- Who works here, and whoever else has a visit here that day: nobody is booked into a column that is not shown.
select doctor.id, doctor.full_name, doctor.second_name, doctor.title, doctor.board_colour, doctor.default_visit_minutes,
    specialty.name as specialty, specialty.name_ar as specialty_ar
from doctor
left join specialty on specialty.deleted_at is null and specialty.id = (
    select specialty_id from doctor_specialty where doctor_id = doctor.id order by position limit 1)
where (doctor.site_id = :site and doctor.active = 1 and doctor.deleted_at is null)
    or exists (
        select 1 from appointment
        where date = :date and doctor_id = doctor.id and deleted_at is null and appointment.site_id = :site
            and status in ('scheduled', 'confirmed', 'arrived', 'in_consultation', 'completed'))
    or exists (
        select 1 from rep_visit
        where date = :date and doctor_id = doctor.id and deleted_at is null and rep_visit.site_id = :site
            and status in ('approved', 'confirmed', 'arrived', 'in_visit', 'completed'))
order by doctor.full_name collate nocase, doctor.id
