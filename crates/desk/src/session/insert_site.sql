insert into site (id, name, kind, country, time_zone, currency, week_start, weekend_days, created_at)
values (:id, :name, :kind, :country, :time_zone, :currency, :week_start, :weekend_days, :now)
