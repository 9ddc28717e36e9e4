update patient set emergency_name = :name, emergency_relationship = :relationship, emergency_phone = :phone
where id = :id
