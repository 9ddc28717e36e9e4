insert into wait_list (id, patient_id, doctor_id, specialty_id, weekdays, first_date, last_date, from_at, until_at, minutes, urgency,
    note, account_id, created_at)
values (:id, :patient_id, :doctor_id, :specialty_id, :weekdays, :first_date, :last_date, :from_at, :until_at, :minutes, :urgency,
    :note, :account_id, :created_at)
