insert into reminder_call (id, appointment_id, date, starts_at, outcome, note, account_id, called_at)
values (:id, :appointment_id, :date, :starts_at, :outcome, :note, :account_id, :called_at)
