select date, doctor_id, site_id, starts_at, minutes, later_hour, status, rep_id, summary_minutes, summary_samples,
    overbook_reason is not null as is_overbooked, clash_with is not null as has_clash
from rep_visit
where date between :from and :to and (:doctor is null or doctor_id = :doctor) and (:site is null or site_id = :site)
    and deleted_at is null
order by date, doctor_id, starts_at, id
