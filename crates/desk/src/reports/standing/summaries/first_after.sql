select min(first) as first from (
    select min(date) as first from appointment where date > :last
    union all select min(date) from rep_visit where date > :last
)
