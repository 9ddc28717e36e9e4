select relation.id, relation.kind, 0 as is_reversed, relation.relative_patient_id as other_id, relation.full_name, relation.phone,
    relation.history, relation.created_at
from patient_relation relation
where relation.patient_id in (select id from person) and relation.deleted_at is null
union all
select relation.id, relation.kind, 1, relation.patient_id, null, null, null, relation.created_at
from patient_relation relation
where relation.relative_patient_id in (select id from person) and relation.deleted_at is null
order by created_at, id
