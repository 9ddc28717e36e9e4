update account
set full_name = :full_name, email = :email, phone = :phone, role = :role, status = :status, grants = :grants,
    doctor_id = :doctor_id
where id = :id and deleted_at is null
