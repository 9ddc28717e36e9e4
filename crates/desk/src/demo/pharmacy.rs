//! What stands on the shelves of a made-up pharmacy: medicines that are sold, lots bought over the last months, some of them about to expire or past their day.

use domain::code::Code as _;
use domain::id::{LotId, MedicineId, SiteId, StockMovementId};
use domain::prescription::MedicineForm;
use domain::stock::MovementReason;
use domain::time::{Date, Instant};

use super::Moment;
use super::random::Random;

const LIST: &str = include_str!("medicines.tsv");
const DAY: i64 = 24 * 60 * 60_000;

pub(super) struct Medicine {
    pub(super) id: MedicineId,
    pub(super) name: &'static str,
    pub(super) generic_name: &'static str,
    pub(super) ingredients: Vec<&'static str>,
    pub(super) families: Vec<&'static str>,
    pub(super) form: MedicineForm,
    pub(super) strength: Option<&'static str>,
    pub(super) unit: &'static str,
    pub(super) pack_size: i64,
    pub(super) price_minor: i64,
    pub(super) minimum_stock: i64,
}

pub(super) struct Lot {
    pub(super) id: LotId,
    pub(super) medicine: MedicineId,
    pub(super) number: String,
    pub(super) expires_on: Date,
    pub(super) created_at: Instant,
}

pub(super) struct Movement {
    pub(super) id: StockMovementId,
    pub(super) lot: LotId,
    pub(super) site: SiteId,
    pub(super) quantity: i64,
    pub(super) reason: MovementReason,
    pub(super) note: Option<&'static str>,
    pub(super) moved_at: Instant,
}

#[derive(Default)]
pub(super) struct Pharmacy {
    pub(super) medicines: Vec<Medicine>,
    pub(super) lots: Vec<Lot>,
    pub(super) movements: Vec<Movement>,
}

impl Pharmacy {
    pub(super) fn draw(random: &mut Random, moment: Moment, site: SiteId) -> Self {
        let mut pharmacy = Self::default();
        for line in LIST.lines().filter(|line| !line.starts_with('#')) {
            if let Some(medicine) = Medicine::read(line, random, moment) {
                pharmacy.stock(random, moment, site, &medicine);
                pharmacy.medicines.push(medicine);
            }
        }
        pharmacy
    }

    /// One to three lots of a medicine, each with what happened to it.
    fn stock(&mut self, random: &mut Random, moment: Moment, site: SiteId, medicine: &Medicine) {
        // One in twelve has run out and waits to be bought.
        let lots = if random.chance(8) { 0 } else { random.between(1, 3) };
        for age in 0..lots {
            let bought_days_ago = random.between(5, 60) + 60 * age;
            let moved_at = Instant(moment.now.0 - bought_days_ago * DAY - random.between(0, 6) * 3_600_000);
            let left_days =
                random.weighted(&[(6, -20), (10, 40), (30, 300), (54, 700)]) + random.between(-15, 40);
            let Some(expires_on) = moment.today.plus_days(left_days) else { continue };
            let lot = Lot {
                id: random.id(moved_at),
                medicine: medicine.id,
                number: format!(
                    "{}{:04}",
                    random.pick(&["A", "B", "K", "L", "TX", "EG"]),
                    random.between(1, 9_999)
                ),
                expires_on,
                created_at: moved_at,
            };
            let bought = medicine.pack_size
                * random.between(1, 6).max(medicine.minimum_stock / medicine.pack_size / 2);
            let mut left = bought;
            self.movement(random, site, lot.id, (bought, MovementReason::Receipt, None, moved_at));
            if random.chance(20) {
                let gone = random.between(1, 3).min(left);
                left -= gone;
                let at = Instant(moved_at.0 + DAY);
                self.movement(
                    random,
                    site,
                    lot.id,
                    (-gone, MovementReason::Adjusted, Some("damaged in the box"), at),
                );
            }
            if left > medicine.pack_size && random.chance(8) {
                let at = Instant(moved_at.0 + 2 * DAY);
                let back = (
                    -medicine.pack_size,
                    MovementReason::Returned,
                    Some("sent back: delivered too much"),
                    at,
                );
                self.movement(random, site, lot.id, back);
            }
            self.lots.push(lot);
        }
    }

    fn movement(
        &mut self,
        random: &mut Random,
        site: SiteId,
        lot: LotId,
        (quantity, reason, note, moved_at): (i64, MovementReason, Option<&'static str>, Instant),
    ) {
        self.movements.push(Movement {
            id: random.id(moved_at),
            lot,
            site,
            quantity,
            reason,
            note,
            moved_at,
        });
    }
}

impl Medicine {
    fn read(line: &'static str, random: &mut Random, moment: Moment) -> Option<Self> {
        let [name, generic_name, ingredients, families, form, strength, unit, pack, price, minimum] =
            <[&str; 10]>::try_from(line.split('\t').collect::<Vec<_>>()).ok()?;
        let words = |text: &'static str| text.split(';').filter(|word| !word.is_empty()).collect();
        Some(Self {
            id: random.id(moment.now),
            name,
            generic_name,
            ingredients: words(ingredients),
            families: words(families),
            form: MedicineForm::from_code(form)?,
            strength: (!strength.is_empty()).then_some(strength),
            unit,
            pack_size: pack.parse().ok()?,
            price_minor: price.parse().ok()?,
            minimum_stock: minimum.parse().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::LIST;

    #[test]
    fn every_line_of_the_list_is_a_medicine() {
        let mut random = super::Random::from_seed(1);
        let now = crate::testing::START;
        let moment = super::Moment::of(now, "Africa/Cairo".parse().unwrap());
        let lines: Vec<&'static str> = LIST.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines.len() >= 60);
        for line in lines {
            assert!(super::Medicine::read(line, &mut random, moment).is_some(), "{line}");
        }
    }
}
