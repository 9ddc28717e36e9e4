select rep_rule.*, coalesce(site.name, doctor.full_name, company.name) as name
from rep_rule
left join site on site.id = rep_rule.site_id
left join doctor on doctor.id = rep_rule.doctor_id
left join company on company.id = rep_rule.company_id
where rep_rule.deleted_at is null
order by rep_rule.site_id is null, rep_rule.doctor_id is null, name collate nocase
