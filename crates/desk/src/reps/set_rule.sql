insert into rep_rule
    (id, site_id, doctor_id, company_id, max_per_day, least_days_between, company_per_week, notice_hours, horizon_days, deleted_at)
values
    (:id, :site_id, :doctor_id, :company_id, :max_per_day, :least_days_between, :company_per_week, :notice_hours, :horizon_days,
     :deleted_at)
on conflict (id) do update
set max_per_day = excluded.max_per_day, least_days_between = excluded.least_days_between,
    company_per_week = excluded.company_per_week, notice_hours = excluded.notice_hours, horizon_days = excluded.horizon_days,
    deleted_at = excluded.deleted_at
