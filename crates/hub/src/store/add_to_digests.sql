-- Addition modulo 2⁶⁴, which bigint does not have: worked out with numeric, and folded back.
insert into hub.digest as held (clinic_id, table_no, sum)
select $1, given.table_no, given.change from unnest($2::integer[], $3::bigint[]) as given (table_no, change)
on conflict (clinic_id, table_no) do update
set sum = ((held.sum::numeric + excluded.sum::numeric + 27670116110564327424) % 18446744073709551616 - 9223372036854775808)::bigint
