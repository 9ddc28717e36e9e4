order by case role
        when 'admin' then 1 when 'doctor' then 2 when 'receptionist' then 3 when 'pharmacist' then 4 when 'viewer' then 5
        when 'patient' then 6 else 7
    end, full_name, username
