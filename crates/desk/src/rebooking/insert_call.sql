insert into rebook_call (id, rebook_id, outcome, note, account_id, called_at)
values (:id, :rebook_id, :outcome, :note, :account_id, :called_at)
