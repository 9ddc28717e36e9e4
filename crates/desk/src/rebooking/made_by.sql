select account.full_name
from touched
join operation on operation.number = touched.operation
join account on account.id = operation.account_id
where touched.row_id = :id
order by touched.operation
limit 1
