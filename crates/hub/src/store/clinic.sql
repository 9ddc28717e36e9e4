select clinic.name, head.epoch from hub.clinic join hub.clinic_head head on head.clinic_id = clinic.clinic_id where clinic.clinic_id = $1
