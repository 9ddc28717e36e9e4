-- What stands before a desk's first operation is known too: it may go on from another desk's. Each number by itself, as `tables::each` says.
select held.* from unnest($3::bigint[]) as wanted (number) cross join lateral (
    select number, hash, outcome, why from hub.operation where clinic_id = $1 and desk = $2 and number = wanted.number offset 0
) held
union all
select from_number, from_hash, 0::smallint, null from hub.desk where clinic_id = $1 and number = $2 and from_number = any($3)
order by number
