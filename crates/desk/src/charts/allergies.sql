select allergy.*, account.full_name as written_by
from allergy
left join account on account.id = allergy.account_id
where allergy.patient_id in (select id from person) and allergy.deleted_at is null
order by case severity when 'severe' then 0 when 'moderate' then 1 else 2 end, allergen collate nocase, allergy.id
