select wanted.part from generate_series(0, $3::integer - 1) as wanted (part)
where not exists (select from hub.blob_part held where held.clinic_id = $1 and held.hash = $2 and held.part = wanted.part)
order by wanted.part
