select id, username, full_name, email, phone, role, status, grants, doctor_id, last_login, must_change_password
from account
where deleted_at is null
