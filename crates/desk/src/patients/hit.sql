select id, ref, full_name, second_name, date_of_birth, born_about, gender, phones, national_id
from patient
where id = :id and deleted_at is null
