select operation.kind, operation.at, account.full_name
from touched
join operation on operation.number = touched.operation
left join account on account.id = operation.account_id
where touched.row_id = :row_id and touched.operation > :number
order by touched.operation desc
limit 1
