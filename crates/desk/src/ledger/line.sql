select operation.number, uid, kind, at, account_id, account.full_name as account_name, reason, detail, undoes, changes
from operation
left join account on account.id = operation.account_id
