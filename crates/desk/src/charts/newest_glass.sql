select begun_at, expires_at from break_glass
where account_id = :account and patient_id in (select id from person) and deleted_at is null
order by begun_at desc
limit 1
