-- An operation's uid carries its number, and what it makes begins as its uid does (see `ledger::ids`): both lead to the operation without an
-- entry in `touched`, which keeps the rows that an operation found and those of operations before this version.
drop trigger operation_is_appended_at_the_end;
create trigger operation_is_appended_at_the_end before insert on operation
begin
    select ledger_is_open();
    -- The second half keeps an operation from being written twice: no other number goes with its uid.
    select raise(abort, 'ledger_is_append_only')
    where new.number is not (select coalesce(max(number), 0) + 1 from operation)
        or substr(new.uid, 10, 4) is not unhex(printf('%08X', new.number));
end;
