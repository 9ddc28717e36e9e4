select rebook_call.id, rebook_call.rebook_id, rebook_call.outcome, rebook_call.note, rebook_call.called_at, account.full_name
from rebook_call
join rebook on rebook.id = rebook_call.rebook_id
left join account on account.id = rebook_call.account_id
where rebook.worklist_id = :worklist and rebook_call.deleted_at is null
order by rebook_call.called_at desc, rebook_call.id desc
