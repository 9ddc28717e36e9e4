select head.seq,
    (select count(*) from hub.desk where desk.clinic_id = $1 and desk.revoked_at is null) as desks,
    (select count(*) from hub.quarantine held where held.clinic_id = $1 and held.settled_at is null) as quarantined,
    (select coalesce(sum(blob.size), 0)::bigint from hub.blob where blob.clinic_id = $1) as file_bytes,
    (select count(*) from hub.blob where blob.clinic_id = $1 and blob.complete_at is null) as incomplete_files,
    (select (extract(epoch from max(desk.seen_at)) * 1000)::bigint from hub.desk where desk.clinic_id = $1) as seen_at
from hub.clinic_head head where head.clinic_id = $1
