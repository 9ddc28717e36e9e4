insert into hub.enrolment_code (clinic_id, code_hash, expires_at) values ($1, $2, now() + make_interval(secs => $3))
returning (extract(epoch from expires_at) * 1000)::bigint as expires_at
