insert into raw.visit
select $1, given.*
from unnest($2::uuid[], $3::bigint[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::bigint[], $10::bigint[], $11::bigint[],
    $12::text[], $13::text[], $14::text[], $15::text[], $16::bigint[], $17::bigint[]) as given
