    (:account_id is null or operation.account_id = :account_id)
    and (:kind is null or substr(operation.kind, 1, length(:kind)) = :kind)
    and (:from is null or operation.at >= :from)
    and (:until is null or operation.at < :until)
    and (:before is null or operation.number < :before)
order by operation.number desc
limit :limit
