-- Persons by small numbers, so that a visit says in four bytes whose it is and a report marks who came in a row of bits. A number is given when
-- a day is packed and is kept for good; each desk gives its own, and nothing here is sent.
create table report_person (
    number     integer primary key,
    patient_id blob not null unique
) strict;

-- What was packed before names persons by all of their sixteen bytes: it is packed anew.
delete from report_day;
delete from report_stale;
update report_state set first_date = null, last_date = null;
