insert into hub.quarantine (clinic_id, desk, content, operation, changes, previous, base) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (clinic_id, desk, content) do nothing
