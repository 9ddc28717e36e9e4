select encounter.*, account.full_name as written_by
from encounter
left join account on account.id = encounter.account_id
where encounter.id = :id and encounter.deleted_at is null
