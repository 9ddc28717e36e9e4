select date, doctor_id, site_id, starts_at, minutes, later_hour, status, cancelled_by, kind, patient_id, arrived_at, started_at,
    overbook_reason is not null as is_overbooked, clash_with is not null as has_clash, arrived_at is created_at as is_walk_in
from appointment
where date between :from and :to and (:doctor is null or doctor_id = :doctor) and (:site is null or site_id = :site)
    and deleted_at is null
order by date, doctor_id, starts_at, id
