-- Of a clinic whose files are all here this reads two indexes and answers nothing.
select distinct document.content_hash as hash from record.document
where document.clinic_id = $1 and document.content_hash > $2 and length(document.content_hash) = 32
    and document.presence = 0 and document.deleted_at is null
    and not exists (select from hub.blob
        where blob.clinic_id = $1 and blob.hash = document.content_hash and blob.complete_at is not null)
order by hash limit $3
