//! Identifiers. Each table has its own type, so a patient can never be passed where a doctor is meant.
//! All are UUIDs of version 7 made by the desk that creates the row (version 5 for rows that only link two others).
//! They are never shown to a person: people see a `reference`.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What every typed identifier has in common.
pub trait Id: Copy + Eq {
    /// Wraps a UUID that is known to name a row of this kind.
    fn from_uuid(uuid: Uuid) -> Self;
    /// The bare UUID, for storing and sending.
    fn uuid(self) -> Uuid;
    /// Its sixteen bytes, where they lie.
    fn as_bytes(&self) -> &[u8; 16];
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
                 schemars::JsonSchema, ts_rs::TS)]
        #[serde(transparent)]
        #[ts(type = "string")]
        pub struct $name(Uuid);

        impl Id for $name {
            fn from_uuid(uuid: Uuid) -> Self { Self(uuid) }
            fn uuid(self) -> Uuid { self.0 }
            fn as_bytes(&self) -> &[u8; 16] { self.0.as_bytes() }
        }
    )+};
}

ids! {
    /// Somebody who may log in, or an account of the clinic's platform.
    AccountId,
    /// A clinic location.
    SiteId,
    DoctorId,
    SpecialtyId,
    /// One recurring block of a doctor's week.
    HoursId,
    DayLimitId,
    ClosureId,
    PatientId,
    /// Somebody who belongs to a patient.
    RelationId,
    AppointmentId,
    /// Visits of one patient that were booked together and follow one another.
    SeriesId,
    /// A pharmaceutical company that sends reps.
    CompanyId,
    RepId,
    RepVisitId,
    /// What one site, doctor or company asks of rep visits.
    RepRuleId,
    /// A correction to the summary of a rep's visit.
    RepAddendumId,
    /// A visit that lost its time and needs another.
    RebookId,
    RebookCallId,
    /// The visits that lost their time together: a closure's id, or that of hours being shortened.
    WorklistId,
    /// Somebody who waits for a time.
    WaitId,
    WaitCallId,
    /// Something that can be prescribed and stocked.
    MedicineId,
    PrescriptionId,
    PrescriptionItemId,
    PrescriptionTestId,
    /// What a doctor writes often.
    PrescriptionFavouriteId,
    /// What happened at a visit.
    EncounterId,
    DiagnosisId,
    DiagnosisCodeId,
    /// An illness somebody has or had.
    ConditionId,
    AllergyId,
    /// Something somebody takes.
    MedicationId,
    /// One measuring.
    VitalsId,
    LabTestId,
    BreakGlassId,
    /// A call that was to remind a patient.
    ReminderCallId,
    /// What a calendar was told of a visit.
    CalendarEntryId,
    /// What of a medicine was made together and expires together.
    LotId,
    /// Something was handed out for a prescription.
    FulfilmentId,
    FulfilmentItemId,
    StockMovementId,
    /// Something attached to a patient's file.
    DocumentId,
    /// One call by which an online visit was held.
    ConsultationId,
    /// One thing somebody did, as the ledger keeps it.
    OperationId,
    /// One installed application.
    DeskId,
}
