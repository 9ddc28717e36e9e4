//! The SQL of booking: what the check has to know, and what is written.

use domain::appointment::{AppointmentStatus, CancelledBy};
use domain::booking::{Place, VisitId};
use domain::calendar::zone::{GREENWICH, Zone};
use domain::code::Code as _;
use domain::id::{AppointmentId, DoctorId, Id as _, PatientId, SiteId};
use domain::rep_visit::RepVisitStatus;
use domain::time::{Date, Instant, Span, WallTime};
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};

use super::requests::Appointment;
use crate::doctors::DoctorApproval;
use crate::error::{Fault, Result};
use crate::patients::Phone;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

/// A doctor as far as booking is concerned, with the site the visits take place at.
#[derive(Debug, Clone)]
pub(crate) struct HostRow {
    pub doctor: DoctorId,
    pub full_name: String,
    pub site: SiteId,
    pub site_name: String,
    pub time_zone: String,
    pub default_visit_minutes: u16,
    pub active: bool,
    pub approval: DoctorApproval,
}

pub(crate) fn host(connection: &Connection, doctor: DoctorId) -> Result<Option<HostRow>> {
    let mut statement =
        connection.prepare_cached(concat!(include_str!("host.sql"), " and doctor.id = :doctor"))?;
    Ok(statement.query_row(named_params! { ":doctor": Sql(doctor) }, read_host).optional()?)
}

/// Every doctor who can be booked, by name.
pub(crate) fn bookable_hosts(connection: &Connection) -> Result<Vec<HostRow>> {
    let mut statement = connection.prepare_cached(concat!(
        include_str!("host.sql"),
        " and doctor.active = 1 and doctor.approval = 'approved' order by doctor.full_name collate nocase, doctor.id"
    ))?;
    let rows = statement.query_map([], read_host)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn read_host(row: &Row<'_>) -> rusqlite::Result<HostRow> {
    Ok(HostRow {
        doctor: row.col("id")?,
        full_name: row.get("full_name")?,
        site: row.col("site_id")?,
        site_name: row.get("site_name")?,
        time_zone: row.get("time_zone")?,
        default_visit_minutes: row.get("default_visit_minutes")?,
        active: row.get("active")?,
        approval: row.col("approval")?,
    })
}

/// The zone of a site; the clinic's first one's while this one has not been heard of here: a visit can arrive before its site.
pub(crate) fn zone(connection: &Connection, site: SiteId) -> Result<Zone> {
    let mut statement = connection.prepare_cached(
        "select time_zone from site order by id <> :id, deleted_at is not null, id limit 1",
    )?;
    let name =
        statement.query_row(named_params! { ":id": Sql(site) }, |row| row.get::<_, String>("time_zone"));
    name.optional()?.map_or(Ok(GREENWICH), |name| zone_of(&name))
}

/// A stored zone is one that was known when it was stored.
pub(crate) fn zone_of(name: &str) -> Result<Zone> {
    Ok(name.parse().map_err(|_| Fault::Corrupt("site.time_zone"))?)
}

/// Of the columns of `held_sql`: all that is asked about a visit in one number, and the visit. It is read for every day that a free time is
/// looked for on, and to take a column out of a row costs as much as to find the row.
pub(super) const PACKED: usize = 0;
pub(super) const ID: usize = 1;

#[derive(Clone, Copy)]
pub(super) struct Packed(pub u32);

impl Packed {
    const START_BITS: u32 = 11;
    const MINUTES_BITS: u32 = 10;
    const LATER_AT: u32 = Self::START_BITS + Self::MINUTES_BITS;
    const REP_AT: u32 = Self::LATER_AT + 1;

    fn part(self, from: u32, bits: u32) -> u16 {
        u16::try_from(self.0 >> from & ((1 << bits) - 1)).unwrap_or(u16::MAX)
    }

    pub fn span(self) -> Result<Span> {
        let start = WallTime::from_minutes(self.part(0, Self::START_BITS));
        let span =
            start.and_then(|start| Span::lasting(start, self.part(Self::START_BITS, Self::MINUTES_BITS)));
        Ok(span.ok_or_else(|| Fault::Corrupt("a visit's time"))?)
    }

    pub fn later_hour(self) -> bool {
        self.part(Self::LATER_AT, 1) == 1
    }

    pub fn is_rep(self) -> bool {
        self.part(Self::REP_AT, 1) == 1
    }

    fn sql(is_rep: bool) -> String {
        let (minutes, later, rep) = (Self::START_BITS, Self::LATER_AT, 1 << Self::REP_AT);
        let rep = if is_rep { format!(" + {rep}") } else { String::new() };
        format!("starts_at + (minutes << {minutes}) + (later_hour << {later}){rep}")
    }
}

/// Who holds the time of doctor `?1` on day `?2`: `PACKED`, and after it what is asked for besides.
pub(super) fn held_sql(besides: &str) -> String {
    let of = |table: &str, is_rep: bool, holding: Vec<&str>| {
        // One by one, because `in (…)` builds a table of its own at every call.
        let holds: Vec<String> = holding.iter().map(|status| format!("status = '{status}'")).collect();
        format!(
            "select {} as packed{besides} from {table}
             where date = ?2 and doctor_id = ?1 and deleted_at is null and ({})",
            Packed::sql(is_rep),
            holds.join(" or ")
        )
    };
    let visits = AppointmentStatus::ALL.iter().filter(|status| status.holds_time());
    let rep_visits = RepVisitStatus::ALL.iter().filter(|status| status.holds_time());
    [
        of("appointment", false, visits.map(|status| status.code()).collect()),
        of("rep_visit", true, rep_visits.map(|status| status.code()).collect()),
    ]
    .join(" union all ")
}

/// Whether somebody can be booked in this patient's name, and how a visit shows it.
pub(crate) struct PatientStanding {
    pub full_name: String,
    pub reference: String,
    pub phone: Option<String>,
    pub deleted: bool,
    pub merged_into: Option<PatientId>,
    pub files: Files,
}

/// Whether other files became part of a patient's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Files {
    One,
    /// Or it has not been looked at.
    Several,
}

pub(super) fn patient(connection: &Connection, patient: PatientId) -> Result<Option<PatientStanding>> {
    let mut statement = connection.prepare_cached(include_str!("standing.sql"))?;
    let standing = statement.query_row(named_params! { ":id": Sql(patient) }, |row| {
        // Taken apart here: the database's own functions for JSON take as long as the rest of the row.
        let phones: Json<Vec<Phone>> = row.col("phones")?;
        Ok(PatientStanding {
            full_name: row.get("full_name")?,
            reference: row.get("ref")?,
            phone: phones.0.into_iter().next().map(|phone| phone.number),
            deleted: row.get("deleted")?,
            merged_into: row.col("merged_into")?,
            files: if row.get("took_others")? { Files::Several } else { Files::One },
        })
    });
    Ok(standing.optional()?)
}

/// A visit that the same patient has at the same time.
pub(super) struct Elsewhere {
    pub id: AppointmentId,
    pub reference: String,
    pub start: WallTime,
    pub minutes: u16,
    pub doctor_name: String,
}

pub(super) fn elsewhere(
    connection: &Connection,
    (patient, files): (PatientId, Files),
    date: Date,
    place: Place,
    moving: Option<AppointmentId>,
) -> Result<Vec<Elsewhere>> {
    // Nearly everybody has one file, and following what was merged builds two tables at every call.
    let mut statement = connection.prepare_cached(match files {
        Files::One => concat!(include_str!("elsewhere.sql"), " = :id"),
        Files::Several => concat!(
            include_str!("../patients/person.sql"),
            include_str!("elsewhere.sql"),
            " in (select id from person)"
        ),
    })?;
    let mut rows = statement.query(named_params! {
        ":id": Sql(patient), ":date": Sql(date), ":start": Sql(place.span.start()),
        ":end": Sql(place.span.end()), ":later_hour": place.later_hour, ":moving": Sql(moving),
    })?;
    let mut visits = Vec::new();
    while let Some(row) = rows.next()? {
        if row.col::<AppointmentStatus>("status")?.holds_time() {
            visits.push(Elsewhere {
                id: row.col("id")?,
                reference: row.get("ref")?,
                start: row.col("starts_at")?,
                minutes: row.get("minutes")?,
                doctor_name: row.get("doctor_name")?,
            });
        }
    }
    visits.sort_by_key(|visit| visit.start);
    Ok(visits)
}

/// The reference of a visit and the name of whoever comes: the patient's, or the rep's with the company. Its reference again where whoever
/// comes has not been heard of here yet: a visit can be on the hub before the row of whom it is for.
pub(super) fn face(connection: &Connection, visit: VisitId) -> Result<(String, String)> {
    let read = |row: &Row<'_>| Ok((row.get("ref")?, row.get("name")?));
    Ok(match visit {
        VisitId::Appointment(id) => connection
            .prepare_cached(include_str!("face.sql"))?
            .query_row(named_params! { ":id": Sql(id) }, read)?,
        VisitId::Rep(id) => connection
            .prepare_cached(include_str!("face_of_rep.sql"))?
            .query_row(named_params! { ":id": Sql(id) }, read)?,
    })
}

/// Writes a visit to which nothing has happened yet.
pub(super) fn insert(connection: &Connection, new: &Appointment) -> Result<()> {
    connection.prepare_cached(include_str!("insert.sql"))?.execute(named_params! {
        ":id": Sql(new.id),
        ":ref": new.r#ref,
        ":patient_id": Sql(new.patient_id),
        ":doctor_id": Sql(new.doctor_id),
        ":site_id": Sql(new.site_id),
        ":date": Sql(new.date),
        ":starts_at": Sql(new.start),
        ":minutes": new.minutes,
        ":later_hour": new.later_hour,
        ":kind": Sql(new.kind),
        ":reason": new.reason,
        ":symptoms": Sql(symptoms(&new.symptoms)),
        ":notes": new.notes,
        ":overbook_reason": new.overbook_reason,
        ":created_at": Sql(new.created_at),
        ":series_id": Sql(new.series.as_ref().map(|place| place.id)),
        ":series_date": Sql(new.series.as_ref().map(|place| place.date)),
        ":series_starts_at": Sql(new.series.as_ref().map(|place| place.start)),
    })?;
    Ok(())
}

/// No symptoms is null: most visits have none, and small rows make small ledgers.
fn symptoms(list: &[String]) -> Option<Json<Vec<String>>> {
    (!list.is_empty()).then(|| Json(list.to_vec()))
}

/// Puts a visit at another time, day or doctor.
pub(super) fn place(
    connection: &Connection,
    visit: VisitId,
    host: &HostRow,
    date: Date,
    place: Place,
    overbook_reason: Option<&str>,
) -> Result<()> {
    let (sql, id) = match visit {
        VisitId::Appointment(id) => (include_str!("place.sql"), id.uuid()),
        VisitId::Rep(id) => (include_str!("place_rep_visit.sql"), id.uuid()),
    };
    connection.prepare_cached(sql)?.execute(named_params! {
        ":id": Sql(id),
        ":doctor_id": Sql(host.doctor),
        ":site_id": Sql(host.site),
        ":date": Sql(date),
        ":starts_at": Sql(place.span.start()),
        ":minutes": place.span.minutes(),
        ":later_hour": place.later_hour,
        ":overbook_reason": overbook_reason,
    })?;
    Ok(())
}

pub(super) fn describe(
    connection: &Connection,
    id: AppointmentId,
    reason: Option<&str>,
    notes: Option<&str>,
    new_symptoms: &[String],
) -> Result<()> {
    connection
        .prepare_cached(
            "update appointment set reason = :reason, notes = :notes, symptoms = :symptoms where id = :id",
        )?
        .execute(named_params! {
            ":id": Sql(id), ":reason": reason, ":notes": notes, ":symptoms": Sql(symptoms(new_symptoms)),
        })?;
    Ok(())
}

/// What happens to a visit on its way. Stamps that are absent stay as they are.
#[derive(Default)]
pub(super) struct Advance<'a> {
    pub confirmed_at: Option<Instant>,
    pub arrived_at: Option<Instant>,
    pub started_at: Option<Instant>,
    pub completed_at: Option<Instant>,
    /// Given once; a visit that has a number keeps it.
    pub queue_number: Option<u32>,
    pub cancelled_by: Option<CancelledBy>,
    pub cancel_reason: Option<&'a str>,
}

pub(super) fn advance(
    connection: &Connection,
    id: AppointmentId,
    status: AppointmentStatus,
    advance: &Advance<'_>,
) -> Result<()> {
    connection.prepare_cached(include_str!("advance.sql"))?.execute(named_params! {
        ":id": Sql(id),
        ":status": Sql(status),
        ":confirmed_at": Sql(advance.confirmed_at),
        ":arrived_at": Sql(advance.arrived_at),
        ":started_at": Sql(advance.started_at),
        ":completed_at": Sql(advance.completed_at),
        ":queue_number": advance.queue_number,
        ":cancelled_by": Sql(advance.cancelled_by),
        ":cancel_reason": advance.cancel_reason,
    })?;
    Ok(())
}

/// The number after the last one called out for this doctor on this day, from 1.
pub(super) fn next_queue_number(connection: &Connection, doctor: DoctorId, date: Date) -> Result<u32> {
    let mut statement = connection.prepare_cached(
        "select coalesce(max(queue_number), 0) + 1 as next from appointment
         where date = :date and doctor_id = :doctor and deleted_at is null",
    )?;
    Ok(statement
        .query_row(named_params! { ":doctor": Sql(doctor), ":date": Sql(date) }, |row| row.get("next"))?)
}
