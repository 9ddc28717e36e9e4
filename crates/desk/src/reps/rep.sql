select rep.id, rep.company_id, company.name as company, rep.full_name, rep.second_name, rep.drug_specialty, rep.phone, rep.email,
    rep.credential_expires, rep.blocked_until, rep.blocked_reason, rep.deleted_at is not null as deleted,
    (select visit.date from rep_visit visit
        where visit.rep_id = rep.id and visit.status = 'completed' and visit.deleted_at is null
        order by visit.date desc limit 1) as last_visit,
    (select visit.date from rep_visit visit
        where visit.rep_id = rep.id and visit.date >= :today and visit.deleted_at is null
            and visit.status in ('approved', 'confirmed', 'arrived', 'in_visit')
        order by visit.date limit 1) as next_visit
from rep join company on company.id = rep.company_id
where true
