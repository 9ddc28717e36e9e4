select id, ref, full_name, second_name, date_of_birth, phones, national_id
from patient
where deleted_at is null
order by id
