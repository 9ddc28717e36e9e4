select number, uid, account_id, kind, undoes, changes
from operation
where account_id = :account_id
    and number > (select coalesce(max(number), 0) from operation) - :look_back
order by number desc
