select patient.id, patient.ref, patient.full_name, patient.merged_into, patient.merge_record
from patient
where patient.id in (select id from person) and patient.id <> :id
order by patient.merge_record ->> 'at' desc, patient.id
