select attention.id, attention.kind, subject_table, subject_id, other_id, attention.account_id, detail, attention.created_at, settled_at,
    settlement, account.full_name as account_name
from attention left join account on account.id = attention.account_id
where needs_person = 1 and (settled_at is null or :settled)
order by settled_at is not null, coalesce(-settled_at, attention.created_at), attention.id
limit 1000
