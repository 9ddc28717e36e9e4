-- Calling from the waiting room.

alter table appointment add column called_at integer;

-- A queue number is one patient's as long as the visit has it. What two desks gave while they could not see one another is shown as it is.
create trigger queue_number_is_given_once before update of queue_number on appointment
when new.queue_number is not null and new.queue_number is not old.queue_number and new.deleted_at is null and overlaps_are_refused()
begin
    select raise(abort, 'queue_number_taken') where exists (
        select 1 from appointment other
        where other.date = new.date and other.doctor_id = new.doctor_id and other.queue_number = new.queue_number
            and other.deleted_at is null and other.id <> new.id);
end;
