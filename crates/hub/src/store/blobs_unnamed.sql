-- What no document has named for a while: a removal can be undone, and then the file has to be there.
select blob.hash from hub.blob
where blob.clinic_id = $1 and blob.begun_at < now() - make_interval(secs => $2)
    and not exists (select from record.document
        where document.clinic_id = $1 and document.content_hash = blob.hash and length(document.content_hash) = 32
            and document.presence = 0
            and (document.deleted_at is null or document.deleted_at > (extract(epoch from now()) - $2) * 1000))
