select operation.number, operation.uid, operation.hlc, operation.at, operation.account_id, operation.desk_id, operation.kind,
    operation.reason, operation.detail, operation.undoes, operation.schema, operation.changes, operation.changes_hash,
    previous.hash as previous_hash,
    min(operation.base, coalesce((select min(base) from sync_cap where upto >= operation.number), operation.base)) as base
from operation left join operation as previous on previous.number = operation.number - 1
where operation.number > :after
order by operation.number
