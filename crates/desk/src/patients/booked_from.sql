select ref, date from appointment
where patient_id in (select id from person) and date >= :date and deleted_at is null
    and status in ('scheduled', 'confirmed', 'arrived', 'in_consultation')
order by date, starts_at
