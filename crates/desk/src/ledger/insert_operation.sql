insert into operation
    (number, uid, hlc, at, account_id, desk_id, kind, reason, detail, undoes, schema, changes, changes_hash, hash,
     references_given, base)
values
    (:number, :uid, :hlc, :at, :account_id, :desk_id, :kind, :reason, :detail, :undoes, :schema, :changes, :changes_hash, :hash,
     :references_given, :base)
