update hub.desk set through = greatest(through, $3), hash = case when $3 >= through then $4 else hash end,
    previous_boot = case when boot is distinct from $5 then boot else previous_boot end, boot = $5,
    schema = $6, cursor = $7, refilled = coalesce($8, refilled), seen_at = now()
where clinic_id = $1 and number = $2
