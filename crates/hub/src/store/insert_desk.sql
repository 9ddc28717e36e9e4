insert into hub.desk (clinic_id, number, desk_id, letter, name, token_hash, through, hash, from_number, from_hash, schema, follows)
values ($1, $2, $3, $4, $5, $6, $7, $8, $7, $8, $9, $10)
on conflict on constraint desk_enrols_once do nothing
