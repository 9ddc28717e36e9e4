insert into calendar_entry (id, visit_id, doctor_id, digest, told_at)
values (:id, :visit_id, :doctor_id, :digest, :told_at)
