    and operation.number > :number
order by operation.number desc
limit 1
