//! Samples that reps left become stock: what the summary of the visit says, in one step.

use domain::prescription::MedicineForm;
use domain::stock::MovementReason;
use domain::text::fold;
use domain::time::Date;

use super::requests::{LotsReply, ReceiveSample, Sample, SamplesToReceive, SiteStock};
use super::store::{self, NewMovement};
use super::{here, lot_for};
use crate::error::{FieldErrors, Refusal, Result};
use crate::input::NAME_CHARACTERS;
use crate::medicines::{self, Medicine};
use crate::patients::today;
use crate::reps::{self, RepVisitDetail, SampleLine};
use crate::{Desk, Session};

/// More would not be looked through.
const MOST_GUESSES: usize = 5;

/// Samples that nobody has taken into stock yet.
///
/// # Errors
/// `not_found {what: site}`.
pub fn samples(desk: &Desk, _session: &Session, request: SiteStock) -> Result<SamplesToReceive> {
    let at = desk.now();
    desk.read(|connection| {
        let (site, today) = (store::site(connection, request.site_id)?, today(connection, at)?);
        let received = store::samples_received(connection)?;
        let known = medicines::all(connection, today, Some(site))?;
        let mut samples = Vec::new();
        for visit in reps::with_samples(connection)? {
            for (position, line) in (0_u32..).zip(visit.summary.iter().flat_map(|summary| &summary.samples)) {
                if !received.contains(&(visit.id, position)) {
                    samples.push(sample(&visit, position, line, &known, today));
                }
            }
        }
        samples.sort_by_key(|sample| std::cmp::Reverse(sample.left_on));
        Ok(SamplesToReceive { samples, today })
    })
}

fn sample(
    visit: &RepVisitDetail,
    position: u32,
    line: &SampleLine,
    known: &[Medicine],
    today: Date,
) -> Sample {
    Sample {
        rep_visit_id: visit.id,
        position,
        product: line.product.clone(),
        quantity: line.quantity,
        lot: line.lot.clone(),
        expires: line.expires,
        is_expired: line.expires.is_some_and(|expires| expires < today),
        left_on: visit.date,
        rep: visit.rep_name.clone(),
        company: visit.company.clone(),
        may_be: guesses(&line.product, known),
    }
}

/// Medicines whose name begins what was written, or is begun by it: `Concor 5 mg` is Concor.
fn guesses(product: &str, known: &[Medicine]) -> Vec<Medicine> {
    let product = fold(product);
    let mut fitting: Vec<(usize, &Medicine)> = known
        .iter()
        .filter_map(|medicine| {
            let name = fold(&medicine.name);
            let first = name.split(' ').next().unwrap_or_default();
            let is_near = product.split(' ').next() == Some(first);
            let strength = medicine.strength.as_deref().map(fold).unwrap_or_default();
            let whole = [name.as_str(), strength.as_str()].join(" ");
            // The more of the medicine's own words stand in the product, the likelier.
            let agree =
                whole.split(' ').filter(|word| product.split(' ').any(|other| other == *word)).count();
            is_near.then_some((agree, medicine))
        })
        .collect();
    fitting
        .sort_by_key(|(agree, medicine)| (std::cmp::Reverse(*agree), medicine.form == MedicineForm::Other));
    fitting.into_iter().take(MOST_GUESSES).map(|(_, medicine)| medicine.clone()).collect()
}

/// Takes a sample into stock.
///
/// # Errors
/// `input.invalid` (`lot`: `required`; `expires_on`: `required`, `in_the_past`, `differs {expires_on}`); `not_found {what: rep_visit | sample |
/// medicine | site}`; `stock.sample_received` when it was taken in already.
pub fn receive_sample(desk: &Desk, session: &Session, request: ReceiveSample) -> Result<LotsReply> {
    desk.commit(session, "stock.receive_sample", |tx| {
        let (site, day) = here(tx, request.site_id)?;
        let visit = reps::one_with_samples(tx, request.rep_visit_id)?;
        let visit = visit.ok_or_else(|| Refusal::not_found("rep_visit"))?;
        let line = usize::try_from(request.position)
            .ok()
            .and_then(|position| visit.summary.as_ref()?.samples.get(position))
            .ok_or_else(|| Refusal::not_found("sample"))?;
        if store::sample_is_received(tx, visit.id, request.position)? {
            return Err(Refusal::new("stock.sample_received").into());
        }
        medicines::one(tx, request.medicine_id, day, None)?;
        let mut errors = FieldErrors::default();
        let given = request.lot.as_deref().or(line.lot.as_deref()).unwrap_or_default();
        let number = errors.required_line("lot", given, NAME_CHARACTERS);
        let expires = errors.present("expires_on", request.expires_on.or(line.expires));
        let lot = match expires {
            Some(expires) => Some(lot_for(tx, request.medicine_id, &number, expires, day, &mut errors)?),
            None => None,
        };
        errors.finish()?;
        let lot = lot.expect("without a day there was a field error").create(tx)?;
        let movement = NewMovement::new(lot, site, i64::from(line.quantity), MovementReason::SampleIn, None);
        let sample = Some((visit.id, request.position));
        store::insert_movement(tx, session, &NewMovement { sample, ..movement })?;
        Ok(LotsReply { lots: vec![store::one(tx, lot, site, day)?] })
    })
}
