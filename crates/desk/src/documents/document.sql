select document.*, visit.date as visit_date, prescription.ref as prescription_ref, lab_test.name as test_name, account.full_name as attached_by
from document
left join appointment visit on visit.id = document.appointment_id
left join prescription on prescription.id = document.prescription_id
left join lab_test on lab_test.id = document.lab_test_id
left join account on account.id = document.account_id
where document.deleted_at is null
