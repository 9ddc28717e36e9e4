select tag.value as tag, count(*) as times
from (select tags from prescription
        where deleted_at is null and tags <> '[]' and (:doctor is null or doctor_id = :doctor)
        order by id desc limit 2000) written, json_each(written.tags) tag
group by tag.value
order by times desc, tag.value
limit 200
