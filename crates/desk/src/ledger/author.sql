select account.full_name
from operation
join account on account.id = operation.account_id
where
