select log.*, account.full_name as written_by
from consultation_log log
left join account on account.id = log.account_id
where log.deleted_at is null
