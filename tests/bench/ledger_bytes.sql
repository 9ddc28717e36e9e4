select avg(
    60                                                        -- number, clocks, schema, record header
    + length(uid) + length(desk_id) + coalesce(length(account_id), 0) + length(kind)
    + coalesce(length(reason), 0) + coalesce(length(detail), 0)
    + length(changes) + length(changes_hash) + length(hash) + length(references_given))
from operation
where kind = 'appointments.book'
    and number > (select max(number) from operation) - 500
