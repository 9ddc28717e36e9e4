select doctor_specialty.doctor_id, specialty.id, name, name_ar, description, icon
from doctor_specialty
join specialty on specialty.id = doctor_specialty.specialty_id and specialty.deleted_at is null
