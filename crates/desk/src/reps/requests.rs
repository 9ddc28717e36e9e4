//! What the commands about reps take and answer. The refusals they share are listed at each command. Long because there is a type for each.

use domain::id::{CompanyId, DoctorId, RepAddendumId, RepId, RepVisitId, SiteId};
use domain::rep_rules::{RepLimits, RepRuleScope};
use domain::rep_visit::{RepCancelledBy, RepVisitStatus};
use domain::time::{Date, Instant, WallTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::appointments::{Verdict, Warning};

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Company {
    pub id: CompanyId,
    pub name: String,
    pub phone: Option<String>,
    /// Reps who still come.
    pub reps: u32,
    pub last_visit: Option<Date>,
    pub next_visit: Option<Date>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct CompanyList {
    pub companies: Vec<Company>,
}

/// A company's page.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct CompanyCard {
    pub company: Company,
    pub reps: Vec<Rep>,
    /// The newest first, at most 200.
    pub visits: Vec<RepVisitDetail>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CompanyRef {
    pub id: CompanyId,
}

/// A new company without an id, or a change to the one with it.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SaveCompany {
    #[serde(default)]
    pub id: Option<CompanyId>,
    pub name: String,
    #[serde(default)]
    pub phone: Option<String>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct CompanyReply {
    pub company: Company,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Rep {
    pub id: RepId,
    pub company_id: CompanyId,
    pub company: String,
    pub full_name: String,
    pub second_name: Option<String>,
    pub drug_specialty: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    /// The last day on which the credential is good.
    pub credential_expires: Option<Date>,
    /// The last day on which the rep is not let in.
    pub blocked_until: Option<Date>,
    pub blocked_reason: Option<String>,
    /// Whether the rep would be let in today.
    pub is_blocked: bool,
    pub is_expired: bool,
    pub last_visit: Option<Date>,
    pub next_visit: Option<Date>,
    /// No longer comes; kept because the past refers to them.
    pub deleted: bool,
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ListReps {
    #[serde(default)]
    pub company_id: Option<CompanyId>,
    /// A part of a rep's or a company's name, in either script, or of a phone.
    #[serde(default)]
    pub text: Option<String>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct RepList {
    pub reps: Vec<Rep>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RepRef {
    pub id: RepId,
}

/// A rep's page.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct RepCard {
    pub rep: Rep,
    /// The newest first, at most 200.
    pub visits: Vec<RepVisitDetail>,
}

/// A new rep without an id, or a change to the one with it. What is absent is emptied.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SaveRep {
    #[serde(default)]
    pub id: Option<RepId>,
    pub company_id: CompanyId,
    pub full_name: String,
    #[serde(default)]
    pub second_name: Option<String>,
    #[serde(default)]
    pub drug_specialty: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
    #[serde(default)]
    pub credential_expires: Option<Date>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct RepReply {
    pub rep: Rep,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct BlockRep {
    pub id: RepId,
    /// The last day on which the rep is not let in.
    pub until: Date,
    pub reason: String,
}

/// What one site, doctor or company asks of reps. Absent numbers are left to others.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SetRepRule {
    /// Exactly one of the three.
    #[serde(default)]
    pub site_id: Option<SiteId>,
    #[serde(default)]
    pub doctor_id: Option<DoctorId>,
    #[serde(default)]
    pub company_id: Option<CompanyId>,
    pub limits: RepLimits,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct RepRuleLine {
    pub scope: RepRuleScope,
    pub site_id: Option<SiteId>,
    pub doctor_id: Option<DoctorId>,
    pub company_id: Option<CompanyId>,
    /// The site's, doctor's or company's.
    pub name: String,
    pub limits: RepLimits,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct RepRuleList {
    /// What holds where nobody says anything.
    pub usual: RepLimits,
    pub rules: Vec<RepRuleLine>,
}

/// A visit of a rep with everything known of it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct RepVisitDetail {
    pub id: RepVisitId,
    pub r#ref: String,
    pub rep_id: RepId,
    pub rep_name: String,
    pub rep_second_name: Option<String>,
    pub rep_phone: Option<String>,
    pub company_id: CompanyId,
    pub company: String,
    pub doctor_id: DoctorId,
    pub doctor_name: String,
    pub doctor_second_name: Option<String>,
    pub site_id: SiteId,
    pub date: Date,
    pub start: WallTime,
    pub minutes: u16,
    /// True for the second of two equal wall times on the day the clock goes back.
    pub later_hour: bool,
    pub status: RepVisitStatus,
    pub cancelled_by: Option<RepCancelledBy>,
    /// Why it was called off, declined or not let in. Of a rep whom the desk itself kept out: `rep.blocked` or
    /// `rep.credential_expired`.
    pub cancel_reason: Option<String>,
    pub rescheduled_from: Option<RepVisitId>,
    pub products: Vec<String>,
    /// Who comes along.
    pub attendees: Vec<String>,
    /// Locked once the visit is completed with it.
    pub summary: Option<VisitSummary>,
    pub overbook_reason: Option<String>,
    pub arrived_at: Option<Instant>,
    pub started_at: Option<Instant>,
    pub completed_at: Option<Instant>,
    pub created_at: Instant,
    /// Corrections to the summary, in the order they were written.
    pub addenda: Vec<AddendumLine>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct AddendumLine {
    pub id: RepAddendumId,
    pub text: String,
    pub by: Option<String>,
    pub at: Instant,
}

/// What came of a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct VisitSummary {
    #[serde(default)]
    pub samples: Vec<SampleLine>,
    /// How long it took. When absent: from its start until now, or as long as it was booked for.
    #[serde(default)]
    pub minutes: Option<u16>,
    #[serde(default)]
    pub topic: Option<String>,
    #[serde(default)]
    pub feedback: Option<String>,
}

/// Samples that were left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SampleLine {
    pub product: String,
    pub quantity: u32,
    #[serde(default)]
    pub lot: Option<String>,
    /// The last day on which they may be used.
    #[serde(default)]
    pub expires: Option<Date>,
}

/// Samples as the shelf sees them.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct ReceivedSample {
    pub rep_visit_id: RepVisitId,
    pub received: Date,
    pub rep_id: RepId,
    pub rep_name: String,
    pub company: String,
    pub doctor_name: String,
    pub product: String,
    pub quantity: u32,
    pub lot: Option<String>,
    pub expires: Option<Date>,
    pub is_expired: bool,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct ReceivedSamples {
    /// What expires first comes first; what does not say comes last.
    pub samples: Vec<ReceivedSample>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CheckRepVisit {
    pub rep_id: RepId,
    pub doctor_id: DoctorId,
    pub date: Date,
    pub start: WallTime,
    pub minutes: u16,
    /// For a wall time that comes twice: `false` the first, `true` the second; absent: ask.
    #[serde(default)]
    pub later_hour: Option<bool>,
    /// The visit that is being rescheduled, which does not stand in its own way.
    #[serde(default)]
    pub moving: Option<RepVisitId>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct BookRepVisit {
    pub rep_id: RepId,
    pub doctor_id: DoctorId,
    pub date: Date,
    pub start: WallTime,
    pub minutes: u16,
    #[serde(default)]
    pub products: Vec<String>,
    #[serde(default)]
    pub attendees: Vec<String>,
    /// Take it down as a request that somebody has to approve; it holds no time until then.
    #[serde(default)]
    pub as_request: bool,
    /// Book over a refusal, with this reason. Needs the right to overbook.
    #[serde(default)]
    pub overbook_reason: Option<String>,
    #[serde(default)]
    pub later_hour: Option<bool>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct RepVisitReply {
    pub visit: RepVisitDetail,
    /// When booking `rep_elsewhere {rep_visit_id, ref, doctor, start, end}`, `in_the_past`; when a rep arrives `not_today {date, today}`;
    /// at a no-show `before_its_time`.
    pub warnings: Vec<Warning>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RepVisitRef {
    pub id: RepVisitId,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ApproveRepVisit {
    pub id: RepVisitId,
    #[serde(default)]
    pub overbook_reason: Option<String>,
}

/// Another time for a visit; what is absent stays as it is. The old visit stays on record as rescheduled, the new one names it.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RescheduleRepVisit {
    pub id: RepVisitId,
    #[serde(default)]
    pub doctor_id: Option<DoctorId>,
    #[serde(default)]
    pub date: Option<Date>,
    #[serde(default)]
    pub start: Option<WallTime>,
    #[serde(default)]
    pub minutes: Option<u16>,
    /// Approve the new one at once, where the old one was only requested.
    #[serde(default)]
    pub approve: bool,
    #[serde(default)]
    pub overbook_reason: Option<String>,
    #[serde(default)]
    pub later_hour: Option<bool>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CancelRepVisit {
    pub id: RepVisitId,
    /// `rep` when absent.
    #[serde(default)]
    pub cancelled_by: Option<RepCancelledBy>,
    #[serde(default)]
    pub reason: Option<String>,
}

/// A request that is declined, or a rep who is not let in: always with the reason.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct KeepRepOut {
    pub id: RepVisitId,
    pub reason: String,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct KeepRepVisit {
    pub id: RepVisitId,
    /// Why it stays all the same.
    pub reason: String,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CompleteRepVisit {
    pub id: RepVisitId,
    #[serde(default)]
    pub summary: Option<VisitSummary>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SummariseRepVisit {
    pub id: RepVisitId,
    pub summary: VisitSummary,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct AmendRepVisit {
    pub id: RepVisitId,
    pub text: String,
}

/// A visit that waits for an answer, with what the five steps and the rules say of it now.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct RepRequest {
    pub visit: RepVisitDetail,
    /// Absent for a doctor who cannot be booked any more.
    pub verdict: Option<Verdict>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct RepRequests {
    /// The earliest visit first, at most 100.
    pub requests: Vec<RepRequest>,
    pub count: u32,
    /// Booked visits that cannot take place as they are: their time was closed, or they break a rule of the clinic. The earliest first, at
    /// most 100.
    pub displaced: Vec<RepRequest>,
    pub displaced_count: u32,
}
