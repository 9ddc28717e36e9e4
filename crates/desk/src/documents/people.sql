select id, full_name, role from account
where deleted_at is null and status = 'active' and role in ('admin', 'doctor', 'receptionist', 'pharmacist')
order by full_name, id
