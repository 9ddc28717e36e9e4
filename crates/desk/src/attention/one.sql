select attention.id, attention.kind, attention.subject_table, attention.subject_id, attention.other_id, attention.account_id,
    account.full_name as account_name, attention.detail, attention.created_at, attention.settled_at, attention.settlement
from attention
left join account on account.id = attention.account_id
where attention.id = :id
