select wait_call.outcome, wait_call.note, wait_call.doctor_id, wait_call.date, wait_call.starts_at, wait_call.called_at, account.full_name
from wait_call
left join account on account.id = wait_call.account_id
where wait_call.wait_list_id = :wait and wait_call.deleted_at is null
order by wait_call.called_at desc, wait_call.id desc
