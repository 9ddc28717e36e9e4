select operation.number, uid, kind, at, account_id, account.full_name as account_name, reason, detail, undoes, changes
from operation
left join account on account.id = operation.account_id
where (:subject is null or operation.number in (select operation from touched where row_id = :subject))
    and (:account_id is null or operation.account_id = :account_id)
    and (:kind is null or substr(operation.kind, 1, length(:kind)) = :kind)
    and (:from is null or operation.at >= :from)
    and (:until is null or operation.at < :until)
    and (:before is null or operation.number < :before)
order by operation.number desc
limit :limit
