select company.id, company.name, company.phone,
    (select count(*) from rep where rep.company_id = company.id and rep.deleted_at is null) as reps,
    (select max(last.date) from rep
        join rep_visit last on last.rep_id = rep.id and last.status = 'completed' and last.deleted_at is null
        where rep.company_id = company.id) as last_visit,
    (select min(next.date) from rep
        join rep_visit next on next.rep_id = rep.id and next.date >= :today and next.deleted_at is null
            and next.status in ('approved', 'confirmed', 'arrived', 'in_visit')
        where rep.company_id = company.id) as next_visit
from company
where company.deleted_at is null
