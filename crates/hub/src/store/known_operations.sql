-- What stands before a desk's first operation is known too: it may go on from another desk's.
select number, hash, outcome, why from hub.operation where clinic_id = $1 and desk = $2 and number = any($3)
union all
select from_number, from_hash, 0::smallint, null from hub.desk where clinic_id = $1 and number = $2 and from_number = any($3)
order by number
