insert into hub.digest (clinic_id, table_no, sum) values ($1, $2, $3)
on conflict (clinic_id, table_no) do update set sum = excluded.sum
