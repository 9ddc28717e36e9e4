    and rep_visit.date between :first and :last and (rep_visit.doctor_id = :doctor_id or rep_visit.site_id = :site_id)
order by rep_visit.date, rep_visit.starts_at, rep_visit.created_at
