insert into document (id, patient_id, appointment_id, prescription_id, lab_test_id, name, mime_type, size_bytes, sha256, content_hash, content_key,
    description, tags, audience, named_accounts, account_id, created_at)
values (:id, :patient_id, :appointment_id, :prescription_id, :lab_test_id, :name, :mime_type, :size_bytes, :sha256, :content_hash, :content_key,
    :description, :tags, :audience, :named_accounts, :account_id, :now)
