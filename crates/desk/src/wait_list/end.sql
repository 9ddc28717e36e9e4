update wait_list set outcome = :outcome, appointment_id = :appointment_id, end_reason = :reason, ended_at = :now where id = :id
