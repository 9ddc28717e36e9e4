insert into account (
    id, username, full_name, email, phone, role, status, grants, public_key, key_envelope, must_change_password,
    doctor_id, patient_id, rep_id, created_at
) values (
    :id, :username, :full_name, :email, :phone, :role, :status, :grants, :public_key, :key_envelope, :must_change_password,
    :doctor_id, :patient_id, :rep_id, :now
)
