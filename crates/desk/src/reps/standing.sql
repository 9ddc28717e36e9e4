select rep.full_name, rep.company_id, company.name as company, rep.credential_expires, rep.blocked_until, rep.blocked_reason
from rep join company on company.id = rep.company_id
where rep.id = :id and rep.deleted_at is null
