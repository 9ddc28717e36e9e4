//! The SQL of families.

use domain::id::{PatientId, RelationId};
use domain::patient::Kinship;
use domain::time::{Date, Instant};
use rusqlite::{Connection, OptionalExtension as _, named_params};

use super::requests::FamilyMember;
use crate::error::{Refusal, Result};
use crate::patients::{store, views};
use crate::store::{RowExt as _, Sql};

/// A bond as it is kept.
pub(super) struct Bond<'a> {
    pub patient: PatientId,
    pub kind: Kinship,
    pub relative: Option<PatientId>,
    pub full_name: Option<&'a str>,
    pub phone: Option<&'a str>,
    pub history: Option<&'a str>,
}

pub(super) fn insert(connection: &Connection, id: RelationId, bond: &Bond<'_>, now: Instant) -> Result<()> {
    connection.prepare_cached(include_str!("insert.sql"))?.execute(named_params! {
        ":id": Sql(id),
        ":patient_id": Sql(bond.patient),
        ":kind": Sql(bond.kind),
        ":relative_patient_id": Sql(bond.relative),
        ":full_name": bond.full_name,
        ":phone": bond.phone,
        ":history": bond.history,
        ":now": Sql(now),
    })?;
    Ok(())
}

pub(super) fn mark_deleted(connection: &Connection, id: RelationId, now: Instant) -> Result<()> {
    connection
        .prepare_cached("update patient_relation set deleted_at = :now where id = :id")?
        .execute(named_params! { ":id": Sql(id), ":now": Sql(now) })?;
    Ok(())
}

/// Whose bond it is.
///
/// # Errors
/// `not_found {what: relation}`.
pub(super) fn owner(connection: &Connection, id: RelationId) -> Result<PatientId> {
    let owner = connection
        .prepare_cached("select patient_id from patient_relation where id = :id and deleted_at is null")?
        .query_row(named_params! { ":id": Sql(id) }, |row| row.col("patient_id"))
        .optional()?;
    owner.ok_or_else(|| Refusal::not_found("relation").into())
}

/// A bond as one end sees it; several rows that say the same are one.
pub(super) struct Seen {
    pub member: FamilyMember,
    pub rows: Vec<RelationId>,
}

/// The family of a patient, in the order in which it was told, seen from this end.
pub(super) fn family(connection: &Connection, id: PatientId, today: Date) -> Result<Vec<Seen>> {
    let mut statement =
        connection.prepare_cached(concat!(include_str!("../person.sql"), include_str!("family.sql")))?;
    let mut rows = statement.query(named_params! { ":id": Sql(id) })?;
    let mut family: Vec<Seen> = Vec::new();
    while let Some(row) = rows.next()? {
        let relation: RelationId = row.col("id")?;
        let kind: Kinship = row.col("kind")?;
        let kind = if row.get("is_reversed")? { kind.inverse() } else { kind };
        let other: Option<PatientId> = row.col("other_id")?;
        let other = other.map(|other| store::survivor(connection, other)).transpose()?;
        if other == Some(id) {
            continue;
        }
        let known = family
            .iter_mut()
            .find(|seen| other.is_some() && seen.member.patient.as_ref().map(|patient| patient.id) == other);
        if let Some(known) = known {
            known.rows.push(relation);
            continue;
        }
        let patient = match other {
            // Who was removed from the registry is nobody's quick way any more.
            Some(other) => match views::hit(connection, other, today)? {
                Some(hit) => Some(hit),
                None => continue,
            },
            None => None,
        };
        let own = |hit: &crate::patients::PatientHit| hit.phones.first().map(|phone| phone.number.clone());
        let member = FamilyMember {
            id: relation,
            kind,
            full_name: match &patient {
                Some(patient) => patient.full_name.clone(),
                None => row.get::<_, Option<String>>("full_name")?.unwrap_or_default(),
            },
            phone: match &patient {
                Some(patient) => own(patient),
                None => row.get("phone")?,
            },
            history: row.get("history")?,
            history_withheld: false,
            patient,
        };
        family.push(Seen { member, rows: vec![relation] });
    }
    Ok(family)
}
