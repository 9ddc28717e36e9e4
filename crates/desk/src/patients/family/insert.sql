insert into patient_relation (id, patient_id, kind, relative_patient_id, full_name, phone, history, created_at)
values (:id, :patient_id, :kind, :relative_patient_id, :full_name, :phone, :history, :now)
