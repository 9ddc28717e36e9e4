update doctor set
    site_id = :site_id, full_name = :full_name, second_name = :second_name, title = :title,
    license_number = :license_number, qualifications = :qualifications, years_of_experience = :years_of_experience,
    biography = :biography, languages = :languages, consultation_fee_minor = :consultation_fee_minor,
    default_visit_minutes = :default_visit_minutes, phone = :phone, email = :email, board_colour = :board_colour,
    approval = :approval, documents_verified = :documents_verified, active = :active,
    -- Stays; named here because one list of parameters serves both statements.
    created_at = coalesce(:created_at, created_at)
where id = :id and deleted_at is null
