select desk.number, desk.letter, desk.name, desk.schema, desk.through, greatest(head.seq - desk.cursor, 0) as behind, desk.follows,
    (extract(epoch from desk.enrolled_at) * 1000)::bigint as enrolled_at,
    (extract(epoch from desk.seen_at) * 1000)::bigint as seen_at,
    (extract(epoch from desk.revoked_at) * 1000)::bigint as revoked_at
from hub.desk join hub.clinic_head head on head.clinic_id = desk.clinic_id
where desk.clinic_id = $1 order by desk.number
