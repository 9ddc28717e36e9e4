insert into doctor_specialty (id, doctor_id, specialty_id, position)
values (:id, :doctor_id, :specialty_id, :position)
on conflict (id) do update set position = excluded.position
