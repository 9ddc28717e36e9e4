select
    rep_visit.ref,
    coalesce(rep.full_name || ' · ' || company.name, rep.full_name, rep_visit.ref) as name
from rep_visit
left join rep on rep.id = rep_visit.rep_id
left join company on company.id = rep.company_id
where rep_visit.id = :id
