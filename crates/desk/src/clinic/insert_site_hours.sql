insert into site_hours (id, site_id, weekday, opens, closes)
values (:id, :site_id, :weekday, :opens, :closes)
