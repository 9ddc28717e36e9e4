//! What the inbox shows of each thing, and what settles it. The refusals stand at the commands.

use std::collections::BTreeMap;

use domain::appointment::CancelledBy;
use domain::id::{AccountId, DoctorId};
use domain::time::{Date, Instant, WallTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;
use uuid::Uuid;

use crate::appointments::FreeTime;
use crate::rebooking::WorklistShort;

domain::code_enum! {
    /// Why a person has to look.
    AttentionKind {
        /// Two visits at one time: the subject came second to the other.
        Clash = "clash",
        /// One visit more than the doctor's day takes; more given out of a lot than there was, or for a line of a prescription than it asks for.
        OverCap = "over_cap",
        /// Two desks wrote the same field.
        EditedTwice = "edited_twice",
        /// One desk called off or removed what another changed.
        CancelledAndChanged = "cancelled_and_changed",
        /// The subject had to give up a value that the other has.
        Duplicate = "duplicate",
        /// An operation of a desk could not be taken.
        Rejected = "rejected",
        /// Unsent work of a desk that had been shut out.
        Quarantined = "quarantined",
    }
}

domain::code_enum! {
    /// A way to settle something.
    Settlement {
        /// One of the two visits goes to another time.
        Move = "move",
        /// It stays as it is: both visits (with a reason and the right to overbook), the value that stands, the cancellation.
        Keep = "keep",
        /// One of the visits is called off.
        Cancel = "cancel",
        /// The value that lost is written again.
        PutBack = "put_back",
        /// What was called off or removed is there again.
        Reinstate = "reinstate",
        /// Somebody has seen it; there is nothing more to do here.
        Dismiss = "dismiss",
        /// The work of a desk that was shut out is taken as if it had been sent in time. The hub does it.
        LetIn = "let_in",
        /// That work is kept at the hub and never taken.
        Discard = "discard",
    }
}

domain::code_enum! {
    /// How it ended.
    Outcome {
        /// The cause went away by itself: the time was free again.
        Done = "done",
        Kept = "kept",
        Changed = "changed",
        Dismissed = "dismissed",
    }
}

domain::code_enum! {
    /// Which of the two visits of an item.
    Which {
        Subject = "subject",
        Other = "other",
    }
}

domain::code_enum! {
    VisitKind {
        Appointment = "appointment",
        RepVisit = "rep_visit",
    }
}

#[derive(Debug, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ListAttention {
    /// Only what is open, only what is settled; both when absent.
    #[serde(default)]
    pub open: Option<bool>,
    /// 50 when absent, at most 200; 0 only counts.
    #[serde(default)]
    pub limit: Option<u16>,
    /// Continue after this item (the last of the page before).
    #[serde(default)]
    pub before: Option<Uuid>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct AttentionList {
    /// Newest first. Only what this account may settle.
    pub items: Vec<AttentionItem>,
    pub more: bool,
    /// Visits that lost their time and need another: each list is one matter until all of its visits have an end.
    pub worklists: Vec<WorklistShort>,
    /// Booked visits of reps that cannot take place as they are: together they are one matter, and `rep_visits.requests` has them.
    pub displaced_reps: u32,
    /// How many are open in all, worklists and such visits among them.
    pub open_count: u32,
    /// What a person calls the rows that values refer to: id → name.
    pub names: BTreeMap<String, String>,
    /// This desk belongs to a clinic with a hub, so that there may be something one day.
    pub has_hub: bool,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct AttentionItem {
    pub id: Uuid,
    pub kind: AttentionKind,
    /// When the hub noticed.
    pub at: Instant,
    /// Whose operation brought it about.
    pub account_id: Option<AccountId>,
    pub account_name: Option<String>,
    /// The table the subject is a row of.
    pub table: String,
    pub subject_id: Uuid,
    pub other_id: Option<Uuid>,
    /// What a person calls the subject: a patient's name, a doctor's.
    pub about: Option<String>,
    /// The subject, where it is a visit that is still there, and what it met.
    pub visit: Option<AttentionVisit>,
    pub other: Option<AttentionVisit>,
    /// What stands and what does not, of edits.
    pub fields: Vec<ContestedField>,
    /// Of a duplicate.
    pub duplicate: Option<TakenValue>,
    /// Of a full day: what it takes, and how many were booked when it was noticed. Of a line of a prescription: what it asks for, and how much was
    /// handed out.
    pub cap: Option<u32>,
    pub booked: Option<u32>,
    /// Of a lot of which more was given out than there was: how much.
    pub missing: Option<u32>,
    /// Of an operation that was not taken: its kind (`appointments.book`) and the hub's code for why.
    pub operation_kind: Option<String>,
    pub why: Option<String>,
    /// Of work that is held back: whose, and how much.
    pub held: Option<HeldBack>,
    /// What this account can do about it now. Empty once settled.
    pub ways: Vec<Settlement>,
    pub settled_at: Option<Instant>,
    pub outcome: Option<Outcome>,
    /// Who settled it, where it was done at this desk.
    pub settled_by: Option<String>,
}

/// A visit with what a person needs to tell it from another.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct AttentionVisit {
    pub id: Uuid,
    pub kind: VisitKind,
    pub r#ref: String,
    /// The letter of the desk that booked it.
    pub desk_letter: Option<String>,
    pub person_id: Uuid,
    pub name: String,
    pub second_name: Option<String>,
    /// Of a rep.
    pub company: Option<String>,
    pub phone: Option<String>,
    /// Of a patient: the file number.
    pub file_number: Option<String>,
    pub age_years: Option<u16>,
    /// The latest day before this visit on which the patient came.
    pub last_visit: Option<Date>,
    pub doctor_id: DoctorId,
    pub doctor_name: String,
    pub doctor_second_name: Option<String>,
    pub date: Date,
    pub start: WallTime,
    pub minutes: u16,
    /// An `AppointmentStatus` or a `RepVisitStatus`.
    pub status: String,
    pub reason: Option<String>,
    /// Whether it holds the doctor's time in this state.
    pub holds_time: bool,
    pub may_move: bool,
    pub may_cancel: bool,
    pub booked_at: Instant,
    /// Where the booking was made at this desk.
    pub booked_by: Option<String>,
    /// Where it could go, the nearest first. Only of what is open and may be moved.
    pub free_times: Vec<FreeTime>,
}

/// One field that two desks wrote, in the audit trail's form of before and after.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ContestedField {
    pub field: String,
    /// As it is now.
    pub stands: Value,
    pub lost: Value,
}

/// What a desk that was shut out had not sent before.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct HeldBack {
    pub desk_number: u32,
    pub desk_letter: String,
    /// The name of the PC in its network.
    pub desk_name: String,
    /// How many operations.
    pub count: u64,
    /// When the first and the last of them were done, by that desk's clock.
    pub first_at: Option<Instant>,
    pub last_at: Option<Instant>,
    /// How many of each kind (`appointments.book`).
    pub kinds: BTreeMap<String, u32>,
    /// Who did them, as far as they are known here.
    pub people: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct TakenValue {
    pub field: String,
    /// What both wanted; the other has it.
    pub value: String,
    /// What the subject was given.
    pub instead: Option<String>,
    /// What a person calls the row that has it.
    pub holder: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SettleRequest {
    pub id: Uuid,
    pub settlement: Settlement,
    /// Which of the two visits is moved or called off; the subject when absent.
    #[serde(default)]
    pub visit: Option<Which>,
    /// Where it goes; what is absent stays as it is.
    #[serde(default)]
    pub doctor_id: Option<DoctorId>,
    #[serde(default)]
    pub date: Option<Date>,
    #[serde(default)]
    pub start: Option<WallTime>,
    #[serde(default)]
    pub minutes: Option<u16>,
    #[serde(default)]
    pub later_hour: Option<bool>,
    /// Who called it off; `clinic` when absent.
    #[serde(default)]
    pub cancelled_by: Option<CancelledBy>,
    /// Why both visits stay, or why one is called off.
    #[serde(default)]
    pub reason: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SettleReply {
    /// As it is now.
    pub item: AttentionItem,
    pub open_count: u32,
    /// How much of a desk's work could not be let in: it does not follow what the hub has of that desk, and waits on.
    pub left: u64,
}
