insert into rep (
    id, company_id, full_name, second_name, drug_specialty, phone, email, credential_expires, blocked_until,
    blocked_reason, created_at
) values (
    :id, :company_id, :full_name, :second_name, :drug_specialty, :phone, :email, :credential_expires, :blocked_until,
    :blocked_reason, :created_at
)
