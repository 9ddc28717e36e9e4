select lab_test.*, account.full_name as written_by
from lab_test
left join account on account.id = lab_test.account_id
where lab_test.patient_id in (select id from person) and lab_test.deleted_at is null
order by coalesce(result_on, ordered_on) desc, lab_test.id desc
