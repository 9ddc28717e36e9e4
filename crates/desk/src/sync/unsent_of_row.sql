select changes
from touched join operation on operation.number = touched.operation
where row_id = :row_id and touched.operation > :through and changes is not null
order by touched.operation
