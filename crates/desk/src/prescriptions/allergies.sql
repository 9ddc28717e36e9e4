select allergy.allergen, allergy.reaction, allergy.severity, allergy.noticed_on
from allergy join person on allergy.patient_id = person.id where allergy.deleted_at is null order by allergy.id
