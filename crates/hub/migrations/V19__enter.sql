-- A desk that is not let in has named no clinic: what it asked in the same breath finds nothing.

create or replace function hub.enter(clinic uuid, token bytea, to_write boolean)
returns table (
    number integer, desk_id uuid, letter text, name text, through bigint, hash bytea, boot uuid, previous_boot uuid, schema integer,
    stale boolean, revoked boolean, head bigint, epoch uuid, began_at bigint,
    refilled boolean, others_refilled boolean
) language plpgsql as $$
declare
    found_number integer;
begin
    perform set_config('clinic.id', clinic::text, true);
    select desk.number into found_number from hub.desk where desk.clinic_id = clinic and desk.token_hash = token;
    if not found then
        perform set_config('clinic.id', '', true);
        return;
    end if;
    if to_write then
        perform hub.hold(clinic);
    end if;
    -- A statement of its own, so that it sees what was committed while this one waited.
    return query
        select desk.number, desk.desk_id, desk.letter, desk.name, desk.through, desk.hash, desk.boot, desk.previous_boot, desk.schema,
            coalesce(desk.seen_at < now() - interval '30 seconds', true), desk.revoked_at is not null, top.seq, top.epoch, top.began_at,
            desk.refilled is not distinct from top.epoch,
            not exists (select from hub.desk other where other.clinic_id = clinic and other.number <> found_number
                and other.revoked_at is null and other.refilled is distinct from top.epoch)
        from hub.desk join hub.clinic_head top on top.clinic_id = desk.clinic_id
        where desk.clinic_id = clinic and desk.number = found_number;
end $$;
