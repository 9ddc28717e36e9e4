select seq, desk, operation, changes, previous, outcome, (extract(epoch from received_at) * 1000)::bigint as received_at
from hub.operation
where clinic_id = $1 and seq < $2 and ($3::integer is null or desk = $3)
order by seq desc limit $4
