insert into lot (id, medicine_id, number, expires_on, created_at)
values (:id, :medicine_id, :number, :expires_on, :created_at)
