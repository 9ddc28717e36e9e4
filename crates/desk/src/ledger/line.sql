select operation.number, uid, kind, at, account_id, account.full_name as account_name, reason, detail, undoes, changes
from touched
join operation on operation.number = touched.operation
left join account on account.id = operation.account_id
where touched.row_id = :uid and uid = :uid
