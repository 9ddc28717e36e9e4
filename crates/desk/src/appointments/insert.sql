insert into appointment
    (id, ref, patient_id, doctor_id, site_id, date, starts_at, minutes, later_hour, kind, reason, symptoms, notes,
     overbook_reason, created_at, series_id, series_date, series_starts_at)
values
    (:id, :ref, :patient_id, :doctor_id, :site_id, :date, :starts_at, :minutes, :later_hour, :kind, :reason, :symptoms, :notes,
     :overbook_reason, :created_at, :series_id, :series_date, :series_starts_at)
