insert into hub.operation
    (clinic_id, desk, number, uid, seq, outcome, why, operation, changes, previous, hash, base)
select $1, $2, given.*
from unnest($3::bigint[], $4::uuid[], $5::bigint[], $6::smallint[], $7::text[], $8::bytea[], $9::bytea[], $10::bytea[], $11::bytea[],
    $12::bigint[]) as given
