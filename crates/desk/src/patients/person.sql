with recursive person (id) as (
    select :id
    union
    select patient.id from patient join person on patient.merged_into = person.id where patient.deleted_at is not null
)
