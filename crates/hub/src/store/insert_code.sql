insert into hub.enrolment_code (clinic_id, code_hash, expires_at) values ($1, $2, now() + make_interval(secs => $3))
