insert into rep
    (id, company_id, full_name, second_name, drug_specialty, phone, email, credential_expires, created_at)
values
    (:id, :company_id, :full_name, :second_name, :drug_specialty, :phone, :email, :credential_expires, :created_at)
