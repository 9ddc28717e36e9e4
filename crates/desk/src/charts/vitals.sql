select vitals.*, account.full_name as written_by
from vitals
left join account on account.id = vitals.account_id
where vitals.patient_id in (select id from person) and vitals.deleted_at is null
order by measured_at desc, vitals.id desc
limit :most
