insert into rep_visit
    (id, ref, rep_id, doctor_id, site_id, date, starts_at, minutes, later_hour, status, rescheduled_from, products, attendees,
     overbook_reason, created_at)
values
    (:id, :ref, :rep_id, :doctor_id, :site_id, :date, :starts_at, :minutes, :later_hour, :status, :rescheduled_from, :products,
     :attendees, :overbook_reason, :created_at)
