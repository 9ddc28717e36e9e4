select held.desk, desk.name, (extract(epoch from held.received_at) * 1000)::bigint as received_at, held.content, held.operation,
    held.changes, held.previous, held.base
from hub.quarantine held join hub.desk on desk.clinic_id = held.clinic_id and desk.number = held.desk
where held.clinic_id = $1 and ($2::integer is null or held.desk = $2) and held.settled_at is null order by held.received_at, held.desk limit 10000
