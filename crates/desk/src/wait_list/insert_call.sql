insert into wait_call (id, wait_list_id, outcome, note, doctor_id, date, starts_at, account_id, called_at)
values (:id, :wait_list_id, :outcome, :note, :doctor_id, :date, :starts_at, :account_id, :called_at)
