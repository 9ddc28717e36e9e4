select used_by from hub.enrolment_code where clinic_id = $1 and code_hash = $2 and expires_at > now()
