update rep
set company_id = :company_id, full_name = :full_name, second_name = :second_name, drug_specialty = :drug_specialty,
    phone = :phone, email = :email, credential_expires = :credential_expires
where id = :id
