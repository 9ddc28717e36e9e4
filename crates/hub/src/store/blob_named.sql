select from record.document
where clinic_id = $1 and content_hash = $2 and length(content_hash) = 32 and presence = 0 and deleted_at is null limit 1
