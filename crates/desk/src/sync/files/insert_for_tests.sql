insert into document (id, patient_id, name, mime_type, size_bytes, sha256, content_hash, content_key, audience, created_at)
select :id, patient.id, 'x-ray', 'application/pdf', :size_bytes, :sha256, :content_hash, :content_key, 'registry', :created_at
from patient order by patient.id limit 1
