select medication.*, account.full_name as written_by, (last_date is null or last_date >= :today) as is_current
from medication
left join account on account.id = medication.account_id
where medication.patient_id in (select id from person) and medication.deleted_at is null
order by is_current desc, first_date desc, medication.id desc
