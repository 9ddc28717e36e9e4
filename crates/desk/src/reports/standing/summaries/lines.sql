select date, doctor_id, site_id, body from report_day
where part = :part and date between :from and :to and (:doctor is null or doctor_id = :doctor) and (:site is null or site_id = :site)
order by date, doctor_id, site_id
