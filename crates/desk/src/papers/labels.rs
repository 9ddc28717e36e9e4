//! The labels of what was handed out, a page for each pack.

use domain::code::Code as _;
use print::{Label, Labels};

use super::head::Edge;
use super::{LabelsRequest, Paper, PaperReply};
use crate::error::{Fault, Result};
use crate::session::Language;
use crate::stock::dispensing::{HandedLine, HandedOut, handed_out};
use crate::{Desk, Session};

/// # Errors
/// `not_found {what: fulfilment}`, also for one that was taken back.
pub fn labels(desk: &Desk, session: &Session, request: LabelsRequest) -> Result<PaperReply> {
    let paper = of(desk, session, &request)?;
    let pdf = print::labels(&paper).map_err(Fault::from)?;
    desk.commit(session, "papers.labels", |tx| {
        tx.note("reference", &paper.reference);
        Ok(())
    })?;
    Ok(PaperReply { paper: Paper::pdf(format!("{}-labels.pdf", paper.reference), &pdf) })
}

/// What stands on them.
pub(super) fn of(desk: &Desk, session: &Session, request: &LabelsRequest) -> Result<Labels> {
    let handed = desk.read(|connection| handed_out(connection, request.fulfilment_id))?;
    let language = request.language.or_else(|| is_arabic(&handed).then_some(Language::Arabic));
    let edge = Edge::of(desk, session, Some(handed.site_id), language)?;
    let second = handed.patient_second_name.filter(|second| {
        in_arabic(second) == edge.is_arabic() && in_arabic(&handed.patient_name) != edge.is_arabic()
    });
    Ok(Labels {
        format: request.format.code(),
        patient: second.unwrap_or(handed.patient_name),
        file: handed.patient_ref,
        reference: handed.r#ref,
        date: edge.wall(handed.at).0.to_string(),
        labels: handed.lines.into_iter().map(label).collect(),
        head: edge.head,
    })
}

fn label(line: HandedLine) -> Label {
    Label {
        medicine: line.medicine,
        strength: line.strength,
        instead_of: line.instead_of,
        form: line.form.code(),
        dose_milli: line.dose_milli,
        dose_unit: line.dose_unit.code(),
        route: line.route.code(),
        frequency: line.frequency.code(),
        days: line.days,
        instructions: line.instructions,
        quantity: line.quantity,
        unit: line.unit,
        lot: line.lot_number,
        expires_on: line.expires_on.to_string(),
    }
}

/// Whether one of the names a patient goes by is written in Arabic.
fn is_arabic(handed: &HandedOut) -> bool {
    in_arabic(&handed.patient_name) || handed.patient_second_name.as_deref().is_some_and(in_arabic)
}

fn in_arabic(name: &str) -> bool {
    name.chars()
        .find(|letter| letter.is_alphabetic())
        .is_some_and(|first| ('\u{590}'..='\u{8ff}').contains(&first))
}

#[cfg(test)]
mod tests {
    use rusqlite::named_params;
    use serde_json::{Value, json};

    use super::of;
    use crate::error::Error;
    use crate::ledger::requests::UndoRequest;
    use crate::ledger::undo::undo;
    use crate::papers::LabelsRequest;
    use crate::stock::dispensing::tests::{handed, prescribed};
    use crate::stock::tests::{a_medicine, bought};
    use crate::store::Sql;
    use crate::testing::{TestDesk, fresh_desk};

    fn asked(clinic: &TestDesk, request: Value) -> Result<Value, Error> {
        let request: LabelsRequest = serde_json::from_value(request).unwrap();
        Ok(json!(of(&clinic.desk, &clinic.admin, &request)?))
    }

    #[test]
    fn a_label_for_each_pack_says_what_is_in_it_and_speaks_as_the_patient_is_called() {
        let clinic = fresh_desk();
        let panadol = a_medicine(&clinic, "Panadol");
        let soon = bought(&clinic, panadol, "SOON", "2026-12-10", 8).unwrap();
        let late = bought(&clinic, panadol, "LATE", "2027-12-31", 30).unwrap();
        let patient = clinic.patient("Omar Hesham");
        let wanted = prescribed(&clinic, patient, &[(panadol, "Panadol", 15)]);
        let id = handed(&clinic, &wanted, &[(0, soon, 8), (0, late, 7)], None).unwrap().fulfilment_id;
        let ask = |language: Option<&str>| {
            asked(&clinic, json!({ "fulfilment_id": id, "format": "label", "language": language }))
        };
        let paper = ask(None).unwrap();
        let told = |at: usize, what: &str| paper["labels"][at][what].clone();
        assert_eq!((told(0, "lot"), told(0, "quantity")), (json!("SOON"), json!(8)));
        assert_eq!((told(1, "lot"), told(1, "expires_on")), (json!("LATE"), json!("2027-12-31")));
        assert_eq!((told(0, "medicine"), told(0, "frequency")), (json!("Panadol"), json!("thrice")));
        assert_eq!((&paper["patient"], &paper["date"]), (&json!("Omar Hesham"), &json!("2026-11-20")));
        assert_eq!(paper["language"], "en");
        let named = |tx: &crate::ledger::Tx<'_>| {
            let second = named_params! { ":id": Sql(patient), ":name": "عمر هشام" };
            Ok(tx.execute("update patient set second_name = :name where id = :id", second)?)
        };
        clinic.desk.commit(&clinic.admin, "patients.update", named).unwrap();
        let paper = ask(None).unwrap();
        assert_eq!((&paper["language"], &paper["patient"]), (&json!("ar"), &json!("عمر هشام")));
        assert_eq!(ask(Some("en")).unwrap()["patient"], "Omar Hesham");
        for _ in 0..2 {
            undo(&clinic.desk, &clinic.admin, UndoRequest { id: None }).unwrap();
        }
        assert!(
            matches!(ask(None), Err(Error::Refused(refusal)) if refusal.code == "not_found"),
            "taken back"
        );
    }
}
