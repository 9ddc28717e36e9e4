insert into series (id, patient_id, doctor_id, rrule, first_date, starts_at, minutes, created_at)
values (:id, :patient_id, :doctor_id, :rrule, :first_date, :starts_at, :minutes, :created_at)
