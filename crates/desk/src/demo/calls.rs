//! Visits of today that were held from afar, with the calls they were held by; and one that is still to be held.

use domain::chart::{ConsultationFlag, ConsultationKind};
use domain::code::Code as _;
use domain::id::{ConsultationId, Id as _};
use domain::time::{Date, Instant};

use super::prescriptions::Seen;
use super::store;
use crate::charts::store::{Fact, insert};
use crate::error::Result;
use crate::ledger::Tx;
use crate::store::Sql;
use crate::store::row::Json;
use crate::{Desk, Session};

const MINUTE: i64 = 60_000;

/// One call: what it was, what it was held with, what came of it, and what is to be known of it.
struct Call {
    kind: ConsultationKind,
    /// From the visit's beginning on, and how long.
    minutes: (i64, i64),
    device: &'static str,
    summary: &'static str,
    flags: &'static [ConsultationFlag],
}

/// Of the first visit one call; of the second one whose line broke, and the one by which it went on.
const HELD: [&[Call]; 2] = [
    &[Call {
        kind: ConsultationKind::Video,
        minutes: (0, 9),
        device: "The patient's own phone",
        summary: "Feels better, sleeps through. Same medicines, seen again in a month.",
        flags: &[ConsultationFlag::IdentityChecked, ConsultationFlag::ConsentGiven],
    }],
    &[
        Call {
            kind: ConsultationKind::Video,
            minutes: (0, 3),
            device: "Laptop, mobile data",
            summary: "Picture froze, then the line was gone",
            flags: &[ConsultationFlag::IdentityChecked, ConsultationFlag::ConnectionLost],
        },
        Call {
            kind: ConsultationKind::Audio,
            minutes: (4, 7),
            device: "Phone",
            summary: "لا ضيق في التنفس. يُعاد الكشف في العيادة إذا استمرت السخونة.",
            flags: &[ConsultationFlag::IdentityChecked],
        },
    ],
];

/// The first two of those who were seen today, and the next who is booked.
pub(super) fn write(desk: &Desk, session: &Session, seen: &[Seen], today: Date) -> Result<()> {
    desk.commit(session, "demo.fill", |tx| {
        for (visit, calls) in seen.iter().rev().zip(HELD) {
            let Some(started_at) = store::make_online(tx, visit.id)? else { continue };
            for call in calls {
                write_one(tx, session, visit, started_at, call)?;
            }
        }
        if let Some(next) = store::next_booked(tx, today)? {
            store::make_online(tx, next)?;
        }
        Ok(())
    })
}

fn write_one(tx: &Tx<'_>, session: &Session, visit: &Seen, started_at: Instant, call: &Call) -> Result<()> {
    let (from, minutes) = call.minutes;
    let begun = Instant(started_at.0 + from * MINUTE);
    // A visit that is just over has not gone on beyond now.
    let ended = Instant((begun.0 + minutes * MINUTE).min(tx.now().0).max(begun.0));
    insert(
        tx,
        Fact::Consultation,
        tx.new_id::<ConsultationId>().uuid(),
        &[
            ("patient_id", &Sql(visit.patient)),
            ("appointment_id", &Sql(visit.id)),
            ("kind", &call.kind.code()),
            ("started_at", &Sql(begun)),
            ("ended_at", &Sql(ended)),
            ("device", &call.device),
            ("summary", &call.summary),
            ("flags", &Sql(Json(call.flags.to_vec()))),
            ("account_id", &Sql(session.account_id)),
            ("created_at", &Sql(begun)),
        ],
    )
}
