-- The same visit may lose the same time twice: closed, opened again, and closed once more.
insert into rebook (id, appointment_id, worklist_id, doctor_id, date, starts_at, minutes, later_hour)
values (:id, :appointment_id, :worklist_id, :doctor_id, :date, :starts_at, :minutes, :later_hour)
on conflict (id) do update set worklist_id = excluded.worklist_id, minutes = excluded.minutes, seen_elsewhere = 0, deleted_at = null
