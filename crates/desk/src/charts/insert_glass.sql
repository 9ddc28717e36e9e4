insert into break_glass (id, patient_id, account_id, reason, begun_at, expires_at)
values (:id, :patient, :account, :reason, :now, :until)
