//! What stands at the edge of every paper of the front desk: whose it is, who had it made and when.

use domain::calendar::zone::{self, Zone};
use domain::code::Code as _;
use domain::id::SiteId;
use domain::time::{Date, Instant, WallTime};
use print::{Clinic, Doctor, Head, Made};

use crate::agenda::DoctorDay;
use crate::error::{Fault, Refusal, Result};
use crate::rebooking::WorklistDoctor;
use crate::session::Language;
use crate::{Desk, Session, clinic};

/// The head of a paper, and the wall clock by which it was made.
pub(super) struct Edge {
    pub head: Head,
    pub zone: Zone,
    pub today: Date,
}

impl Edge {
    /// # Errors
    /// `not_found {what: site}`.
    pub fn of(
        desk: &Desk,
        session: &Session,
        site: Option<SiteId>,
        language: Option<Language>,
    ) -> Result<Self> {
        let (settings, sites) = desk.read(|connection| {
            Ok((clinic::store::settings(connection)?, clinic::store::sites(connection)?))
        })?;
        let site = sites.into_iter().find(|known| site.is_none_or(|wanted| wanted == known.id));
        let site = site.ok_or_else(|| Refusal::not_found("site"))?;
        let zone: Zone = site.time_zone.parse().map_err(|_| Fault::Corrupt("site.time_zone"))?;
        let (today, now) = zone::wall(desk.now(), zone);
        let place = [site.address, site.city].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let head = Head {
            language: language.map_or(settings.language, |language| language.code().to_owned()),
            clinic: Clinic {
                name: settings.clinic_name,
                site: site.name,
                address: (!place.is_empty()).then_some(place),
                phone: site.phone,
            },
            made: Made { date: today.to_string(), time: now.to_string(), by: session.full_name.clone() },
        };
        Ok(Self { head, zone, today })
    }

    pub fn is_arabic(&self) -> bool {
        self.head.language == Language::Arabic.code()
    }

    /// A moment as the clinic's wall clock showed it.
    pub fn wall(&self, at: Instant) -> (Date, WallTime) {
        zone::wall(at, self.zone)
    }

    pub fn doctor(&self, doctor: &DoctorDay) -> Doctor {
        let in_arabic = doctor.specialty_ar.as_ref().filter(|_| self.is_arabic());
        Doctor {
            full_name: doctor.full_name.clone(),
            second_name: doctor.second_name.clone(),
            title: doctor.title.clone(),
            specialty: in_arabic.or(doctor.specialty.as_ref()).cloned(),
        }
    }
}

/// A doctor of whom only the name is told.
pub(super) fn named(doctor: &WorklistDoctor) -> Doctor {
    Doctor {
        full_name: doctor.full_name.clone(),
        second_name: doctor.second_name.clone(),
        title: doctor.title.clone(),
        specialty: None,
    }
}
