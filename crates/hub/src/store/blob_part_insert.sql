insert into hub.blob_part (clinic_id, hash, part, digest, bytes) values ($1, $2, $3, $4, $5) on conflict do nothing
