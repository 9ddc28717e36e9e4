select
    full_name, ref, phones, deleted_at is not null as deleted, merged_into,
    exists (select 1 from patient other where other.merged_into = patient.id) as took_others
from patient
where id = :id
