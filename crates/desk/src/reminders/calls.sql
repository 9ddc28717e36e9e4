select reminder_call.date, reminder_call.starts_at, reminder_call.outcome, reminder_call.note, reminder_call.called_at, account.full_name
from reminder_call
left join account on account.id = reminder_call.account_id
where reminder_call.appointment_id = :appointment and reminder_call.deleted_at is null
order by reminder_call.called_at desc, reminder_call.id desc
