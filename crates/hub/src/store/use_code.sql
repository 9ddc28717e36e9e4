update hub.enrolment_code set used_at = coalesce(used_at, now()), used_by = $3 where clinic_id = $1 and code_hash = $2
