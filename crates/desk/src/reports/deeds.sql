select operation.account_id, account.full_name, operation.kind, count(*) as done
from operation
left join account on account.id = operation.account_id
where operation.number >= :first and operation.number < :end
group by operation.account_id, operation.kind
