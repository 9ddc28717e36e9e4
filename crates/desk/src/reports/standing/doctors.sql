select id, site_id, full_name, second_name, default_visit_minutes,
    active = 1 and deleted_at is null and approval = 'approved' as is_active
from doctor
order by full_name collate nocase, id
