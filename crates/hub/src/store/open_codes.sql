select count(*) as open from hub.enrolment_code where clinic_id = $1 and used_at is null and expires_at > now()
