-- When a patient was called from the waiting room.
alter table record.appointment add column called_at bigint;
