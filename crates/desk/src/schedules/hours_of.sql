select id, doctor_id, site_id, audience, weekday, rrule, starts_at, ends_at, valid_from, valid_until
from hours
where doctor_id = :doctor_id and deleted_at is null
order by
    case weekday when 'mon' then 1 when 'tue' then 2 when 'wed' then 3 when 'thu' then 4 when 'fri' then 5 when 'sat' then 6
        when 'sun' then 7 else 8 end,
    valid_from, starts_at, audience, id
