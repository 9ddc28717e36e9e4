update patient set
    full_name = :full_name, second_name = :second_name, date_of_birth = :date_of_birth, born_about = :born_about,
    gender = :gender, phones = :phones, email = :email, national_id = :national_id, address = :address,
    blood_type = :blood_type, emergency_name = :emergency_name, emergency_relationship = :emergency_relationship,
    emergency_phone = :emergency_phone, notes = :notes, favourite_doctors = :favourite_doctors
where id = :id
