select number, uid, hlc, at, account_id, desk_id, kind, reason, detail, undoes, schema, changes, changes_hash, hash
from operation
order by number
