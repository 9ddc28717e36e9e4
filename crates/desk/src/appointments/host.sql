select doctor.id, doctor.full_name, doctor.site_id, doctor.default_visit_minutes, doctor.active, doctor.approval,
    site.name as site_name, site.time_zone
from doctor join site on site.id = doctor.site_id
where doctor.deleted_at is null
