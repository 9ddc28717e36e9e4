select attention.id, attention.kind, subject_table, subject_id, other_id, attention.account_id, detail, attention.created_at, settled_at,
    settlement, account.full_name as account_name
from attention left join account on account.id = attention.account_id
where attention.id = :id
