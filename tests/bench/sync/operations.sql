insert into raw.operation (clinic_id, desk, number, uid, seq, outcome, operation, changes, previous, hash, base)
select $1, 1, given.seq, given.uid, given.seq, 0, given.operation, given.changes, given.hash, given.hash, 0
from unnest($2::bigint[], $3::uuid[], $4::bytea[], $5::bytea[], $6::bytea[]) as given (seq, uid, operation, changes, hash)
