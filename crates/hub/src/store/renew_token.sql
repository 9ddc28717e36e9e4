-- Only while nobody has come with the token before: after that, whoever asks is not the one who missed the answer.
update hub.desk set token_hash = $3
where clinic_id = $1 and desk_id = $2 and follows is not distinct from $4 and seen_at is null and revoked_at is null
returning number
