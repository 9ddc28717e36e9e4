insert into raw.appointment
    (clinic_id, id, seq, ref, patient_id, doctor_id, site_id, date, starts_at, minutes, later_hour, status, kind, reason, notes, created_at,
    arrived_at, presence, known_to, stamps, size, part)
select $1, given.*, 0, 1, decode(repeat('00', 20), 'hex'), 300, 7
from unnest($2::uuid[], $3::bigint[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::bigint[], $10::bigint[], $11::bigint[],
    $12::text[], $13::text[], $14::text[], $15::text[], $16::bigint[], $17::bigint[]) as given
