select condition.*, account.full_name as written_by
from condition
left join account on account.id = condition.account_id
where condition.patient_id in (select id from person) and condition.deleted_at is null
order by ended_on is not null, diagnosed_on desc, condition.id desc
