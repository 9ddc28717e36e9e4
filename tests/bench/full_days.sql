select date
from appointment
where date < date('now')
group by date
having 4 * count(*) > (select max(visits) from (select count(*) as visits from appointment group by date))
order by date desc
limit 60
