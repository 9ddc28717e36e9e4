# Answers the reports about visits for every line that comes in, as one line of JSON: [[name, microseconds], …].
import json
import sys
import time

import duckdb

visits, reps = sys.argv[1:3]
duck = duckdb.connect()
duck.execute("set threads = 1")
duck.execute(f"create table visit as select * from read_csv('{visits}', types = {{'date': 'date'}})")
duck.execute(f"create table rep_visit as select * from read_csv('{reps}', types = {{'date': 'date'}})")

came = "status in ('arrived', 'in_consultation', 'completed')"
held = "status in ('scheduled', 'confirmed', 'arrived', 'in_consultation', 'completed')"
rep_came = "status in ('arrived', 'in_visit', 'completed')"
rep_booked = "status not in ('requested', 'declined', 'rescheduled')"
reports = {
    "doctors_by_patients": f"select doctor, count(distinct person), count(*) from visit where {came} group by doctor",
    "low_utilisation": f"select doctor, sum(minutes) from visit where {held} group by doctor",
    "patients_per_day": f"""select date, count(*), count(*) filter ({came}), count(*) filter (status = 'no_show'),
        count(*) filter (status = 'cancelled') from visit where status <> 'rescheduled' group by date order by date""",
    "peak_day": f"""select isodow(date), sum(n), max(n), count(*) from (
        select date, count(*) as n from visit where {came} group by date) group by 1 order by 1""",
    "peak_hour": f"""select hour, sum(n), max(n) from (
        select starts_at // 60 as hour, date, count(*) as n from visit where {came} group by 1, 2) group by 1 order by 1""",
    "rep_visits_per_day": f"""select date, count(*), count(*) filter ({rep_came}) from rep_visit where {rep_booked}
        group by date order by date""",
    "most_active_rep": f"""select rep, any_value(company), count(*) filter ({rep_came}) as came, count(*),
        sum(coalesce(summary_minutes, minutes)) filter (status = 'completed')
        from rep_visit where {rep_booked} group by rep order by came desc""",
    "patients_against_reps": f"""select doctor, v, r from (select doctor, count(*) as v from visit where {came} group by doctor)
        full join (select doctor, count(*) as r from rep_visit where {rep_came} group by doctor) using (doctor)""",
    "occupancy": f"select doctor, sum(minutes) from visit where {held} group by doctor",
    "idle_days": f"select doctor, date, count(*) filter ({came}), count(*) from visit group by doctor, date",
    "conflicts": f"""select doctor, count(*) from (
        select doctor, starts_at, max(starts_at + minutes) over (partition by doctor, date order by starts_at
            rows between unbounded preceding and 1 preceding) as taken from visit where {held})
        where starts_at < taken group by doctor""",
    "no_shows_and_cancellations": """select date_trunc('month', date), count(*), count(*) filter (status = 'no_show'),
        count(*) filter (cancelled_by = 'patient'), count(*) filter (cancelled_by = 'doctor'),
        count(*) filter (cancelled_by = 'clinic') from visit where status <> 'rescheduled' group by 1 order by 1""",
    "waiting_and_lateness": """select doctor, count(*), median((started_at - arrived_at) // 60000), max((started_at - arrived_at) // 60000)
        from visit where arrived_at is not null and started_at is not null group by doctor""",
    "new_and_returning": f"""select date_trunc('month', date) as month, count(distinct person),
        count(distinct person) filter (date_trunc('month', first) = date_trunc('month', date)) from (
            select person, date, min(date) over (partition by person) as first from visit where {came}) group by 1 order by 1""",
    "samples_and_rep_time": """select company, count(*), sum(coalesce(summary_minutes, minutes)), sum(samples)
        from rep_visit where status = 'completed' group by company""",
}
for _ in sys.stdin:
    times = []
    for name, sql in reports.items():
        started = time.perf_counter()
        duck.execute(sql).fetchall()
        times.append([name, (time.perf_counter() - started) * 1e6])
    print(json.dumps(times), flush=True)
