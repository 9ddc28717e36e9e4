-- Follows a `where` or an `and`: the operations of this desk that made or changed a row; the uid of an operation leads to itself. Whatever asks
-- that goes through this: what an operation made has no entry but begins as its uid does.
operation.number in (
    select operation from touched where row_id = :row_id
    union all
    select number from operation made where made.number = :made_in and substr(made.uid, 1, 13) = substr(:row_id, 1, 13)
)
