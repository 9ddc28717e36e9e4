select count(*) as operations, coalesce(sum(length(operation) + length(changes)), 0)::bigint as bytes
from hub.quarantine where clinic_id = $1 and desk = $2
