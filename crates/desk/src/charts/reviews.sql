select glass.*, coalesce(survivor.id, glass.patient_id) as whose,
    coalesce(survivor.full_name, patient.full_name, '') as patient_name, coalesce(survivor.ref, patient.ref, '') as patient_ref,
    coalesce(account.full_name, '') as account_name, reviewer.full_name as reviewer_name
from break_glass glass
left join patient on patient.id = glass.patient_id
left join patient survivor on survivor.id = patient.merged_into and patient.deleted_at is not null
left join account on account.id = glass.account_id
left join account reviewer on reviewer.id = glass.reviewer_account_id
where glass.deleted_at is null and (:open is null or :open = (glass.reviewed_at is null))
order by glass.reviewed_at is not null, glass.begun_at desc
limit :most
