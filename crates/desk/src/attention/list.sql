select attention.id, attention.kind, attention.subject_table, attention.subject_id, attention.other_id, attention.account_id,
    account.full_name as account_name, attention.detail, attention.created_at, attention.settled_at, attention.settlement
from attention
left join account on account.id = attention.account_id
where attention.needs_person = 1 and (attention.settled_at is null or attention.id in (
    select id from attention where needs_person = 1 and settled_at is not null order by settled_at desc limit 500))
order by attention.created_at desc, attention.id desc
