-- Only while nobody has come with the token before: after that, whoever asks is not the one who missed the answer. Whoever came by a code may
-- have come and ended before there was anything to tell; once it has told something, it stays who it is.
update hub.desk set token_hash = $3
where clinic_id = $1 and desk_id = $2 and follows is not distinct from $4 and revoked_at is null
    and (seen_at is null or ($4::integer is null and through = 0))
returning number
