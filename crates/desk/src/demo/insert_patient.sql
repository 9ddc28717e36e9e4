insert into patient (
    id, ref, full_name, second_name, date_of_birth, born_about, gender, phones, email, national_id, address,
    blood_type, emergency_name, emergency_relationship, emergency_phone, notes, created_at
) values (
    :id, :ref, :full_name, :second_name, :date_of_birth, :born_about, :gender, :phones, :email, :national_id,
    :address, :blood_type, :emergency_name, :emergency_relationship, :emergency_phone, :notes, :created_at
)
