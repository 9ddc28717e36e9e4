select id, site_id, full_name, second_name, title, license_number, qualifications, years_of_experience, biography,
    languages, consultation_fee_minor, default_visit_minutes, phone, email, board_colour, approval, documents_verified, active
from doctor
where deleted_at is null
