update hub.quarantine set settled_at = now()
where clinic_id = $1 and desk = $2 and content = any($3) and settled_at is null
