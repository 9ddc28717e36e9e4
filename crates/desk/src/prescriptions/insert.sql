insert into prescription (id, ref, appointment_id, patient_id, doctor_id, site_id, corrected_prescription_id, account_id, created_at)
values (:id, :ref, :appointment_id, :patient_id, :doctor_id, :site_id, :corrected_prescription_id, :account_id, :created_at)
