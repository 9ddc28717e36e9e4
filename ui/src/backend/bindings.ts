// Generated from the desk's command table by `cargo xtask bindings`. Not written by hand.

export type Account = { id: AccountId, username: string, full_name: string, email: string | null, phone: string | null, role: Role, status: AccountStatus, 
/**
 * Rights beyond the role; at present only `overbook` can be granted.
 */
grants: Array<Permission>, doctor_id: DoctorId | null, last_login: Instant | null, 
/**
 * Whether this account can open this desk (has a key slot here).
 */
has_key: boolean, must_change_password: boolean, };

/**
 * Somebody who may log in, or an account of the clinic's platform.
 */
export type AccountId = string;

export type AccountList = { accounts: Array<Account>, };

export type AccountRef = { id: AccountId, };

export type AccountReply = { account: Account, 
/**
 * To be handed over once; at the first login its owner chooses the lasting one.
 */
one_time_password?: string, };

export type AccountStatus = "active" | "inactive" | "blocked";

export type AddClosure = { site_id?: SiteId | null, doctor_id?: DoctorId | null, first_date: WallDate, last_date: WallDate, from?: WallTime | null, until?: WallTime | null, 
/**
 * `closed` when absent.
 */
effect?: ClosureEffect | null, reason?: string | null, };

export type AddWait = { patient_id: PatientId, wish: WaitWish, };

export type AddendumLine = { id: RepAddendumId, text: string, by: string | null, at: Instant, };

/**
 * A figure of the day and what it is on other such days.
 */
export type Against = { figure: DayFigure, today: number, 
/**
 * The median of the same weekday in the eight weeks before, of the days on which anything was booked; of an even number the lower
 * of the two. Absent where there were none.
 */
usual: number | null, report: ReportName, };

export type AgendaPaperRequest = { date: WallDate, 
/**
 * Everybody who has hours or visits that day when absent, a page for each.
 */
doctor_id?: DoctorId | null, 
/**
 * The first site when absent.
 */
site_id?: SiteId | null, 
/**
 * The clinic's own where none is given.
 */
language?: Language | null, };

/**
 * What two records have in common.
 */
export type Agreement = "national_id" | "phone" | "name" | "date_of_birth";

export type Allergy = { id: AllergyId, allergen: string, reaction: string | null, severity: Severity, noticed_on: WallDate | null, written_by: string | null, created_at: Instant, };

export type AllergyId = string;

export type AllergyRef = { id: AllergyId, };

export type AllergyStop = { allergen: string, 
/**
 * `mild`, `moderate`, `severe`.
 */
severity: string, reaction: string | null, 
/**
 * The substance, or the family, that is the matter.
 */
shared: string, 
/**
 * They share a family and not a substance.
 */
by_family: boolean, };

export type AmendRepVisit = { id: RepVisitId, text: string, };

export type Appointment = { id: AppointmentId, ref: string, patient_id: PatientId, patient_name: string, patient_ref: string, patient_phone: string | null, doctor_id: DoctorId, site_id: SiteId, date: WallDate, start: WallTime, minutes: number, 
/**
 * True for the second of two equal wall times on the day the clock goes back.
 */
later_hour: boolean, status: AppointmentStatus, kind: AppointmentKind, reason: string | null, symptoms: Array<string>, notes: string | null, queue_number: number | null, cancelled_by: CancelledBy | null, cancel_reason: string | null, 
/**
 * Present exactly when the visit was booked over a refusal.
 */
overbook_reason: string | null, 
/**
 * The visit that holds this time, when two desks booked it at once.
 */
clash_with: AppointmentId | null, arrived_at: Instant | null, started_at: Instant | null, completed_at: Instant | null, created_at: Instant, 
/**
 * When the number was last called in the waiting room.
 */
called_at: Instant | null, 
/**
 * Its place in the series it was booked with; absent for a visit that stands alone.
 */
series: SeriesPlace | null, };

export type AppointmentId = string;

export type AppointmentKind = "in_person" | "online";

export type AppointmentRef = { id: AppointmentId, };

export type AppointmentReply = { appointment: Appointment, 
/**
 * When booking and moving `patient_elsewhere`, `in_the_past`; when a patient arrives `not_today`; at a no-show `before_its_time`.
 */
warnings: Array<Warning>, };

export type AppointmentStatus = "scheduled" | "confirmed" | "arrived" | "in_consultation" | "completed" | "cancelled" | "no_show" | "rescheduled";

export type ApproveRepVisit = { id: RepVisitId, overbook_reason?: string | null, };

export type AsEmergencyContact = { 
/**
 * The kinship in words, as the contact shows it.
 */
relationship?: string | null, };

/**
 * A file that is to become part of a patient's.
 */
export type AttachDocument = { patient_id: PatientId, 
/**
 * What of the patient's it belongs to.
 */
appointment_id?: AppointmentId | null, prescription_id?: PrescriptionId | null, lab_test_id?: LabTestId | null, name: string, 
/**
 * What whoever brings it takes it for: `image/png`.
 */
mime_type: string, 
/**
 * The file as it is, RFC 4648 with padding. At most 20 MiB of content.
 */
base64: string, description?: string | null, tags: Array<string>, 
/**
 * Those who may open the chart, when absent.
 */
audience?: DocumentAudience | null, 
/**
 * Where it is for those who are named.
 */
named: Array<AccountId>, };

export type AttentionItem = { id: string, kind: AttentionKind, 
/**
 * When the hub noticed.
 */
at: Instant, 
/**
 * Whose operation brought it about.
 */
account_id: AccountId | null, account_name: string | null, 
/**
 * The table the subject is a row of.
 */
table: string, subject_id: string, other_id: string | null, 
/**
 * What a person calls the subject: a patient's name, a doctor's.
 */
about: string | null, 
/**
 * The subject, where it is a visit that is still there, and what it met.
 */
visit: AttentionVisit | null, other: AttentionVisit | null, 
/**
 * What stands and what does not, of edits.
 */
fields: Array<ContestedField>, 
/**
 * Of a duplicate.
 */
duplicate: TakenValue | null, 
/**
 * Of a full day: what it takes, and how many were booked when it was noticed. Of a line of a prescription: what it asks for, and how much was
 * handed out.
 */
cap: number | null, booked: number | null, 
/**
 * Of a lot of which more was given out than there was: how much.
 */
missing: number | null, 
/**
 * Of an operation that was not taken: its kind (`appointments.book`) and the hub's code for why.
 */
operation_kind: string | null, why: string | null, 
/**
 * Of work that is held back: whose, and how much.
 */
held: HeldBack | null, 
/**
 * What this account can do about it now. Empty once settled.
 */
ways: Array<Settlement>, settled_at: Instant | null, outcome: Outcome | null, 
/**
 * Who settled it, where it was done at this desk.
 */
settled_by: string | null, };

/**
 * Why a person has to look.
 */
export type AttentionKind = "clash" | "over_cap" | "edited_twice" | "cancelled_and_changed" | "duplicate" | "rejected" | "quarantined";

export type AttentionList = { 
/**
 * Newest first. Only what this account may settle.
 */
items: Array<AttentionItem>, more: boolean, 
/**
 * Visits that lost their time and need another: each list is one matter until all of its visits have an end.
 */
worklists: Array<WorklistShort>, 
/**
 * Booked visits of reps that cannot take place as they are: together they are one matter, and `rep_visits.requests` has them.
 */
displaced_reps: number, 
/**
 * How many are open in all, worklists and such visits among them.
 */
open_count: number, 
/**
 * What a person calls the rows that values refer to: id → name.
 */
names: { [key in string]: string }, 
/**
 * This desk belongs to a clinic with a hub, so that there may be something one day.
 */
has_hub: boolean, };

/**
 * A visit with what a person needs to tell it from another.
 */
export type AttentionVisit = { id: string, kind: VisitKind, ref: string, 
/**
 * The letter of the desk that booked it.
 */
desk_letter: string | null, person_id: string, name: string, second_name: string | null, 
/**
 * Of a rep.
 */
company: string | null, phone: string | null, 
/**
 * Of a patient: the file number.
 */
file_number: string | null, age_years: number | null, 
/**
 * The latest day before this visit on which the patient came.
 */
last_visit: WallDate | null, doctor_id: DoctorId, doctor_name: string, doctor_second_name: string | null, date: WallDate, start: WallTime, minutes: number, 
/**
 * An `AppointmentStatus` or a `RepVisitStatus`.
 */
status: string, reason: string | null, 
/**
 * Whether it holds the doctor's time in this state.
 */
holds_time: boolean, may_move: boolean, may_cancel: boolean, booked_at: Instant, 
/**
 * Where the booking was made at this desk.
 */
booked_by: string | null, 
/**
 * Where it could go, the nearest first. Only of what is open and may be moved.
 */
free_times: Array<FreeTime>, };

/**
 * Whom a block of hours is for.
 */
export type Audience = "patient" | "rep" | "online";

export type BlockRep = { id: RepId, 
/**
 * The last day on which the rep is not let in.
 */
until: WallDate, reason: string, };

export type BloodType = "A+" | "A-" | "B+" | "B-" | "AB+" | "AB-" | "O+" | "O-";

export type BookFollowUp = { 
/**
 * The visit that is followed up: its doctor and patient.
 */
appointment_id: AppointmentId, 
/**
 * On this day, or as soon after it as there is time.
 */
from: WallDate, reason?: string | null, };

export type BookRepVisit = { rep_id: RepId, doctor_id: DoctorId, date: WallDate, start: WallTime, minutes: number, products: Array<string>, attendees: Array<string>, 
/**
 * Take it down as a request that somebody has to approve; it holds no time until then.
 */
as_request: boolean, 
/**
 * Book over a refusal, with this reason. Needs the right to overbook.
 */
overbook_reason?: string | null, later_hour?: boolean | null, };

export type BookRequest = { doctor_id: DoctorId, patient_id: PatientId, date: WallDate, start: WallTime, minutes: number, 
/**
 * `in_person` when absent.
 */
kind?: AppointmentKind | null, reason?: string | null, symptoms: Array<string>, notes?: string | null, 
/**
 * Book over a refusal, with this reason. Needs the right to overbook.
 */
overbook_reason?: string | null, later_hour?: boolean | null, };

/**
 * A series as it is to be booked. The same is sent to see it first.
 */
export type BookSeries = { doctor_id: DoctorId, patient_id: PatientId, 
/**
 * The first day.
 */
date: WallDate, start: WallTime, minutes: number, repeats: SeriesRepeats, choices: Array<SeriesChoice>, 
/**
 * `in_person` when absent.
 */
kind?: AppointmentKind | null, reason?: string | null, notes?: string | null, };

export type BookWait = { id: WaitId, doctor_id: DoctorId, date: WallDate, start: WallTime, 
/**
 * As they need when absent.
 */
minutes?: number | null, 
/**
 * A visit they have already, which moves there in place of a new one.
 */
instead_of?: AppointmentId | null, 
/**
 * Book over a refusal, with this reason. Needs the right to overbook.
 */
overbook_reason?: string | null, };

export type BookWaitReply = { wait: Wait, appointment: Appointment, 
/**
 * As `appointments.book` gives them.
 */
warnings: Array<Warning>, };

/**
 * Opens a chart that is not this account's.
 */
export type BreakGlass = { patient_id: PatientId, 
/**
 * The account's own, once more.
 */
password: string, 
/**
 * Why it cannot wait: an administrator reads it.
 */
reason: string, };

export type BreakGlassId = string;

export type BreakGlassReply = { until: Instant, };

/**
 * How much a calendar tells that leaves the desk.
 */
export type CalendarPrivacy = "busy" | "initials" | "full";

export type CalendarRequest = { doctor_id: DoctorId, first_date: WallDate, 
/**
 * Inclusive, at most a year after the first.
 */
last_date: WallDate, 
/**
 * `busy` when absent.
 */
privacy?: CalendarPrivacy | null, 
/**
 * Of the word for being busy; the clinic's own where none is given.
 */
language?: Language | null, };

export type Call = { id: RebookCallId, outcome: CallOutcome, note: string | null, at: Instant, by: string | null, };

export type CallNext = { doctor_id: DoctorId, };

/**
 * How a call ended.
 */
export type CallOutcome = "reached" | "no_answer" | "later";

export type CallWait = { id: WaitId, outcome: CallOutcome, note?: string | null, offered?: OfferedTime | null, };

export type CancelPrescription = { id: PrescriptionId, 
/**
 * Required once it was submitted.
 */
reason?: string | null, };

export type CancelRepVisit = { id: RepVisitId, 
/**
 * `rep` when absent.
 */
cancelled_by?: RepCancelledBy | null, reason?: string | null, };

export type CancelRequest = { id: AppointmentId, 
/**
 * `patient` when absent.
 */
cancelled_by?: CancelledBy | null, reason?: string | null, };

export type CancelSeries = { 
/**
 * The visit from which on they are called off.
 */
id: AppointmentId, 
/**
 * `patient` when absent.
 */
cancelled_by?: CancelledBy | null, reason?: string | null, };

/**
 * Who called a visit off.
 */
export type CancelledBy = "patient" | "doctor" | "clinic" | "system";

export type CancelledFigures = { total: number, by_patient: number, by_doctor: number, by_clinic: number, 
/**
 * By nobody in person, or nobody knows.
 */
by_system: number, };

/**
 * What stands in one place of a table; the column's kind says how to read it.
 */
export type Cell = null | number | string | Named | Array<Named>;

/**
 * Every field is set as sent.
 */
export type ChangeClosure = { id: ClosureId, closure: AddClosure, };

/**
 * One row it changed, with before and after.
 */
export type ChangeLine = { table: string, row: string, 
/**
 * `insert`, `set` or `delete`.
 */
action: string, fields: Array<FieldChange>, };

export type ChangePasswordRequest = { current_password: string, new_password: string, };

export type ChangeWait = { id: WaitId, wish: WaitWish, };

/**
 * A chart as it is read.
 */
export type Chart = { banner: ChartBanner, access: ChartAccess, 
/**
 * Newest first: visits and what happened at them, tests, measurings, what was found out.
 */
timeline: Array<TimelineEntry>, 
/**
 * Worst first.
 */
allergies: Array<Allergy>, 
/**
 * What lasts before what is over, each newest first.
 */
conditions: Array<Condition>, 
/**
 * What is taken before what was taken, each newest first.
 */
medications: Array<Medication>, 
/**
 * Newest first, at most 200.
 */
vitals: Array<Vitals>, 
/**
 * Newest first.
 */
lab_tests: Array<LabTest>, 
/**
 * The visit with this account's doctor that is under way, or else their latest of today.
 */
current_visit: AppointmentId | null, 
/**
 * The clinic's day.
 */
today: WallDate, };

export type ChartAccess = { right: ChartRight, 
/**
 * When a broken glass closes again.
 */
until: Instant | null, };

/**
 * Whose chart it is: stays on top of every screen about it.
 */
export type ChartBanner = { patient_id: PatientId, 
/**
 * The file number.
 */
ref: string, full_name: string, second_name: string | null, date_of_birth: WallDate | null, born_about: number | null, age_years: number | null, gender: Gender | null, phones: Array<Phone>, blood_type: BloodType | null, 
/**
 * What the registry notes.
 */
notes: string | null, 
/**
 * The latest day the patient came before today.
 */
last_visit: WallDate | null, deleted: boolean, };

/**
 * Whose chart.
 */
export type ChartRef = { patient_id: PatientId, };

/**
 * By what right the chart is open.
 */
export type ChartRight = "role" | "own_patient" | "broken_glass";

/**
 * Lines that are being written, to be looked at before they are kept.
 */
export type CheckItems = { patient_id: PatientId, 
/**
 * The draft they belong to, whose own lines and those of what it corrects are not held against them.
 */
id?: PrescriptionId | null, items: Array<WriteItem>, };

export type CheckRepVisit = { rep_id: RepId, doctor_id: DoctorId, date: WallDate, start: WallTime, minutes: number, 
/**
 * For a wall time that comes twice: `false` the first, `true` the second; absent: ask.
 */
later_hour?: boolean | null, 
/**
 * The visit that is being rescheduled, which does not stand in its own way.
 */
moving?: RepVisitId | null, };

export type CheckRequest = { doctor_id: DoctorId, 
/**
 * With it, the check also warns when the patient is elsewhere at that time.
 */
patient_id?: PatientId | null, date: WallDate, start: WallTime, minutes: number, kind?: AppointmentKind | null, 
/**
 * For a wall time that comes twice: `false` the first, `true` the second; absent: ask.
 */
later_hour?: boolean | null, 
/**
 * The visit that is being moved, which does not stand in its own way.
 */
moving?: AppointmentId | null, };

export type CheckedItems = { items: Array<PrescriptionItem>, };

export type ClinicDesk = { number: number, letter: string, 
/**
 * The name of the PC in its network.
 */
name: string, 
/**
 * Whether it is the one that asks.
 */
this_one: boolean, 
/**
 * What it has not fetched yet.
 */
behind: number, enrolled_at: Instant, seen_at: Instant | null, revoked_at: Instant | null, };

export type ClinicDesks = { 
/**
 * By number, those that were shut out too.
 */
desks: Array<ClinicDesk>, 
/**
 * Operations of desks that were shut out, kept at the hub for a person.
 */
quarantined: number, };

export type ClinicDocument = { id: DocumentId, patient_id: PatientId, appointment_id: AppointmentId | null, prescription_id: PrescriptionId | null, lab_test_id: LabTestId | null, 
/**
 * The day of the visit it belongs to.
 */
visit_date: WallDate | null, prescription_ref: string | null, test_name: string | null, name: string, mime_type: DocumentType, size_bytes: number, description: string | null, tags: Array<string>, audience: DocumentAudience, named: Array<NamedAccount>, attached_by: string | null, attached_at: Instant, 
/**
 * Whether its content has arrived at this desk.
 */
is_here: boolean, may_change: boolean, };

/**
 * What stands on the login screen about the clinic. Kept outside the vault, so nothing of a patient may ever go here.
 */
export type ClinicFace = { name: string, site_name: string, 
/**
 * `en` or `ar`.
 */
language: string, time_zone: string, desk_letter: string, };

/**
 * Preferences of the whole clinic.
 */
export type ClinicSettings = { clinic_name: string, 
/**
 * `en` or `ar`: the language of the login screen and of new accounts.
 */
language: string, 
/**
 * 1 to 15.
 */
idle_lock_minutes: number, 
/**
 * 0 to 240: so long after the booked time somebody who is not here counts as missing. 15 when absent.
 */
no_show_grace_minutes: number, 
/**
 * Words no password may contain besides the shipped block list: the clinic's own name and the like.
 */
blocked_password_words: Array<string>, };

/**
 * How a day went, and what it leaves behind.
 */
export type ClosingReport = { date: WallDate, site_id: SiteId, 
/**
 * The site's wall clock at the moment of the answer.
 */
today: WallDate, now: WallTime, clinic: DayFigures, 
/**
 * In the board's order; doctors with neither hours nor visits are left out.
 */
doctors: Array<DoctorFigures>, 
/**
 * In the order of the clock.
 */
overbooked: Array<OverbookedVisit>, open: OpenMatters, 
/**
 * Who did what that day at this desk, the busiest first.
 */
staff: Array<StaffDeeds>, };

export type ClosingReportRequest = { date: WallDate, 
/**
 * The first site when absent.
 */
site_id?: SiteId | null, 
/**
 * The clinic's own where none is given.
 */
language?: Language | null, };

export type ClosingRequest = { date: WallDate, 
/**
 * The first site when absent.
 */
site_id?: SiteId | null, };

export type Closure = { id: ClosureId, 
/**
 * Exactly one of `site_id` and `doctor_id` is given.
 */
site_id: SiteId | null, doctor_id: DoctorId | null, first_date: WallDate, 
/**
 * Inclusive.
 */
last_date: WallDate, 
/**
 * Both absent: the whole day.
 */
from: WallTime | null, until: WallTime | null, effect: ClosureEffect, reason: string, };

/**
 * What a closure does to the time it covers.
 */
export type ClosureEffect = "closed" | "opened";

export type ClosureId = string;

export type ClosureList = { closures: Array<Closure>, };

export type ClosurePreview = { affected: Array<Appointment>, affected_reps: Array<RepVisit>, };

export type ClosureRef = { id: ClosureId, };

export type ClosureReply = { closure: Closure, 
/**
 * Visits that now stand in closed time, first day first.
 */
affected: Array<Appointment>, 
/**
 * Visits of reps that do.
 */
affected_reps: Array<RepVisit>, 
/**
 * The worklist that the visits to rebook stand on; absent when there are none.
 */
worklist: WorklistId | null, };

export type CodeList = { 
/**
 * At most 20.
 */
codes: Array<DiagnosisCode>, 
/**
 * How many the clinic's list has.
 */
count: number, };

export type CodesPreview = { rows: number, added: number, 
/**
 * Known under another name.
 */
changed: number, unchanged: number, 
/**
 * The first of the file.
 */
sample: Array<DiagnosisCode>, 
/**
 * What is wrong, by row; at most 200. As long as there is any, nothing is taken in.
 */
refused: Array<RefusedRow>, refused_count: number, };

export type CodesReply = { added: number, changed: number, };

export type Column = { key: string, kind: ColumnKind, 
/**
 * Whether it counts visits, so that a figure of it can be opened by itself; other figures are opened with their row.
 */
opens: boolean, };

/**
 * How the cells of a column are written.
 */
export type ColumnKind = "text" | "doctor" | "specialty" | "company" | "rep" | "medicine" | "date" | "month" | "weekday" | "hour" | "time" | "count" | "tenths" | "minutes" | "percent" | "money" | "code";

export type Company = { id: CompanyId, name: string, phone: string | null, 
/**
 * Reps who still come.
 */
reps: number, last_visit: WallDate | null, next_visit: WallDate | null, };

/**
 * A company's page.
 */
export type CompanyCard = { company: Company, reps: Array<Rep>, 
/**
 * The newest first, at most 200.
 */
visits: Array<RepVisitDetail>, };

/**
 * A pharmaceutical company that sends reps.
 */
export type CompanyId = string;

export type CompanyList = { companies: Array<Company>, };

export type CompanyRef = { id: CompanyId, };

export type CompanyReply = { company: Company, };

export type CompleteRepVisit = { id: RepVisitId, summary?: VisitSummary | null, };

/**
 * What needs somebody.
 */
export type Concern = "conflicts_ahead" | "no_shows_rising" | "doctors_full" | "doctors_unused" | "idle_days";

export type ConcernItem = { concern: Concern, 
/**
 * Visits, doctors or days.
 */
count: number, 
/**
 * Tenths of a percent, where it is about a share, and what it was before.
 */
rate: number | null, before: number | null, 
/**
 * What shows it at length, and over which days.
 */
report: ReportName, from: WallDate, to: WallDate, };

export type Condition = { id: ConditionId, name: string, code: string | null, diagnosed_on: WallDate | null, ended_on: WallDate | null, notes: string | null, written_by: string | null, created_at: Instant, };

/**
 * An illness somebody has or had.
 */
export type ConditionId = string;

export type ConditionRef = { id: ConditionId, };

export type ConfirmRecoveryRequest = { recovery_code: string, };

/**
 * A call by which an online visit was held.
 */
export type Consultation = { id: ConsultationId, appointment_id: AppointmentId, kind: ConsultationKind, started_at: Instant, 
/**
 * Absent while it goes on.
 */
ended_at: Instant | null, device: string | null, summary: string | null, flags: Array<ConsultationFlag>, written_by: string | null, };

/**
 * What stands out at a call.
 */
export type ConsultationFlag = "identity_checked" | "consent_given" | "connection_lost" | "in_person_needed";

/**
 * One call by which an online visit was held.
 */
export type ConsultationId = string;

/**
 * How a visit was held that was not in person.
 */
export type ConsultationKind = "video" | "audio" | "chat";

export type ConsultationRef = { id: ConsultationId, };

export type ConsultationReply = { consultation: Consultation, };

/**
 * One field that two desks wrote, in the audit trail's form of before and after.
 */
export type ContestedField = { field: string, 
/**
 * As it is now.
 */
stands: JsonValue, lost: JsonValue, };

/**
 * A document as a file outside of the program.
 */
export type CopyDocument = { id: DocumentId, 
/**
 * What for.
 */
reason: string, };

export type CountReply = { 
/**
 * How many lots were counted, and how many of them differed.
 */
counted: number, differed: number, };

/**
 * What is to be counted: every lot that should have something on the shelf.
 */
export type CountSheet = { lots: Array<Lot>, today: WallDate, };

/**
 * What stands on the shelf, as somebody counted it.
 */
export type CountStock = { site_id?: SiteId | null, counts: Array<LotCount>, note?: string | null, };

export type CountryDefaults = { 
/**
 * ISO 3166-1 alpha-2.
 */
country: string, time_zone: string, currency: string, week_start: Weekday, weekend_days: Array<Weekday>, };

export type CreateAccount = { username: string, full_name: string, role: Role, email?: string | null, phone?: string | null, doctor_id?: DoctorId | null, grants: Array<Permission>, };

export type DatedDay = { date: WallDate, 
/**
 * Wall time that this day does not have (the clock goes forward), and that it has twice (the clock goes back).
 */
missing: TimeSpan | null, twice: TimeSpan | null, doctor: DoctorDay, };

export type Day = { date: WallDate, site_id: SiteId, time_zone: string, 
/**
 * The site's wall clock at the moment of the answer.
 */
today: WallDate, now: WallTime, 
/**
 * Wall time that this day does not have (the clock goes forward), and that it has twice (the clock goes back).
 */
missing: TimeSpan | null, twice: TimeSpan | null, 
/**
 * A column per active doctor of the site, and per other doctor who has a visit there that day, in the board's order; those
 * without hours that day come last.
 */
columns: Array<DoctorDay>, 
/**
 * All appointments of the day in time order, cancelled ones too (the board draws them not, the list does).
 */
appointments: Array<Appointment>, rep_visits: Array<RepVisit>, 
/**
 * Visits that the hub does not know of yet as they stand here: another desk may have given the time away meanwhile. Empty without a hub.
 */
provisional: Array<string>, };

export type DayCounts = { date: WallDate, booked: number, came: number, no_show: number, rep_booked: number, rep_came: number, };

/**
 * A figure of a day.
 */
export type DayFigure = "booked" | "came" | "expected" | "no_show" | "cancelled" | "walk_ins" | "overbooked" | "rep_visits";

/**
 * Visits are counted on the day for which they stand in the book, not on the day on which something was done about them.
 */
export type DayFigures = { 
/**
 * Every visit of the day, whatever became of it. One that was replaced by a later visit is not: that is another day's.
 */
booked: number, 
/**
 * Came: waits, is with the doctor, or is over.
 */
arrived: number, 
/**
 * Of these: over.
 */
completed: number, no_show: number, cancelled: CancelledFigures, 
/**
 * Neither came nor was called off nor marked as missing.
 */
expected: number, 
/**
 * Of those booked: stood at the desk without a booking.
 */
walk_ins: number, 
/**
 * Of those booked: booked over a refusal of the five steps.
 */
overbooked: number, 
/**
 * Of the overbooked: walk-ins, who went before what was booked.
 */
emergencies: number, reps: RepFigures, 
/**
 * From arriving until the visit began, of the visits that began.
 */
waiting: Minutes | null, 
/**
 * From when the patient was due (the booked time, or the arrival if that was later) until the visit began; early counts as 0.
 */
lateness: Minutes | null, };

export type DayLimit = { id: DayLimitId, doctor_id: DoctorId, 
/**
 * `None`: every day that has no limit of its own.
 */
weekday: Weekday | null, 
/**
 * `None`: as many as fit.
 */
max_patients: number | null, max_reps: number | null, };

export type DayLimitEntry = { weekday?: Weekday | null, max_patients?: number | null, max_reps?: number | null, };

export type DayLimitId = string;

export type DayLimitList = { day_limits: Array<DayLimit>, };

export type DayRequest = { date: WallDate, 
/**
 * The first site when absent.
 */
site_id?: SiteId | null, };

export type DefinitionCode = "booked" | "came" | "person" | "new_patient" | "no_show" | "cancelled" | "open_minute" | "available_minute" | "booked_minute" | "occupancy" | "idle_day" | "by_the_clock" | "rep_booked" | "rep_came" | "rep_time" | "samples" | "weekly_hours" | "closed_day" | "conflict" | "waiting" | "lateness" | "median" | "rebook_end" | "prescription" | "on_hand" | "expiring" | "deed" | "active_doctor";

/**
 * Everything that is said about a document: what is left out is empty.
 */
export type DescribeDocument = { id: DocumentId, name: string, description?: string | null, tags: Array<string>, audience: DocumentAudience, named: Array<AccountId>, };

/**
 * What the visit is about, without its time. What is absent stays as it is.
 */
export type DescribeRequest = { id: AppointmentId, reason?: string | null, notes?: string | null, symptoms?: Array<string> | null, };

export type DeskNumber = { number: number, };

export type Diagnosis = { name: string, 
/**
 * As in the clinic's list of codes, where it was taken from there.
 */
code: string | null, };

/**
 * A line of the clinic's list of codes.
 */
export type DiagnosisCode = { code: string, name: string, name_ar: string | null, };

export type DiagnosisInput = { name: string, code?: string | null, };

/**
 * So much of a line from one lot.
 */
export type DispenseItem = { prescription_item_id: PrescriptionItemId, lot_id: LotId, quantity: number, 
/**
 * Why an allergy, or a double of what was chosen, is set aside where one stops it.
 */
kept_because?: string | null, 
/**
 * Why another medicine goes out than the one that was prescribed.
 */
substituted_because?: string | null, };

export type DispenseReply = { fulfilment_id: FulfilmentId, state: PrescriptionState, 
/**
 * What it costs, as far as there are prices.
 */
total_minor: number, currency: string, };

export type DispenseRequest = { prescription_id: PrescriptionId, site_id?: SiteId | null, 
/**
 * A part of what is open will do.
 */
items: Array<DispenseItem>, note?: string | null, };

/**
 * Submitted and not wholly handed out, the oldest first; those past their validity are left out.
 */
export type DispensingQueue = { prescriptions: Array<ToDispense>, today: WallDate, };

export type Doctor = { id: DoctorId, site_id: SiteId, full_name: string, 
/**
 * The name in the clinic's other script, if given.
 */
second_name: string | null, 
/**
 * `Dr`, `Prof` …
 */
title: string | null, specialties: Array<Specialty>, license_number: string | null, qualifications: Array<Qualification>, years_of_experience: number | null, biography: string | null, 
/**
 * BCP 47 tags.
 */
languages: Array<string>, 
/**
 * Minor units of the site's currency.
 */
consultation_fee_minor: number | null, default_visit_minutes: number, phone: string | null, email: string | null, 
/**
 * One of the board's colour names (`petrol`, `plum`, `ochre`, …).
 */
board_colour: string | null, approval: DoctorApproval, documents_verified: boolean, active: boolean, };

export type DoctorApproval = "pending" | "approved" | "rejected";

export type DoctorDate = { doctor_id: DoctorId, 
/**
 * Any day of the week or the month that is meant.
 */
date: WallDate, };

export type DoctorDay = { doctor_id: DoctorId, full_name: string, second_name: string | null, title: string | null, specialty: string | null, specialty_ar: string | null, board_colour: string | null, default_visit_minutes: number, 
/**
 * The blocks in force that day, after closures and extra openings.
 */
open: Array<OpenSpan>, 
/**
 * Closures of the doctor or the site that touch the day.
 */
closures: Array<Closure>, patients_booked: number, max_patients: number | null, reps_booked: number, max_reps: number | null, 
/**
 * How far the doctor runs behind, in minutes (see `late`); 0 on any other day than today.
 */
late_minutes: number, };

export type DoctorFigures = { doctor_id: DoctorId, full_name: string, second_name: string | null, title: string | null, board_colour: string | null, figures: DayFigures, };

export type DoctorId = string;

export type DoctorList = { doctors: Array<Doctor>, };

export type DoctorQueue = { doctor_id: DoctorId, full_name: string, second_name: string | null, title: string | null, board_colour: string | null, 
/**
 * How far the doctor runs behind, in minutes.
 */
late_minutes: number, inside: Array<Queued>, 
/**
 * In the order in which they are to be called.
 */
waiting: Array<Queued>, 
/**
 * Not here although the grace is over, the earliest first.
 */
missing: Array<Queued>, 
/**
 * Still to come, the next first.
 */
expected: Array<Queued>, 
/**
 * How many visits are over.
 */
done: number, };

export type DoctorRef = { id: DoctorId, };

export type DoctorReply = { doctor: Doctor, };

/**
 * Who may open a document.
 */
export type DocumentAudience = "chart" | "pharmacy" | "registry" | "named";

/**
 * Something attached to a patient's file.
 */
export type DocumentId = string;

export type DocumentList = { 
/**
 * Newest first: those that this account may open.
 */
documents: Array<ClinicDocument>, 
/**
 * Whether there are more for whoever opens the chart.
 */
more_in_the_chart: boolean, 
/**
 * Whether this account may attach to what was asked for.
 */
may_attach: boolean, patient_id: PatientId, };

export type DocumentOpening = { at: Instant, account_name: string | null, way: DocumentWay, 
/**
 * What a copy was for.
 */
reason: string | null, };

export type DocumentOpenings = { 
/**
 * Newest first, at most 100.
 */
openings: Array<DocumentOpening>, 
/**
 * Whether there are other desks, whose openings stand in their own ledgers and not here.
 */
of_this_desk: boolean, };

export type DocumentPaperRequest = { id: DocumentId, 
/**
 * Of what stands around a picture; the clinic's own where none is given.
 */
language?: Language | null, };

/**
 * Who may be named.
 */
export type DocumentPeople = { people: Array<NamedAccount>, };

export type DocumentRef = { id: DocumentId, };

export type DocumentReply = { 
/**
 * Absent where this account put it where it may not read itself.
 */
document: ClinicDocument | null, id: DocumentId, };

/**
 * What may be attached, as browsers call it.
 */
export type DocumentType = "image/jpeg" | "image/png" | "image/webp" | "application/pdf";

/**
 * What was done with a document's content.
 */
export type DocumentWay = "opened" | "printed" | "copied";

export type Done = { done: boolean, };

export type Door = { 
/**
 * What stands on the door: the doctor's name, in the scripts it is known in.
 */
doctor: string, doctor_second: string | null, title: string | null, 
/**
 * The number called last, while nobody else was.
 */
called: number | null, 
/**
 * When, so that a new call can be told from an old one.
 */
called_at: Instant | null, 
/**
 * Those who wait, in the order in which they will be called.
 */
waiting: Array<number>, late_minutes: number, };

/**
 * What a dose is counted in.
 */
export type DoseUnit = "tablet" | "capsule" | "ml" | "spoon" | "drop" | "spray" | "puff" | "suppository" | "sachet" | "injection" | "patch" | "application" | "piece";

/**
 * Another medicine of the patient's that has the same in it.
 */
export type Double = { medicine: string, 
/**
 * The substance, or the family, that both have.
 */
shared: string, by_family: boolean, 
/**
 * The other prescription it stands on; none for a line of this one.
 */
prescription: string | null, };

export type Draft = { name: string, body: JsonValue, updated_at: Instant, };

export type DraftList = { drafts: Array<Draft>, };

export type DraftName = { name: string, };

/**
 * A draft as a whole: what is not in it is not in the prescription.
 */
export type DraftPrescription = { 
/**
 * The draft to write anew; a new one when absent.
 */
id?: PrescriptionId | null, patient_id: PatientId, 
/**
 * The visit's doctor, or the account's own, when absent.
 */
doctor_id?: DoctorId | null, appointment_id?: AppointmentId | null, diagnosis?: string | null, notes?: string | null, tags: Array<string>, 
/**
 * Thirty days from when it is submitted, when absent.
 */
valid_until?: WallDate | null, whiteboard?: Whiteboard | null, items: Array<WriteItem>, tests: Array<WriteTest>, };

export type Duplicate = { patient: PatientHit, 
/**
 * What agrees, the weightiest first.
 */
agrees: Array<Agreement>, };

export type DuplicateList = { duplicates: Array<Duplicate>, };

export type EmergencyContact = { name: string, relationship?: string | null, phone: string, };

export type Empty = Record<symbol, never>;

/**
 * What happened at a visit.
 */
export type Encounter = { id: EncounterId, 
/**
 * What brought the patient.
 */
complaint: string | null, 
/**
 * The main one first.
 */
diagnoses: Array<Diagnosis>, treatment: string | null, notes: string | null, follow_up_date: WallDate | null, shared_with_patient: boolean, 
/**
 * Who wrote it first.
 */
written_by: string | null, created_at: Instant, };

/**
 * What happened at a visit.
 */
export type EncounterId = string;

/**
 * An encounter beside the visit it belongs to.
 */
export type EncounterPage = { visit: Appointment, 
/**
 * Absent as long as nothing is written.
 */
encounter: Encounter | null, 
/**
 * Whether this account can write at it now: not before the visit has begun.
 */
may_write: boolean, 
/**
 * The calls by which an online visit was held, in their order.
 */
consultations: Array<Consultation>, };

/**
 * Which visit.
 */
export type EncounterRef = { appointment_id: AppointmentId, };

export type EncounterReply = { encounter: Encounter, };

export type EnrolInput = { 
/**
 * `hub.example.org`, with a port where it has one. Empty for a desk that comes back to its hub.
 */
address: string, 
/**
 * As the hub's administrator reads it out: capitals, dashes and spaces do not matter. It works once.
 */
code: string, 
/**
 * PEM, where the hub has a certificate that the system does not know.
 */
certificate?: string | null, 
/**
 * How an invitation knows the hub: SHA-256 of its certificate, in hexadecimal. Of no weight beside a certificate.
 */
pin?: string | null, };

/**
 * What was written, by its id.
 */
export type FactReply = { id: string, };

/**
 * Somebody who belongs to a patient.
 */
export type FamilyMember = { id: RelationId, 
/**
 * What this person is to the patient.
 */
kind: Kinship, 
/**
 * The relative's own file, where there is one.
 */
patient: PatientHit | null, full_name: string, phone: string | null, 
/**
 * Illnesses of the family.
 */
history: string | null, 
/**
 * True when the history is not for this account.
 */
history_withheld: boolean, };

export type FamilyReply = { family: Array<FamilyMember>, };

/**
 * Lines that a doctor writes often, under a name.
 */
export type Favourite = { id: PrescriptionFavouriteId, name: string, items: Array<WriteItem>, 
/**
 * What the lines are called, for showing.
 */
medicines: Array<string>, };

export type FavouriteRef = { id: PrescriptionFavouriteId, };

export type Favourites = { favourites: Array<Favourite>, };

export type FieldChange = { field: string, before: JsonValue, after: JsonValue, };

export type FieldChoice = { field: MergeField, choice: MergeChoice, };

/**
 * Rows go first; files follow one by one.
 */
export type FilesOnTheirWay = { 
/**
 * How many are here and not at the hub, and what is still to go of them.
 */
to_send: number, bytes_to_send: number, 
/**
 * How many are not here, and what is still to come of them.
 */
to_fetch: number, bytes_to_fetch: number, 
/**
 * The hub has no more room for this clinic's files. What is to go stays here until it has.
 */
hub_full: boolean, 
/**
 * This PC has no more room for files. What is to come stays at the hub until it has.
 */
disk_full: boolean, };

export type FindCodes = { 
/**
 * The beginning of a code, or words of a name.
 */
text: string, };

export type FindDuplicates = { full_name: string, phones: Array<PhoneInput>, date_of_birth?: WallDate | null, national_id?: string | null, };

export type FittingPerson = { wait: Wait, 
/**
 * The visit that they could have.
 */
offer: FreeTime, 
/**
 * How the last call about this free time ended.
 */
asked: CallOutcome | null, };

/**
 * A free time of a doctor.
 */
export type FittingRequest = { doctor_id: DoctorId, date: WallDate, start: WallTime, minutes: number, };

export type FreeTime = { doctor_id: DoctorId, date: WallDate, start: WallTime, minutes: number, };

export type FreeTimes = { free_times: Array<FreeTime>, };

export type FreedByRequest = { 
/**
 * What was done.
 */
operation_id: OperationId, };

/**
 * Who could have some of a free time.
 */
export type FreedTime = { 
/**
 * The time that is free.
 */
time: FreeTime, 
/**
 * In the order in which they are to be asked.
 */
people: Array<FittingPerson>, };

export type FreedTimes = { 
/**
 * Every time that became free by it and that somebody on the list could have, in the order of the clock.
 */
times: Array<FreedTime>, };

export type Frequency = "daily" | "morning" | "night" | "twice" | "thrice" | "four_times" | "every_4h" | "every_6h" | "every_8h" | "every_12h" | "weekly" | "once" | "as_needed";

/**
 * Something was handed out for a prescription.
 */
export type FulfilmentId = string;

export type Gender = "male" | "female" | "other";

/**
 * A chart that somebody opened though it was not theirs.
 */
export type GlassReview = { id: BreakGlassId, patient_id: PatientId, patient_name: string, patient_ref: string, account_name: string, reason: string, begun_at: Instant, expires_at: Instant, reviewer_name: string | null, reviewed_at: Instant | null, review: string | null, 
/**
 * Whether this account may say what it finds: not about itself.
 */
may_review: boolean, };

/**
 * What is drawn upon.
 */
export type Ground = "blank" | "body" | "face";

/**
 * Whether the whole database could be read. Checked in the background after opening.
 */
export type Health = "checking" | "sound" | "damaged";

export type Held = { username: string, seconds: number, };

/**
 * What a desk that was shut out had not sent before.
 */
export type HeldBack = { desk_number: number, desk_letter: string, 
/**
 * The name of the PC in its network.
 */
desk_name: string, 
/**
 * How many operations.
 */
count: number, 
/**
 * When the first and the last of them were done, by that desk's clock.
 */
first_at: Instant | null, last_at: Instant | null, 
/**
 * How many of each kind (`appointments.book`).
 */
kinds: { [key in string]: number }, 
/**
 * Who did them, as far as they are known here.
 */
people: Array<string>, };

export type Holiday = { date: WallDate, name: string, name_ar: string | null, 
/**
 * Follows the moon: the day may shift by one or two.
 */
estimated: boolean, };

export type HolidayList = { holidays: Array<Holiday>, 
/**
 * Countries the shipped data covers, ISO 3166-1 alpha-2.
 */
countries: Array<string>, };

export type HourLoad = { hour: number, 
/**
 * Visits that begin in it and were not called off.
 */
today: number, 
/**
 * As of a day's figures.
 */
usual: number | null, };

/**
 * One recurring block of a doctor's time.
 */
export type Hours = { id: HoursId, doctor_id: DoctorId, site_id: SiteId, audience: Audience, 
/**
 * Every week on this day; absent when `rrule` says when.
 */
weekday: Weekday | null, 
/**
 * An RFC 5545 recurrence rule counted from `valid_from`: `FREQ=WEEKLY;INTERVAL=2;BYDAY=SU`.
 */
rrule: string | null, starts: WallTime, ends: WallTime, valid_from: WallDate | null, valid_until: WallDate | null, };

export type HoursBlock = { 
/**
 * `patient` when absent.
 */
audience?: Audience | null, weekday?: Weekday | null, rrule?: string | null, starts: WallTime, ends: WallTime, valid_from?: WallDate | null, valid_until?: WallDate | null, };

/**
 * One recurring block of a doctor's week.
 */
export type HoursId = string;

export type HoursList = { hours: Array<Hours>, };

export type HoursOf = { doctor_id: DoctorId, };

export type HoursPreview = { 
/**
 * Visits that the hours would leave outside, first day first.
 */
affected: Array<Appointment>, 
/**
 * Visits of reps that they would.
 */
affected_reps: Array<RepVisit>, };

/**
 * Which hub, and which of its desks this is.
 */
export type HubSummary = { address: string, clinic_name: string, desk_number: number, 
/**
 * What references given out here carry.
 */
desk_letter: string, 
/**
 * Whether it is known by a certificate of its own.
 */
pinned: boolean, };

/**
 * A file with the columns `code`, `name` and perhaps `name_ar`.
 */
export type ImportCodes = { base64: string, };

/**
 * A list of medicines from another program.
 */
export type ImportMedicines = { 
/**
 * The file as it is, in base64.
 */
base64: string, };

/**
 * What reading a file would bring; nothing is written.
 */
export type ImportPreview = { 
/**
 * How many medicines the file has.
 */
rows: number, 
/**
 * The first of them, as they would be written.
 */
sample: Array<ImportedMedicine>, 
/**
 * Columns of the file that mean nothing here and are left out.
 */
ignored_columns: Array<string>, 
/**
 * Why nothing of it can be taken, by row; empty when all can. At most 200.
 */
problems: Array<RowProblem>, 
/**
 * With those that are not listed.
 */
problem_count: number, currency: string, };

export type ImportReply = { 
/**
 * How many medicines were added.
 */
added: number, };

/**
 * One row as it would be written.
 */
export type ImportedMedicine = { name: string, generic_name: string | null, form: MedicineForm, strength: string | null, unit: string, price_minor: number | null, };

export type Ink = "black" | "red" | "blue";

/**
 * An instant, in milliseconds since 1970-01-01 UTC. When something was done; never when a visit takes place.
 */
export type Instant = number;

/**
 * A medicine for a line that names none of the clinic's, or in the place of the one it names.
 */
export type Instead = { prescription_item_id: PrescriptionItemId, medicine_id: MedicineId, };

/**
 * What an invitation says: the fields of `EnrolInput`. It lets somebody in, so it is never printed.
 */
export type InvitationRead = { address: string, code: string, pin: string | null, };

export type InvitationText = { 
/**
 * As it was pasted, or typed by a scanner.
 */
text: string, };

/**
 * How far the joining is.
 */
export type JoinPhase = "none" | "fetching" | "waiting" | "done" | "failed";

export type JoinState = { phase: JoinPhase, 
/**
 * While waiting: as `SyncState::why`. When it failed: the code of a refusal.
 */
why: string | null, clinic_name: string | null, progress: SyncProgress | null, };

export type JsonValue = number | string | boolean | Array<JsonValue> | { [key in string]: JsonValue } | null;

/**
 * A request that is declined, or a rep who is not let in: always with the reason.
 */
export type KeepRepOut = { id: RepVisitId, reason: string, };

export type KeepRepVisit = { id: RepVisitId, 
/**
 * Why it stays all the same.
 */
reason: string, };

/**
 * What somebody is to a patient.
 */
export type Kinship = "parent" | "child" | "spouse" | "sibling" | "grandparent" | "grandchild" | "guardian" | "ward" | "relative";

/**
 * How the result of a test lies to what is usual.
 */
export type LabFlag = "usual" | "low" | "high" | "critical";

export type LabTest = { id: LabTestId, name: string, encounter_id: EncounterId | null, ordered_on: WallDate, 
/**
 * Absent as long as it is awaited.
 */
result: string | null, unit: string | null, usual_range: string | null, flag: LabFlag | null, result_on: WallDate | null, notes: string | null, written_by: string | null, created_at: Instant, };

export type LabTestId = string;

export type LabTestRef = { id: LabTestId, };

/**
 * What labels are printed on.
 */
export type LabelFormat = "label" | "strip";

export type LabelsRequest = { fulfilment_id: FulfilmentId, format: LabelFormat, 
/**
 * Where none is given: Arabic for a patient whose name is written in it, the clinic's own for everybody else.
 */
language?: Language | null, };

/**
 * A language the screens and papers speak.
 */
export type Language = "en" | "ar";

export type LikelyPair = { 
/**
 * Made first.
 */
one: PatientHit, other: PatientHit, 
/**
 * What agrees, the weightiest first.
 */
agrees: Array<Agreement>, };

export type LikelyPairs = { 
/**
 * Likeliest first; among equals who was here last.
 */
pairs: Array<LikelyPair>, 
/**
 * There are more than were asked for.
 */
more: boolean, };

export type LikelyPairsRequest = { 
/**
 * 50 when absent, at most 200.
 */
limit?: number | null, };

/**
 * A line that the words could mean, ready to be taken.
 */
export type LineOffer = { medicine: MedicineHit, item: PrescriptionItem, 
/**
 * The course is the one this doctor wrote the last time.
 */
is_usual: boolean, };

/**
 * What a typed line says, and what it can become.
 */
export type LineReading = { dose_milli: number | null, dose_unit: DoseUnit | null, frequency: Frequency | null, days: number | null, instructions: string | null, route: Route | null, 
/**
 * What is left to find a medicine by.
 */
medicine: string, offers: Array<LineOffer>, 
/**
 * One's own favourites that go by this name.
 */
favourites: Array<Favourite>, };

export type LineWarning = { kind: WarningKind, 
/**
 * The allergen, or the other medicine.
 */
against: string, 
/**
 * The substance, or the family, that is the matter.
 */
shared: string, 
/**
 * They share a family and not a substance.
 */
by_family: boolean, 
/**
 * Of an allergy: `mild`, `moderate`, `severe`.
 */
severity: string | null, reaction: string | null, 
/**
 * When the allergy was noticed.
 */
noticed_on: WallDate | null, 
/**
 * The prescription that has it too.
 */
prescription: string | null, };

export type ListAttention = { 
/**
 * Only what is open, only what is settled; both when absent.
 */
open?: boolean | null, 
/**
 * 50 when absent, at most 200; 0 only counts.
 */
limit?: number | null, 
/**
 * Continue after this item (the last of the page before).
 */
before?: string | null, };

export type ListClosures = { 
/**
 * Closures that touch this day or a later one.
 */
from?: WallDate | null, until?: WallDate | null, };

export type ListDoctors = { include_inactive: boolean, };

/**
 * Exactly one of them says whose or which.
 */
export type ListDocuments = { 
/**
 * Everything of a patient's.
 */
patient_id?: PatientId | null, appointment_id?: AppointmentId | null, prescription_id?: PrescriptionId | null, lab_test_id?: LabTestId | null, };

/**
 * Medicines by name.
 */
export type ListMedicines = { 
/**
 * Parts of the name, the generic name or an ingredient, in either script; or a barcode.
 */
text?: string | null, 
/**
 * Whose stock is told; of all sites when absent.
 */
site_id?: SiteId | null, 
/**
 * 50 without a word, 500 at most.
 */
limit?: number | null, };

export type ListOperations = { 
/**
 * Only operations that touched this row (any id: a patient's, an appointment's).
 */
subject?: string | null, account_id?: AccountId | null, 
/**
 * Only kinds that start so: `appointments.`, `session.login`.
 */
kind?: string | null, from?: Instant | null, until?: Instant | null, 
/**
 * Continue below this (`next` of the page before).
 */
before?: number | null, 
/**
 * 50 when absent, at most 500.
 */
limit?: number | null, };

export type ListReminders = { 
/**
 * The next day on which the site is open when absent.
 */
date?: WallDate | null, 
/**
 * The first site when absent.
 */
site_id?: SiteId | null, };

export type ListReps = { company_id?: CompanyId | null, 
/**
 * A part of a rep's or a company's name, in either script, or of a phone.
 */
text?: string | null, };

export type ListReviews = { 
/**
 * Only what nobody has looked into yet, or only what somebody has; both when absent.
 */
open?: boolean | null, };

export type ListWaits = { 
/**
 * Only whom this doctor could see.
 */
doctor_id?: DoctorId | null, patient_id?: PatientId | null, 
/**
 * Those whose waiting is over, the latest first, instead of those who wait.
 */
ended: boolean, 
/**
 * Leaves the free times out, which cost a look at the days ahead.
 */
without_times: boolean, };

export type ListWorklists = Record<symbol, never>;

export type LoginReply = { account: Me, stage: Stage, 
/**
 * How this person likes the screen.
 */
preferences: Preferences, };

export type LoginRequest = { username: string, password: string, };

/**
 * What of a medicine expires together, and how much of it there is at the site.
 */
export type Lot = { id: LotId, medicine_id: MedicineId, medicine: string, strength: string | null, unit: string, number: string, 
/**
 * The last day on which it may be given out.
 */
expires_on: WallDate, is_expired: boolean, 
/**
 * The sum of its movements. Below zero where two desks gave out the same.
 */
left: number, 
/**
 * Of all that is left, in minor units; none without a price.
 */
value_minor: number | null, };

export type LotCount = { lot_id: LotId, 
/**
 * What was written when it was counted.
 */
expected: number, counted: number, };

/**
 * What of a medicine was made together and expires together.
 */
export type LotId = string;

/**
 * Lots as they now stand.
 */
export type LotsReply = { lots: Array<Lot>, };

/**
 * The account at the desk, as the screen needs it.
 */
export type Me = { account_id: AccountId, username: string, full_name: string, role: Role, status: AccountStatus, 
/**
 * Everything this account may do; the screen hides the rest.
 */
permissions: Array<Permission>, doctor_id: DoctorId | null, 
/**
 * Minutes without a key or click until the screen locks.
 */
idle_lock_minutes: number, };

/**
 * What can be measured, each in whole units of its name.
 */
export type Measure = "height_mm" | "weight_grams" | "systolic_mmhg" | "diastolic_mmhg" | "pulse_per_minute" | "temperature_tenths" | "oxygen_percent";

/**
 * A measuring, as typed. At least one value.
 */
export type Measured = { height_mm?: number | null, weight_grams?: number | null, systolic_mmhg?: number | null, diastolic_mmhg?: number | null, pulse_per_minute?: number | null, temperature_tenths?: number | null, oxygen_percent?: number | null, };

export type Medication = { id: MedicationId, name: string, dosage: string | null, frequency: string | null, first_date: WallDate | null, last_date: WallDate | null, notes: string | null, 
/**
 * Whether it is still taken today.
 */
is_current: boolean, written_by: string | null, created_at: Instant, };

/**
 * Something somebody takes.
 */
export type MedicationId = string;

export type MedicationRef = { id: MedicationId, };

/**
 * Something that can be prescribed and stocked.
 */
export type Medicine = { id: MedicineId, name: string, generic_name: string | null, 
/**
 * Active ingredients, and the families they belong to: what an allergy is found by.
 */
ingredients: Array<string>, families: Array<string>, form: MedicineForm, strength: string | null, 
/**
 * What stock is counted in: `tablet`, `ml`, `bottle`.
 */
unit: string, 
/**
 * Units in one pack.
 */
pack_size: number | null, barcode: string | null, 
/**
 * Of one unit, in minor units of the clinic's currency.
 */
price_minor: number | null, 
/**
 * Below this it is to be bought again; 0 for never.
 */
minimum_stock: number, 
/**
 * How much may still be given out: what has expired is not in it.
 */
stock: number, 
/**
 * How much stands on the shelf past its day.
 */
expired: number, 
/**
 * When the next lot that is there expires.
 */
next_expiry: WallDate | null, };

export type MedicineForm = "tablet" | "capsule" | "syrup" | "suspension" | "drops" | "spray" | "cream" | "ointment" | "gel" | "injection" | "inhaler" | "suppository" | "sachet" | "solution" | "patch" | "device" | "other";

/**
 * A medicine as the prescriber looks for it.
 */
export type MedicineHit = { id: MedicineId, name: string, generic_name: string | null, form: MedicineForm, strength: string | null, unit: string, pack_size: number | null, 
/**
 * What is on the shelf and not expired, in `unit`; absent where the pharmacy keeps no lots of it.
 */
stock: number | null, };

export type MedicineHits = { medicines: Array<MedicineHit>, };

/**
 * Something that can be prescribed and stocked.
 */
export type MedicineId = string;

export type MedicineList = { medicines: Array<Medicine>, 
/**
 * How many fit, shown or not.
 */
found: number, 
/**
 * ISO 4217.
 */
currency: string, };

export type MedicineRef = { id: MedicineId, };

export type MedicineReply = { medicine: Medicine, };

/**
 * Whose value stands afterwards: that of the record that is kept, that of the record that goes, or both together.
 */
export type MergeChoice = "kept" | "merged" | "both";

/**
 * What is decided as one. A day of birth and a year as told exclude one another; a contact without its number is none.
 */
export type MergeField = "full_name" | "second_name" | "birth" | "gender" | "phones" | "email" | "national_id" | "address" | "blood_type" | "emergency_contact" | "notes" | "favourite_doctors";

export type MergeFieldPreview = { field: MergeField, 
/**
 * What stands unless something else is chosen.
 */
choice: MergeChoice, 
/**
 * What can be chosen.
 */
choices: Array<MergeChoice>, 
/**
 * Both say something, not the same, and only one can stand.
 */
contested: boolean, };

export type MergePatients = { one: PatientId, other: PatientId, 
/**
 * What was decided; for the rest what `patients.merge_preview` proposes.
 */
choices: Array<FieldChoice>, };

/**
 * What merging would do.
 */
export type MergePreview = { 
/**
 * Made first: its file number stays.
 */
kept: MergeSide, merged: MergeSide, 
/**
 * Every field that either says something in.
 */
fields: Array<MergeFieldPreview>, 
/**
 * What names the one that goes and will name the one that stays.
 */
moves: Array<Moves>, };

export type MergeSide = { patient: Patient, age_years: number | null, last_visit: WallDate | null, visits: number, };

/**
 * A record that became part of this one.
 */
export type MergedRecord = { id: PatientId, ref: string, full_name: string, merged_at: Instant | null, 
/**
 * False where a later merge has to be taken back first.
 */
can_be_separated: boolean, };

/**
 * Whole minutes, rounded down.
 */
export type Minutes = { 
/**
 * The one in the middle; of an even number the lower of the two.
 */
median: number, longest: number, 
/**
 * Of how many visits.
 */
of: number, };

export type Month = { 
/**
 * Its first day.
 */
month: WallDate, 
/**
 * The weeks that the month touches, so that the days of its neighbours stand at either end.
 */
stretch: Stretch, };

export type MoveAll = { id: WorklistId, 
/**
 * The plan as it was shown: all of it is done, or nothing.
 */
moves: Array<PlannedMove>, };

/**
 * What is absent stays as it is.
 */
export type MoveRequest = { id: AppointmentId, doctor_id?: DoctorId | null, date?: WallDate | null, start?: WallTime | null, minutes?: number | null, overbook_reason?: string | null, later_hour?: boolean | null, };

/**
 * Another weekday, time or doctor for a visit of a series and for all that follow it. The same is sent to see it first.
 */
export type MoveSeries = { 
/**
 * The visit from which on they move.
 */
id: AppointmentId, 
/**
 * Where that one goes; its place in the series when absent. The others keep their distance from it.
 */
date?: WallDate | null, start?: WallTime | null, doctor_id?: DoctorId | null, choices: Array<SeriesChoice>, };

/**
 * Something left the shelf, or came back, outside of dispensing.
 */
export type MoveStock = { site_id?: SiteId | null, lot_id: LotId, 
/**
 * What came is positive, what went negative.
 */
quantity: number, 
/**
 * `adjusted`, `returned` or `sample_out`: the others come with what they are about.
 */
reason: MovementReason, 
/**
 * Why; needed for everything but a sample.
 */
note?: string | null, 
/**
 * Who got the sample.
 */
patient_id?: PatientId | null, };

export type Movement = { id: StockMovementId, lot_id: LotId, lot_number: string, 
/**
 * What came is positive, what went negative.
 */
quantity: number, reason: MovementReason, note: string | null, 
/**
 * The prescription it was handed out for.
 */
prescription_ref: string | null, 
/**
 * Who left the sample, or got it.
 */
rep: string | null, patient: string | null, 
/**
 * The site it went to or came from, of what was taken from one to another.
 */
other_site: string | null, at: Instant, account_id: AccountId | null, by: string | null, };

/**
 * Why stock moved.
 */
export type MovementReason = "receipt" | "dispensed" | "adjusted" | "returned" | "expired" | "sample_in" | "sample_out" | "transferred";

/**
 * Rows of one table that move.
 */
export type Moves = { table: string, rows: number, };

/**
 * Something with a name in two scripts.
 */
export type Named = { id: string, name: string, 
/**
 * In the second script: Arabic, of a specialty.
 */
second_name: string | null, };

export type NamedAccount = { id: AccountId, full_name: string, role: Role, };

/**
 * Never printed: whoever has it is let in.
 */
export type NewCode = { 
/**
 * To be read out or typed at another PC. It works once.
 */
code: string, expires_at: Instant, 
/**
 * Where that PC finds the hub.
 */
address: string, 
/**
 * All of it in one line, to be sent or scanned.
 */
invitation: string, 
/**
 * The same to be shown to a scanner.
 */
picture: SquareCode, };

export type NextFreeRequest = { 
/**
 * Any doctor of the site when absent.
 */
doctor_id?: DoctorId | null, 
/**
 * For a visit of this rep: rep hours, rep caps and the rules for reps.
 */
rep_id?: RepId | null, 
/**
 * The doctor's usual length when absent.
 */
minutes?: number | null, 
/**
 * Today when absent.
 */
from?: WallDate | null, 
/**
 * On the first day none that begins earlier.
 */
not_before?: WallTime | null, kind?: AppointmentKind | null, 
/**
 * 5 when absent, at most 50.
 */
count?: number | null, };

/**
 * What hangs in the waiting room: numbers, and at whose door. Nothing here tells who a patient is.
 */
export type Numbers = { 
/**
 * `en` or `ar`; absent while the desk is closed.
 */
language: string | null, clinic_name: string, 
/**
 * The wall of the clinic.
 */
now: WallTime | null, doors: Array<Door>, };

/**
 * A doctor's time on one day of the week, over the last four weeks.
 */
export type OccupancyCell = { doctor: Named, 
/**
 * 1 for Monday to 7 for Sunday.
 */
weekday: number, available_minutes: number, booked_minutes: number, 
/**
 * Tenths of a percent; absent where the doctor was not open.
 */
occupancy: number | null, };

export type OfferHolidays = { 
/**
 * ISO 3166-1 alpha-2.
 */
country: string, year: number, };

export type OfferedTime = { doctor_id: DoctorId, date: WallDate, start: WallTime, };

/**
 * What still stands open, each kind with its own way to an end.
 */
export type OpenMatters = { 
/**
 * Visits of the day that are neither over nor called off nor missed, in the order of the clock.
 */
visits: Array<OpenVisit>, rep_visits: Array<OpenRepVisit>, 
/**
 * Worklists of any day with somebody who needs another time.
 */
worklists: Array<WorklistShort>, 
/**
 * What else waits in the inbox for this account.
 */
attention: number, };

export type OpenRepVisit = { id: RepVisitId, rep_name: string, company: string, doctor_id: DoctorId, start: WallTime, status: RepVisitStatus, };

export type OpenReport = { report: ReportName, from: WallDate, to: WallDate, site_id?: SiteId | null, doctor_id?: DoctorId | null, threshold?: number | null, 
/**
 * The key of the row; absent for the totals.
 */
row?: string | null, 
/**
 * The key of the column; the row's first figure when absent.
 */
column?: string | null, };

export type OpenSpan = { audience: Audience, start: WallTime, end: WallTime, };

export type OpenVisit = { id: AppointmentId, patient_name: string, patient_ref: string, patient_phone: string | null, doctor_id: DoctorId, start: WallTime, minutes: number, status: AppointmentStatus, };

/**
 * A document with what is in it, for the window's memory alone.
 */
export type OpenedDocument = { id: DocumentId, name: string, mime_type: DocumentType, 
/**
 * RFC 4648 with padding.
 */
base64: string, };

/**
 * A visit behind a figure.
 */
export type OpenedVisit = { kind: VisitKind, id: string, ref: string, date: WallDate, start: WallTime, minutes: number, 
/**
 * The patient or the rep; the visit's reference for who may not read their names.
 */
who: string, doctor_id: DoctorId, doctor_name: string, doctor_second_name: string | null, 
/**
 * Code of an appointment's or a rep visit's state.
 */
status: string, 
/**
 * Why it was overbooked or called off.
 */
because: string | null, };

export type OpenedVisits = { 
/**
 * Newest first, at most 500.
 */
visits: Array<OpenedVisit>, more: boolean, };

/**
 * One thing somebody did, as the ledger keeps it.
 */
export type OperationId = string;

/**
 * One thing somebody did.
 */
export type OperationLine = { id: OperationId, 
/**
 * Its place in its desk's chain, counted from 1 without gaps.
 */
number: number, 
/**
 * The letter of the desk it was done at, where those of all desks are listed.
 */
desk_letter: string | null, 
/**
 * The command that did it: `appointments.book`.
 */
kind: string, at: Instant, account_id: AccountId | null, account_name: string | null, reason: string | null, 
/**
 * Whom or what it was about, as a person would say it: a patient's name, a doctor's.
 */
subject: string | null, 
/**
 * At most a hundred of them.
 */
changes: Array<ChangeLine>, 
/**
 * How many rows it changed in all.
 */
changed_rows: number, undoes: OperationId | null, undone: boolean, };

export type OperationList = { 
/**
 * Newest first.
 */
operations: Array<OperationLine>, 
/**
 * What a person calls the rows that `before` and `after` refer to: id → name.
 */
names: { [key in string]: string }, more: boolean, 
/**
 * The `before` of the next page.
 */
next: number | null, };

/**
 * How it ended.
 */
export type Outcome = "done" | "kept" | "changed" | "dismissed";

export type OverbookedVisit = { id: AppointmentId, patient_name: string, patient_ref: string, doctor_id: DoctorId, start: WallTime, status: AppointmentStatus, reason: string, is_emergency: boolean, };

export type Overview = { date: WallDate, site_id: SiteId | null, at: Instant, today: Array<Against>, 
/**
 * From the first to the last hour in which a visit begins, on this day or usually.
 */
hours: Array<HourLoad>, 
/**
 * The four weeks before the day.
 */
from: WallDate, to: WallDate, 
/**
 * By doctor and weekday, those with time or visits.
 */
occupancy: Array<OccupancyCell>, 
/**
 * Every day of the four weeks with a visit.
 */
days: Array<DayCounts>, 
/**
 * What is worst first.
 */
concerns: Array<ConcernItem>, };

export type OverviewRequest = { 
/**
 * Today by the site's clock when absent.
 */
date?: WallDate | null, 
/**
 * All sites when absent.
 */
site_id?: SiteId | null, };

/**
 * A finished paper, the same for all of them.
 */
export type Paper = { 
/**
 * What a file of it would be called, without a folder: it must suit every disk.
 */
name: string, 
/**
 * `application/pdf`, or what can be saved and not printed: `text/calendar`, `text/csv`, a picture.
 */
media_type: string, 
/**
 * The file itself, RFC 4648 with padding.
 */
base64: string, };

export type PaperReply = { paper: Paper, };

export type PastFulfilment = { id: FulfilmentId, at: Instant, by: string | null, note: string | null, items: Array<PastItem>, };

export type PastItem = { 
/**
 * As it was prescribed.
 */
medicine: string, 
/**
 * What was handed out, where it was another one.
 */
handed_out: string | null, substituted_because: string | null, lot_number: string, quantity: number, 
/**
 * Of one unit, as it was then.
 */
price_minor: number | null, kept_because: string | null, };

export type Patient = { id: PatientId, 
/**
 * The file number: `PAT-A-000007`.
 */
ref: string, full_name: string, second_name: string | null, date_of_birth: WallDate | null, 
/**
 * Year of birth as told, where the day is not known.
 */
born_about: number | null, gender: Gender | null, phones: Array<Phone>, email: string | null, national_id: string | null, address: string | null, blood_type: BloodType | null, emergency_contact: EmergencyContact | null, notes: string | null, 
/**
 * True when the notes are not for this account: then `notes` is absent whether or not there are any.
 */
notes_withheld: boolean, favourite_doctors: Array<DoctorId>, created_at: Instant, deleted: boolean, };

/**
 * One patient with what a receptionist needs beside the name to pick the right one.
 */
export type PatientCard = { patient: Patient, age_years: number | null, 
/**
 * The latest visit the patient came to.
 */
last_visit: VisitLine | null, 
/**
 * The next one the patient is expected at, from today on.
 */
next_visit: VisitLine | null, 
/**
 * No-shows within the last twelve months.
 */
no_shows: number, 
/**
 * How many visits in a row the patient did not come to, counted back from the latest.
 */
no_shows_running: number, 
/**
 * Newest first, at most 500.
 */
visits: Array<VisitLine>, 
/**
 * Who belongs to the patient.
 */
family: Array<FamilyMember>, 
/**
 * Records that became part of this one, the latest first.
 */
merged: Array<MergedRecord>, };

export type PatientHit = { id: PatientId, ref: string, full_name: string, second_name: string | null, date_of_birth: WallDate | null, born_about: number | null, age_years: number | null, gender: Gender | null, phones: Array<Phone>, 
/**
 * The latest day the patient came.
 */
last_visit: WallDate | null, };

export type PatientHits = { 
/**
 * Best first: exact, then prefix, then inside, then by sound across scripts; recent visitors first among equals.
 */
patients: Array<PatientHit>, };

export type PatientId = string;

/**
 * Two records, in any order: the one that was made first is kept, so that two desks that merge the same two at once agree.
 */
export type PatientPair = { one: PatientId, other: PatientId, };

export type PatientPrescriptions = { 
/**
 * Newest first; drafts only where they are one's own.
 */
prescriptions: Array<PrescriptionLine>, };

export type PatientRef = { id: PatientId, };

export type PatientReply = { patient: Patient, };

/**
 * One right. Every command of the command table asks for exactly one, for a session, or for nothing.
 */
export type Permission = "manage_clinic" | "manage_accounts" | "manage_schedules" | "manage_closures" | "read_agenda" | "read_patients" | "manage_patients" | "book" | "overbook" | "run_queue" | "read_reps" | "manage_reps" | "undo" | "undo_others" | "read_ledger" | "read_reports" | "read_charts" | "write_charts" | "review_charts" | "read_prescriptions" | "prescribe" | "dispense" | "manage_stock" | "attach_documents" | "settle_matters";

/**
 * How it stands between this desk and the hub.
 */
export type Phase = "off" | "in_step" | "talking" | "offline" | "disk_full" | "revoked" | "unknown" | "old_desk";

export type Phone = { 
/**
 * As dialled; kept as entered, compared without spaces and with Arabic digits folded.
 */
number: string, 
/**
 * Whose it is: `mother`, `work`.
 */
note?: string | null, };

/**
 * A phone in an input: a bare number, or a number with a note.
 */
export type PhoneInput = string | Phone;

/**
 * A day that the plan uses, as it is without the plan.
 */
export type PlanDay = { doctor_id: DoctorId, date: WallDate, open: Array<TimeSpan>, held: Array<TimeSpan>, 
/**
 * How many count towards the cap now.
 */
booked: number, cap: number | null, 
/**
 * How many the plan would bring.
 */
added: number, };

export type PlannedMove = { id: RebookId, doctor_id: DoctorId, date: WallDate, start: WallTime, };

/**
 * What was chosen; `None` where nothing was. Then the system's wish decides on the theme, and the clinic's language is shown.
 */
export type Preferences = { theme: Theme | null, language: Language | null, };

export type Prescription = { id: PrescriptionId, ref: string, appointment_id: AppointmentId | null, patient_id: PatientId, patient_name: string, patient_second_name: string | null, patient_ref: string, age_years: number | null, doctor_id: DoctorId, 
/**
 * The doctor's name as it is registered.
 */
doctor_name: string, site_id: SiteId, state: PrescriptionState, diagnosis: string | null, notes: string | null, tags: Array<string>, issued_at: Instant | null, valid_until: WallDate | null, whiteboard: Whiteboard | null, 
/**
 * The submitted one that this one is to stand in the place of.
 */
corrects: PrescriptionName | null, 
/**
 * The one that stands in its place.
 */
replaced_by: PrescriptionName | null, cancel_reason: string | null, cancelled_at: Instant | null, created_at: Instant, items: Array<PrescriptionItem>, tests: Array<PrescriptionTest>, 
/**
 * What this account may do with it as it stands.
 */
may: Array<PrescriptionAction>, };

/**
 * What somebody may want to do with a prescription.
 */
export type PrescriptionAction = "read" | "write" | "submit" | "cancel" | "correct" | "repeat" | "print" | "dispense";

/**
 * What a doctor writes often.
 */
export type PrescriptionFavouriteId = string;

/**
 * What a prescription is printed on.
 */
export type PrescriptionFormat = "a4" | "a5" | "strip";

export type PrescriptionId = string;

export type PrescriptionItem = { 
/**
 * Absent for a line that is not kept yet.
 */
id: PrescriptionItemId | null, medicine_id: MedicineId | null, medicine_name: string, generic_name: string | null, 
/**
 * Absent for a medicine that the clinic does not list.
 */
form: MedicineForm | null, dose_milli: number, dose_unit: DoseUnit, route: Route, frequency: Frequency, days: number | null, quantity: number, 
/**
 * Whether dose, frequency and days give this quantity.
 */
quantity_worked_out: boolean, instructions: string | null, kept_because: string | null, dispensed: number, 
/**
 * What speaks against it. Of a draft alone: what was submitted was answered then.
 */
warnings: Array<LineWarning>, 
/**
 * What else could be given instead, where something speaks against it.
 */
alternatives: Array<MedicineHit>, };

export type PrescriptionItemId = string;

/**
 * A prescription in a list.
 */
export type PrescriptionLine = { id: PrescriptionId, ref: string, appointment_id: AppointmentId | null, doctor_id: DoctorId, doctor_name: string, state: PrescriptionState, diagnosis: string | null, issued_at: Instant | null, created_at: Instant, valid_until: WallDate | null, medicines: Array<string>, tests: Array<string>, tags: Array<string>, 
/**
 * The submitted one that this one is to stand in the place of.
 */
corrects: PrescriptionName | null, 
/**
 * The one that stands in its place.
 */
replaced_by: PrescriptionName | null, };

export type PrescriptionName = { id: PrescriptionId, ref: string, };

export type PrescriptionPaperRequest = { id: PrescriptionId, format: PrescriptionFormat, 
/**
 * The clinic's own where none is given.
 */
language?: Language | null, 
/**
 * To look at before it is printed: it says so across the page, and nothing is recorded.
 */
preview: boolean, };

export type PrescriptionRef = { id: PrescriptionId, };

export type PrescriptionReply = { prescription: Prescription, };

/**
 * How far along a prescription is.
 */
export type PrescriptionState = "draft" | "submitted" | "partly_fulfilled" | "fulfilled" | "replaced" | "cancelled";

export type PrescriptionTest = { id: PrescriptionTestId, name: string, instructions: string | null, priority: TestPriority, };

export type PrescriptionTestId = string;

export type PrescriptionsOf = { patient_id: PatientId, };

/**
 * What would be handed out, and what has to be known before.
 */
export type Proposal = { prescription: ToDispense, lines: Array<ProposedLine>, 
/**
 * What was handed out already, the newest first.
 */
given: Array<PastFulfilment>, 
/**
 * Whether anything may be handed out for it as it stands.
 */
may_dispense: boolean, today: WallDate, 
/**
 * ISO 4217.
 */
currency: string, };

export type ProposeFulfilment = { prescription_id: PrescriptionId, 
/**
 * Whose shelves; the first site's when absent.
 */
site_id?: SiteId | null, 
/**
 * Lines for which another medicine was chosen.
 */
instead: Array<Instead>, };

/**
 * One line of the prescription.
 */
export type ProposedLine = { prescription_item_id: PrescriptionItemId, 
/**
 * Absent for a medicine that the clinic does not stock.
 */
medicine_id: MedicineId | null, medicine: string, generic_name: string | null, 
/**
 * Of the clinic's medicine, where it is one.
 */
strength: string | null, form: MedicineForm | null, dose_milli: number, dose_unit: DoseUnit, frequency: Frequency, days: number | null, instructions: string | null, 
/**
 * Why the doctor set a warning aside.
 */
doctor_kept_because: string | null, unit: string | null, prescribed: number, given: number, 
/**
 * Of this medicine, for the prescriptions that this one corrects: what of it still counts, the doctor knows.
 */
given_before: number, open: number, 
/**
 * What was chosen for it, where that is not what the line names; unit, price, lots, allergies and doubles are its own.
 */
chosen: Medicine | null, 
/**
 * What is chosen is the same by another name, and needs a reason.
 */
is_substitute: boolean, 
/**
 * What may be handed out in its place, and is there.
 */
substitutes: Array<Medicine>, 
/**
 * What the patient has already of what was chosen; as an allergy it stops the line until somebody says why it goes on.
 */
doubles: Array<Double>, 
/**
 * Of one unit.
 */
price_minor: number | null, 
/**
 * From which lots, what expires first in front; less than what is open where there is not as much.
 */
take: Array<ProposedTake>, 
/**
 * What the patient is allergic to and this has: it stops the line until somebody says why it goes on.
 */
allergies: Array<AllergyStop>, };

export type ProposedTake = { lot_id: LotId, number: string, expires_on: WallDate, quantity: number, left: number, };

export type Qualification = { degree: string, institution?: string | null, year?: number | null, };

/**
 * Who is here, since when, for whom; and who should be.
 */
export type Queue = { site_id: SiteId, today: WallDate, now: WallTime, 
/**
 * When this was so.
 */
at: Instant, 
/**
 * After so many minutes somebody who is not here counts as missing.
 */
grace_minutes: number, 
/**
 * In the board's order. Doctors with nobody to see today are left out.
 */
doctors: Array<DoctorQueue>, };

export type QueueRequest = { 
/**
 * The first site when absent.
 */
site_id?: SiteId | null, };

/**
 * A visit of today as the queue shows it.
 */
export type Queued = { id: AppointmentId, patient_id: PatientId, patient_name: string, patient_ref: string, patient_phone: string | null, status: AppointmentStatus, number: number | null, 
/**
 * Another patient of this doctor was given the same number today, by a desk that could not be seen.
 */
number_twice: boolean, start: WallTime, minutes: number, reason: string | null, 
/**
 * Present exactly when the visit was booked over a refusal: an emergency is marked here as on the board.
 */
overbook_reason: string | null, arrived_at: Instant | null, called_at: Instant | null, started_at: Instant | null, };

export type ReadLine = { text: string, patient_id: PatientId, 
/**
 * Whose usual courses are offered; the account's own doctor when absent.
 */
doctor_id?: DoctorId | null, };

export type RebookCallId = string;

/**
 * What became of a visit that lost its time.
 */
export type RebookEnd = "moved" | "cancelled" | "seen_elsewhere" | "came" | "no_show" | "open_again";

/**
 * A visit that lost its time and needs another.
 */
export type RebookId = string;

export type RebookListRequest = { id: WorklistId, 
/**
 * The clinic's own where none is given.
 */
language?: Language | null, };

/**
 * What is done about one visit of a worklist.
 */
export type RebookWay = "agreed" | "told" | "no_answer" | "later" | "cancelled" | "seen_elsewhere";

/**
 * What was made anew.
 */
export type Rebuilt = { 
/**
 * Doctors' days that are packed.
 */
days: number, 
/**
 * Of them, those that did not say what the visits say: none, unless something is wrong.
 */
differed: number, };

/**
 * A sample is taken into stock.
 */
export type ReceiveSample = { site_id?: SiteId | null, rep_visit_id: RepVisitId, position: number, medicine_id: MedicineId, 
/**
 * Where the summary does not say it.
 */
lot?: string | null, expires_on?: WallDate | null, };

/**
 * Something was bought and put on the shelf.
 */
export type ReceiveStock = { site_id?: SiteId | null, medicine_id: MedicineId, 
/**
 * As it is printed on the pack; a lot that is there already is added to.
 */
lot: string, expires_on: WallDate, quantity: number, note?: string | null, };

/**
 * Samples as the shelf sees them.
 */
export type ReceivedSample = { rep_visit_id: RepVisitId, received: WallDate, rep_id: RepId, rep_name: string, company: string, doctor_name: string, product: string, quantity: number, lot: string | null, expires: WallDate | null, is_expired: boolean, };

export type ReceivedSamples = { 
/**
 * What expires first comes first; what does not say comes last.
 */
samples: Array<ReceivedSample>, };

export type RecentFulfilment = { id: FulfilmentId, prescription_id: PrescriptionId, ref: string, patient_name: string, patient_second_name: string | null, at: Instant, by: string | null, 
/**
 * How many packs: each has a label.
 */
packs: number, };

/**
 * What was handed out lately, for whom, the newest first.
 */
export type RecentFulfilments = { fulfilments: Array<RecentFulfilment>, };

export type RecoverRequest = { 
/**
 * The code printed at set-up; case, spaces and hyphens do not matter.
 */
recovery_code: string, username: string, new_password: string, };

export type RecoveryCodeReply = { recovery_code: string, };

export type RecoverySheetRequest = { 
/**
 * As it is on the screen. It is kept nowhere, so whoever wants it on paper has to bring it.
 */
recovery_code: string, 
/**
 * The clinic's own where none is given.
 */
language?: Language | null, };

export type RefusedRow = { 
/**
 * Where the row begins, counted from 1.
 */
line: number, 
/**
 * `quote`, `code_missing`, `name_missing`, `too_long`, `too_many_cells`, `repeated`.
 */
code: string, 
/**
 * What stands there.
 */
found: string | null, };

/**
 * A name and a phone are enough.
 */
export type RegisterPatient = { full_name: string, phones: Array<PhoneInput>, second_name?: string | null, date_of_birth?: WallDate | null, born_about?: number | null, gender?: Gender | null, email?: string | null, national_id?: string | null, address?: string | null, blood_type?: BloodType | null, emergency_contact?: EmergencyContact | null, notes?: string | null, favourite_doctors: Array<DoctorId>, };

/**
 * A new patient beside one of the registry.
 */
export type RegisterRelative = { patient: RegisterPatient, 
/**
 * Of the registry already: the parent of a child.
 */
relative_id: PatientId, 
/**
 * What the new patient is to that one.
 */
kind: Kinship, };

/**
 * Either another patient, or a name.
 */
export type RelatePatient = { id: PatientId, 
/**
 * What the relative is to the patient.
 */
kind: Kinship, relative_id?: PatientId | null, full_name?: string | null, phone?: string | null, history?: string | null, 
/**
 * Also becomes the patient's emergency contact.
 */
emergency?: AsEmergencyContact | null, };

/**
 * Somebody who belongs to a patient.
 */
export type RelationId = string;

export type RelationRef = { id: RelationId, };

/**
 * A visit with all that ringing the patient takes.
 */
export type Reminder = { 
/**
 * The visit.
 */
id: AppointmentId, ref: string, patient_id: PatientId, 
/**
 * The visit's reference where the patient has not been heard of here yet.
 */
patient_name: string, patient_second_name: string | null, 
/**
 * The file number.
 */
patient_ref: string, age_years: number | null, 
/**
 * The one to ring first in front.
 */
phones: Array<Phone>, 
/**
 * Of the last twelve months.
 */
no_shows: number, 
/**
 * The last so many visits, one after the other.
 */
no_shows_running: number, doctor_id: DoctorId, 
/**
 * The doctor's name as it is registered.
 */
doctor_name: string, date: WallDate, start: WallTime, minutes: number, reason: string | null, status: AppointmentStatus, state: ReminderState, 
/**
 * When the patient was reminded of this time.
 */
reminded_at: Instant | null, 
/**
 * About this time, newest first.
 */
calls: Array<ReminderCall>, };

export type ReminderCall = { outcome: CallOutcome, note: string | null, at: Instant, by: string | null, };

export type ReminderReply = { reminder: Reminder, };

/**
 * How far reminding the patient of a visit is.
 */
export type ReminderState = "to_call" | "no_answer" | "later" | "reminded" | "confirmed";

/**
 * What came of reminding a patient.
 */
export type ReminderWay = "reminded" | "confirmed" | "no_answer" | "later";

export type Reminders = { site_id: SiteId, date: WallDate, today: WallDate, 
/**
 * The next day on which the site is open or somebody is expected.
 */
next_date: WallDate, 
/**
 * How many still have to be called.
 */
open: number, 
/**
 * The visits that are to come on this day, in the order of the clock.
 */
rows: Array<Reminder>, };

export type RemoveWait = { id: WaitId, 
/**
 * Why they wait no more.
 */
reason?: string | null, };

export type Rep = { id: RepId, company_id: CompanyId, company: string, full_name: string, second_name: string | null, drug_specialty: string | null, phone: string | null, email: string | null, 
/**
 * The last day on which the credential is good.
 */
credential_expires: WallDate | null, 
/**
 * The last day on which the rep is not let in.
 */
blocked_until: WallDate | null, blocked_reason: string | null, 
/**
 * Whether the rep would be let in today.
 */
is_blocked: boolean, is_expired: boolean, last_visit: WallDate | null, next_visit: WallDate | null, 
/**
 * No longer comes; kept because the past refers to them.
 */
deleted: boolean, };

/**
 * A correction to the summary of a rep's visit.
 */
export type RepAddendumId = string;

/**
 * Who called a rep's visit off.
 */
export type RepCancelledBy = "rep" | "company" | "doctor" | "clinic" | "system";

/**
 * A rep's page.
 */
export type RepCard = { rep: Rep, 
/**
 * The newest first, at most 200.
 */
visits: Array<RepVisitDetail>, };

export type RepFigures = { 
/**
 * Every visit of a rep that day but those declined, merely asked for, or replaced by another.
 */
booked: number, completed: number, no_show: number, cancelled: number, 
/**
 * Came and were not let in.
 */
refused: number, 
/**
 * Lots of samples that the completed visits left, and the units in them.
 */
sample_lines: number, sample_units: number, };

export type RepId = string;

/**
 * What one scope asks for. What is absent is left to others.
 */
export type RepLimits = { 
/**
 * Most rep visits a day.
 */
max_per_day?: number | null, 
/**
 * Least days between two visits of one rep to one doctor; 0 for none.
 */
least_days_between?: number | null, 
/**
 * Most visits of one company within a week of the site's calendar.
 */
company_per_week?: number | null, 
/**
 * Least hours between booking and visit; 0 for none.
 */
notice_hours?: number | null, 
/**
 * How many days ahead a visit may be booked.
 */
horizon_days?: number | null, };

export type RepList = { reps: Array<Rep>, };

export type RepRef = { id: RepId, };

export type RepReply = { rep: Rep, };

/**
 * A visit that waits for an answer, with what the five steps and the rules say of it now.
 */
export type RepRequest = { visit: RepVisitDetail, 
/**
 * Absent for a doctor who cannot be booked any more.
 */
verdict: Verdict | null, };

export type RepRequests = { 
/**
 * The earliest visit first, at most 100.
 */
requests: Array<RepRequest>, count: number, 
/**
 * Booked visits that cannot take place as they are: their time was closed, or they break a rule of the clinic. The earliest first, at
 * most 100.
 */
displaced: Array<RepRequest>, displaced_count: number, };

export type RepRuleLine = { scope: RepRuleScope, site_id: SiteId | null, doctor_id: DoctorId | null, company_id: CompanyId | null, 
/**
 * The site's, doctor's or company's.
 */
name: string, limits: RepLimits, };

export type RepRuleList = { 
/**
 * What holds where nobody says anything.
 */
usual: RepLimits, rules: Array<RepRuleLine>, };

/**
 * Whose rule it is. What a rule counts is counted within its scope: a doctor's limit a day counts that doctor's rep visits, a
 * company's limit a week counts that company's visits wherever they are.
 */
export type RepRuleScope = "site" | "doctor" | "company";

export type RepVisit = { id: RepVisitId, ref: string, rep_id: RepId, rep_name: string, company: string, doctor_id: DoctorId, date: WallDate, start: WallTime, minutes: number, status: RepVisitStatus, 
/**
 * The visit that holds this time, when two desks gave it away at once: an appointment, or another rep visit.
 */
clash_with: string | null, 
/**
 * Why it stands here against a rule.
 */
overbook_reason: string | null, arrived_at: Instant | null, };

/**
 * A visit of a rep with everything known of it.
 */
export type RepVisitDetail = { id: RepVisitId, ref: string, rep_id: RepId, rep_name: string, rep_second_name: string | null, rep_phone: string | null, company_id: CompanyId, company: string, doctor_id: DoctorId, doctor_name: string, doctor_second_name: string | null, site_id: SiteId, date: WallDate, start: WallTime, minutes: number, 
/**
 * True for the second of two equal wall times on the day the clock goes back.
 */
later_hour: boolean, status: RepVisitStatus, cancelled_by: RepCancelledBy | null, 
/**
 * Why it was called off, declined or not let in. Of a rep whom the desk itself kept out: `rep.blocked` or
 * `rep.credential_expired`.
 */
cancel_reason: string | null, rescheduled_from: RepVisitId | null, products: Array<string>, 
/**
 * Who comes along.
 */
attendees: Array<string>, 
/**
 * Locked once the visit is completed with it.
 */
summary: VisitSummary | null, overbook_reason: string | null, arrived_at: Instant | null, started_at: Instant | null, completed_at: Instant | null, created_at: Instant, 
/**
 * Corrections to the summary, in the order they were written.
 */
addenda: Array<AddendumLine>, };

export type RepVisitId = string;

export type RepVisitRef = { id: RepVisitId, };

export type RepVisitReply = { visit: RepVisitDetail, 
/**
 * When booking `rep_elsewhere {rep_visit_id, ref, doctor, start, end}`, `in_the_past`; when a rep arrives `not_today {date, today}`;
 * at a no-show `before_its_time`.
 */
warnings: Array<Warning>, };

export type RepVisitStatus = "requested" | "approved" | "declined" | "confirmed" | "arrived" | "in_visit" | "completed" | "cancelled" | "no_show" | "rescheduled" | "refused_entry";

export type RepeatLast = { patient_id: PatientId, doctor_id?: DoctorId | null, appointment_id?: AppointmentId | null, };

/**
 * What is counted from one visit to the next.
 */
export type RepeatUnit = "day" | "week" | "month";

/**
 * How the table is best drawn. Each text is the key of a column.
 */
export type ReportChart = { "kind": "bars", label: string, values: Array<string>, } | { "kind": "columns", label: string, values: Array<string>, } | { "kind": "line", label: string, values: Array<string>, } | { "kind": "heat", row: string, column: string, value: string, } | { "kind": "pairs", label: string, left: string, right: string, } | { "kind": "week", row: string, weekday: string, start: string, end: string, group: string, } | { "kind": "none" };

export type ReportGroup = "visits" | "patients" | "reps" | "pharmacy" | "staff" | "schedule";

export type ReportInLanguage = { report: ReportName, from: WallDate, to: WallDate, site_id?: SiteId | null, doctor_id?: DoctorId | null, threshold?: number | null, 
/**
 * The clinic's when absent.
 */
language?: Language | null, };

export type ReportList = { 
/**
 * Those that this account may run, by number.
 */
reports: Array<ReportShort>, };

/**
 * A standing report, by the name it keeps.
 */
export type ReportName = "doctors_by_specialty" | "doctors_by_patients" | "low_utilisation" | "patients_per_day" | "peak_day" | "peak_hour" | "rep_visits_per_day" | "most_active_rep" | "patients_against_reps" | "weekly_schedule" | "closed_days" | "occupancy" | "idle_days" | "conflicts" | "no_shows_and_cancellations" | "waiting_and_lateness" | "new_and_returning" | "rebook_outcomes" | "samples_and_rep_time" | "prescriptions_and_medicines" | "stock" | "who_did_what";

export type ReportReply = { report: ReportName, from: WallDate, to: WallDate, site_id: SiteId | null, doctor_id: DoctorId | null, threshold: number | null, columns: Array<Column>, rows: Array<ReportRow>, 
/**
 * Beneath the columns; what cannot be added up is null.
 */
totals: Array<Cell> | null, chart: ReportChart, 
/**
 * ISO 4217, where there is money in it.
 */
currency: string | null, sources: Sources, };

export type ReportRow = { 
/**
 * Names the row to `reports.open`.
 */
key: string, cells: Array<Cell>, 
/**
 * Whether there are visits to be opened behind it.
 */
opens: boolean, };

export type ReportShort = { name: ReportName, number: number, group: ReportGroup, takes: Takes, definitions: Array<DefinitionCode>, };

/**
 * Another time for a visit; what is absent stays as it is. The old visit stays on record as rescheduled, the new one names it.
 */
export type RescheduleRepVisit = { id: RepVisitId, doctor_id?: DoctorId | null, date?: WallDate | null, start?: WallTime | null, minutes?: number | null, 
/**
 * Approve the new one at once, where the old one was only requested.
 */
approve: boolean, overbook_reason?: string | null, later_hour?: boolean | null, };

export type ReviewGlass = { id: BreakGlassId, 
/**
 * What was found.
 */
review: string, };

export type ReviewList = { 
/**
 * What waits first, then the newest; at most 200.
 */
reviews: Array<GlassReview>, open_count: number, };

/**
 * What an account is for. Patients and reps have accounts of the clinic's platform and do not sit at the desk.
 */
export type Role = "admin" | "doctor" | "receptionist" | "pharmacist" | "viewer" | "patient" | "rep";

export type Route = "oral" | "sublingual" | "nose" | "eye" | "ear" | "skin" | "inhaled" | "injected" | "rectal" | "vaginal" | "other";

/**
 * What is wrong with one row of a file.
 */
export type RowProblem = { 
/**
 * As an editor counts lines, from 1.
 */
line: number, 
/**
 * The column it is about; none for the whole row.
 */
column: string | null, 
/**
 * `required`, `too_long`, `control_character`, `formula`, `unknown`, `not_a_number`, `out_of_range`, `not_an_amount`, `repeated`,
 * `taken`, `cells`, `quote`.
 */
code: string, 
/**
 * What stands there, cut to a length that can be shown.
 */
found: string | null, };

export type RunReport = { report: ReportName, from: WallDate, 
/**
 * Inclusive; at most ten years after `from`.
 */
to: WallDate, 
/**
 * All sites when absent.
 */
site_id?: SiteId | null, doctor_id?: DoctorId | null, 
/**
 * The report's own default when absent.
 */
threshold?: number | null, };

/**
 * A sample that a rep left.
 */
export type Sample = { rep_visit_id: RepVisitId, 
/**
 * Its place in the visit's summary.
 */
position: number, product: string, quantity: number, lot: string | null, expires: WallDate | null, is_expired: boolean, left_on: WallDate, rep: string, company: string, 
/**
 * Medicines that may be meant, the likeliest first.
 */
may_be: Array<Medicine>, };

/**
 * Samples that were left.
 */
export type SampleLine = { product: string, quantity: number, lot?: string | null, 
/**
 * The last day on which they may be used.
 */
expires?: WallDate | null, };

export type SamplesToReceive = { 
/**
 * Those that nobody has taken into stock yet, the newest first.
 */
samples: Array<Sample>, today: WallDate, };

export type SaveAllergy = { 
/**
 * Absent for a new one.
 */
id?: AllergyId | null, patient_id: PatientId, allergen: string, reaction?: string | null, severity: Severity, noticed_on?: WallDate | null, };

/**
 * A new company without an id, or a change to the one with it.
 */
export type SaveCompany = { id?: CompanyId | null, name: string, phone?: string | null, };

export type SaveCondition = { id?: ConditionId | null, patient_id: PatientId, name: string, code?: string | null, diagnosed_on?: WallDate | null, ended_on?: WallDate | null, notes?: string | null, };

/**
 * All that is said of a call.
 */
export type SaveConsultation = { id: ConsultationId, kind: ConsultationKind, 
/**
 * When it began, on the day it began; as it was when absent.
 */
started?: WallTime | null, 
/**
 * How long it took; as it was when absent.
 */
minutes?: number | null, 
/**
 * What it was held with.
 */
device?: string | null, summary?: string | null, flags: Array<ConsultationFlag>, };

/**
 * A doctor to create (`id` absent) or to change (`id` given; every field is then set as sent).
 */
export type SaveDoctor = { id?: DoctorId | null, 
/**
 * The only site, when absent.
 */
site_id?: SiteId | null, full_name: string, second_name?: string | null, title?: string | null, specialty_ids: Array<SpecialtyId>, license_number?: string | null, qualifications: Array<Qualification>, years_of_experience?: number | null, biography?: string | null, languages: Array<string>, consultation_fee_minor?: number | null, 
/**
 * 15 when absent.
 */
default_visit_minutes?: number | null, phone?: string | null, email?: string | null, board_colour?: string | null, approval?: DoctorApproval | null, documents_verified: boolean, 
/**
 * True when absent.
 */
active?: boolean | null, };

export type SaveDraft = { 
/**
 * Which form: `booking`, `patient`.
 */
name: string, body: JsonValue, };

export type SaveFavourite = { 
/**
 * One of this name is written anew.
 */
name: string, items: Array<WriteItem>, };

export type SaveLabTest = { id?: LabTestId | null, patient_id: PatientId, 
/**
 * The visit a new one is ordered at.
 */
appointment_id?: AppointmentId | null, name: string, 
/**
 * Today, when absent.
 */
ordered_on?: WallDate | null, result?: string | null, unit?: string | null, 
/**
 * As the laboratory writes it: `4.0-5.6`, `< 5.7`.
 */
usual_range?: string | null, 
/**
 * Worked out of the usual range, when absent and both are numbers.
 */
flag?: LabFlag | null, 
/**
 * Today, when absent and there is a result.
 */
result_on?: WallDate | null, notes?: string | null, };

export type SaveMedication = { id?: MedicationId | null, patient_id: PatientId, name: string, dosage?: string | null, frequency?: string | null, first_date?: WallDate | null, last_date?: WallDate | null, notes?: string | null, };

/**
 * A new medicine without an id, or a change to the one with it.
 */
export type SaveMedicine = { id?: MedicineId | null, name: string, generic_name?: string | null, ingredients: Array<string>, families: Array<string>, form: MedicineForm, strength?: string | null, unit: string, pack_size?: number | null, barcode?: string | null, price_minor?: number | null, minimum_stock: number, };

/**
 * A new rep without an id, or a change to the one with it. What is absent is emptied.
 */
export type SaveRep = { id?: RepId | null, company_id: CompanyId, full_name: string, second_name?: string | null, drug_specialty?: string | null, phone?: string | null, email?: string | null, credential_expires?: WallDate | null, };

/**
 * A site to create (`id` absent) or to change (`id` given; every field is then set as sent).
 */
export type SaveSite = { id?: SiteId | null, name: string, kind: SiteKind, address?: string | null, city?: string | null, country?: string | null, latitude?: number | null, longitude?: number | null, phone?: string | null, email?: string | null, website?: string | null, registration_number?: string | null, time_zone: string, currency: string, week_start: Weekday, weekend_days: Array<Weekday>, facilities: Array<string>, hours: Array<SiteHours>, };

export type SaveSpecialty = { id?: SpecialtyId | null, name: string, name_ar?: string | null, description?: string | null, icon?: string | null, };

export type SaveVitals = { id?: VitalsId | null, patient_id: PatientId, 
/**
 * Now, when absent.
 */
measured_at?: Instant | null, values: Measured, 
/**
 * Whoever typed it has looked again at what is rare.
 */
seen_twice: boolean, };

export type SearchMedicines = { 
/**
 * Some of the name or the generic name, in either script.
 */
text: string, 
/**
 * 8 when absent, 50 at most.
 */
limit?: number | null, };

export type SearchPatients = { 
/**
 * Anything: part of a name in either script, digits of a phone, a file number, a national id, a date of birth. Never an error.
 */
text: string, 
/**
 * 20 when absent, at most 100.
 */
limit?: number | null, };

export type Series = { id: SeriesId, patient_id: PatientId, 
/**
 * With whom it goes on.
 */
doctor_id: DoctorId, unit: RepeatUnit, every: number, 
/**
 * In the order of the series, in every state.
 */
visits: Array<SeriesVisit>, 
/**
 * Those that were not called off.
 */
total: number, };

export type SeriesChoice = { 
/**
 * The day of the series it is about.
 */
planned: WallDate, way: SeriesWay, 
/**
 * For `shift`; the day itself when absent.
 */
date?: WallDate | null, 
/**
 * For `shift`; the time of the series when absent.
 */
start?: WallTime | null, 
/**
 * For `shift` to a wall time that comes twice.
 */
later_hour?: boolean | null, };

/**
 * Visits of one patient that were booked together and follow one another.
 */
export type SeriesId = string;

/**
 * The place of a visit in its series.
 */
export type SeriesPlace = { id: SeriesId, 
/**
 * Where the series has it. A visit that stands elsewhere was moved.
 */
date: WallDate, start: WallTime, };

export type SeriesPreview = { 
/**
 * In the order of the series.
 */
rows: Array<SeriesRow>, 
/**
 * Visits that would be booked, or moved.
 */
visits: number, 
/**
 * Days that something must still be done about.
 */
clashes: number, 
/**
 * Whether it can be saved as it is.
 */
ready: boolean, doctor_id: DoctorId, minutes: number, };

export type SeriesRef = { id: SeriesId, };

/**
 * How the visits follow one another, and either how many they are or until when. `month` keeps the weekday: the third Tuesday of
 * each, or the last.
 */
export type SeriesRepeats = { unit: RepeatUnit, every: number, count?: number | null, until?: WallDate | null, };

export type SeriesReply = { series: Series, };

/**
 * One day of a series that is looked at before it is saved.
 */
export type SeriesRow = { 
/**
 * The day of the series, by which a choice names it.
 */
planned: WallDate, state: SeriesRowState, 
/**
 * Where the visit goes, or would go.
 */
date: WallDate, start: WallTime, 
/**
 * Of a visit that moves: which it is and where it stands.
 */
moves: SeriesStand | null, 
/**
 * The five steps; absent when there is no visit to ask for. The free times of a clash have the rest of the series in place.
 */
verdict: Verdict | null, };

/**
 * What becomes of one day of a series.
 */
export type SeriesRowState = "fits" | "shifted" | "clashes" | "skipped" | "stopped";

export type SeriesStand = { appointment_id: AppointmentId, date: WallDate, start: WallTime, };

export type SeriesVisit = { 
/**
 * 1 for the first; absent when it was called off, so that the numbers have no gaps.
 */
number: number | null, 
/**
 * It stands elsewhere than the series has it.
 */
moved: boolean, 
/**
 * It can still be moved or called off with what follows.
 */
to_come: boolean, appointment: Appointment, };

/**
 * What is done about one day of a series.
 */
export type SeriesWay = "skip" | "shift" | "stop";

/**
 * What the login screen may know before anybody logged in.
 */
export type SessionState = { stage: Stage, 
/**
 * `None` before the first run.
 */
clinic: ClinicFace | null, 
/**
 * The accounts that can log in here, most recent first.
 */
tiles: Array<Tile>, 
/**
 * The account at this seat, when there is one (also while locked).
 */
account: Me | null, 
/**
 * How long the throttle still holds, in seconds, per username that is held.
 */
held: Array<Held>, app_version: string, 
/**
 * What the check after opening found; absent while the vault is closed.
 */
database: Health | null, 
/**
 * How the screen is to look for whoever sits here; at the login screen, as it did last.
 */
preferences: Preferences, };

/**
 * All day limits of a doctor, replacing what was there.
 */
export type SetDayLimits = { doctor_id: DoctorId, limits: Array<DayLimitEntry>, };

/**
 * All hours of a doctor, replacing what was there. Blocks that stay the same keep their identity.
 */
export type SetHours = { doctor_id: DoctorId, 
/**
 * The doctor's own site when absent.
 */
site_id?: SiteId | null, blocks: Array<HoursBlock>, };

export type SetHoursReply = { hours: Array<Hours>, 
/**
 * Visits from today on that stood in the hours before and stand outside them now, first day first. They stay booked.
 */
affected: Array<Appointment>, 
/**
 * Visits of reps that do. They wait where the requests of reps do.
 */
affected_reps: Array<RepVisit>, 
/**
 * The worklist that those to rebook stand on; absent when there are none.
 */
worklist: WorklistId | null, };

/**
 * What is not given stays as it is.
 */
export type SetPreferences = { theme?: Theme | null, language?: Language | null, };

/**
 * What one site, doctor or company asks of reps. Absent numbers are left to others.
 */
export type SetRepRule = { 
/**
 * Exactly one of the three.
 */
site_id?: SiteId | null, doctor_id?: DoctorId | null, company_id?: CompanyId | null, limits: RepLimits, };

export type SettingsReply = { settings: ClinicSettings, };

export type SettleReminder = { id: AppointmentId, way: ReminderWay, note?: string | null, };

export type SettleReply = { 
/**
 * As it is now.
 */
item: AttentionItem, open_count: number, 
/**
 * How much of a desk's work could not be let in: it does not follow what the hub has of that desk, and waits on.
 */
left: number, };

export type SettleRequest = { id: string, settlement: Settlement, 
/**
 * Which of the two visits is moved or called off; the subject when absent.
 */
visit?: Which | null, 
/**
 * Where it goes; what is absent stays as it is.
 */
doctor_id?: DoctorId | null, date?: WallDate | null, start?: WallTime | null, minutes?: number | null, later_hour?: boolean | null, 
/**
 * Who called it off; `clinic` when absent.
 */
cancelled_by?: CancelledBy | null, 
/**
 * Why both visits stay, or why one is called off.
 */
reason?: string | null, };

export type SettleVisit = { id: RebookId, way: RebookWay, 
/**
 * Where it goes, for `agreed`; the doctor it was with when absent.
 */
doctor_id?: DoctorId | null, date?: WallDate | null, start?: WallTime | null, 
/**
 * What was said on the phone, or why it is called off.
 */
note?: string | null, };

/**
 * A way to settle something.
 */
export type Settlement = "move" | "keep" | "cancel" | "put_back" | "reinstate" | "dismiss" | "let_in" | "discard";

/**
 * What the set-up form offers: choices by country, all editable.
 */
export type SetupOptions = { 
/**
 * A guess from the machine's settings: an index into `countries`, if any fits.
 */
suggested_country: string | null, countries: Array<CountryDefaults>, time_zones: Array<string>, 
/**
 * ISO 4217 codes, the usual ones first.
 */
currencies: Array<string>, };

export type SetupReply = { 
/**
 * Shown once, to be printed or written down and typed back. Groups of five joined by hyphens.
 */
recovery_code: string, account: Me, };

export type SetupRequest = { clinic_name: string, site_name: string, 
/**
 * IANA name: `Africa/Cairo`.
 */
time_zone: string, 
/**
 * ISO 4217 code: `EGP`.
 */
currency: string, week_start: Weekday, weekend_days: Array<Weekday>, 
/**
 * `en` or `ar`.
 */
language: string, full_name: string, username: string, password: string, };

/**
 * How badly somebody takes what they are allergic to, mildest first.
 */
export type Severity = "mild" | "moderate" | "severe";

export type Site = { id: SiteId, name: string, kind: SiteKind, address: string | null, city: string | null, 
/**
 * ISO 3166-1 alpha-2.
 */
country: string | null, latitude: number | null, longitude: number | null, phone: string | null, email: string | null, website: string | null, registration_number: string | null, 
/**
 * IANA name.
 */
time_zone: string, 
/**
 * ISO 4217 code.
 */
currency: string, week_start: Weekday, weekend_days: Array<Weekday>, facilities: Array<string>, hours: Array<SiteHours>, };

/**
 * When the doors are open. Shown and printed; a doctor's own hours decide what can be booked.
 */
export type SiteHours = { weekday: Weekday, opens: WallTime, closes: WallTime, };

/**
 * A clinic location.
 */
export type SiteId = string;

export type SiteKind = "clinic" | "hospital" | "specialised_centre";

export type SiteList = { sites: Array<Site>, };

export type SiteReply = { site: Site, };

export type SiteStock = { site_id?: SiteId | null, };

/**
 * What a slip is printed on.
 */
export type SlipFormat = "a5" | "strip";

export type SlipRequest = { appointment_id: AppointmentId, format: SlipFormat, 
/**
 * The clinic's own where none is given.
 */
language?: Language | null, };

export type Sources = { definitions: Array<DefinitionCode>, at: Instant, 
/**
 * So many visits (movements, prescriptions, operations) were looked at.
 */
counted: number, };

export type Specialty = { id: SpecialtyId, name: string, 
/**
 * The name in Arabic, if given.
 */
name_ar: string | null, description: string | null, icon: string | null, };

export type SpecialtyId = string;

export type SpecialtyList = { specialties: Array<Specialty>, };

export type SpecialtyRef = { id: SpecialtyId, };

export type SpecialtyReply = { specialty: Specialty, };

/**
 * A square code, to be drawn dark on white with a margin of four modules.
 */
export type SquareCode = { 
/**
 * How many modules it has each way.
 */
size: number, 
/**
 * The dark ones, as the `d` of an SVG path in units of a module.
 */
path: string, };

/**
 * What one account did that day. What was undone later is counted all the same: it was done.
 */
export type StaffDeeds = { account_id: AccountId | null, 
/**
 * Absent for what the desk did by itself.
 */
full_name: string | null, 
/**
 * Visits of patients and reps booked, walk-ins too.
 */
booked: number, 
/**
 * Moved, rescheduled, rebooked.
 */
moved: number, cancelled: number, 
/**
 * Arrived, called, begun, over or missed.
 */
queue: number, 
/**
 * Patients registered.
 */
registered: number, 
/**
 * Whatever else changed something or made a paper; coming and going is not counted.
 */
other: number, };

export type Stage = "first_run" | "recovery_unconfirmed" | "logged_out" | "locked" | "ready" | "password_must_change";

export type StartConsultation = { appointment_id: AppointmentId, kind: ConsultationKind, };

export type StepOutcome = "passed" | "refused" | "not_reached";

export type StepReport = { step: number, outcome: StepOutcome, 
/**
 * What the step looked at: the day's hours, the cap and how much of it is used.
 */
params: { [key in string]: JsonValue }, };

/**
 * A medicine with all that is and was there of it.
 */
export type StockCard = { medicine: Medicine, 
/**
 * Lots with something left, what expires first in front, then those that are used up.
 */
lots: Array<Lot>, 
/**
 * The newest first, at most 200.
 */
movements: Array<Movement>, today: WallDate, 
/**
 * ISO 4217.
 */
currency: string, };

export type StockMovementId = string;

/**
 * What somebody has to look after.
 */
export type StockOverview = { 
/**
 * Medicines below their least stock.
 */
below: Array<Medicine>, 
/**
 * Lots that expire within ninety days.
 */
expiring: Array<Lot>, 
/**
 * Lots past their day that still stand on the shelf.
 */
expired: Array<Lot>, 
/**
 * Lots of which more was given out than there was.
 */
negative: Array<Lot>, 
/**
 * What may still be given out, in minor units.
 */
value_minor: number, 
/**
 * Medicines in stock that have no price, and so are not in the value.
 */
unpriced: number, currency: string, today: WallDate, };

export type StockRef = { medicine_id: MedicineId, 
/**
 * The first site when absent; so everywhere below.
 */
site_id?: SiteId | null, };

/**
 * Whole weeks of one doctor, as a booking sees them: hours and visits at whichever site.
 */
export type Stretch = { doctor_id: DoctorId, 
/**
 * Where the doctor belongs: its clock, its closures and its week count.
 */
site_id: SiteId, time_zone: string, 
/**
 * That site's wall clock at the moment of the answer.
 */
today: WallDate, now: WallTime, week_start: Weekday, weekend_days: Array<Weekday>, days: Array<DatedDay>, };

export type Stroke = { ink: Ink, 
/**
 * x, y, x, y … each from 0 to 1000.
 */
points: Array<number>, };

export type SummariseRepVisit = { id: RepVisitId, summary: VisitSummary, };

export type SyncProgress = { done: number, of: number, };

/**
 * How it stands with the hub.
 */
export type SyncState = { phase: Phase, 
/**
 * Since when the phase lasts.
 */
since: Instant | null, 
/**
 * While offline: `no_connection`, `too_slow`, `certificate`, `not_a_hub`, `busy`.
 */
why: string | null, 
/**
 * What was done here and the hub does not have.
 */
unsent: number, 
/**
 * When the hub last answered, by its own clock.
 */
last_contact: Instant | null, 
/**
 * What waits for a person to settle it.
 */
attention: number, 
/**
 * While much is fetched.
 */
progress: SyncProgress | null, 
/**
 * What documents hold and is on its way. Nothing while all of it is where it should be, and before the hub was asked.
 */
files: FilesOnTheirWay | null, hub: HubSummary | null, };

export type Tags = { 
/**
 * The commonest first.
 */
tags: Array<string>, };

export type TakenValue = { field: string, 
/**
 * What both wanted; the other has it.
 */
value: string, 
/**
 * What the subject was given.
 */
instead: string | null, 
/**
 * What a person calls the row that has it.
 */
holder: string | null, };

/**
 * What a report can be narrowed by.
 */
export type Takes = { period: boolean, site: boolean, doctor: boolean, threshold: Threshold | null, };

export type TestPriority = "routine" | "urgent";

/**
 * A text file to save.
 */
export type TextFile = { 
/**
 * ASCII, without a folder.
 */
name: string, 
/**
 * UTF-8 with a byte order mark.
 */
text: string, };

export type Theme = "light" | "dark";

export type Threshold = { unit: ThresholdUnit, default: number, least: number, most: number, };

/**
 * What a threshold is counted in.
 */
export type ThresholdUnit = "percent" | "days";

export type Tile = { username: string, full_name: string, role: Role, last_login: Instant | null, 
/**
 * Unfinished forms kept for this account.
 */
drafts: number, };

export type TimeSpan = { start: WallTime, end: WallTime, };

/**
 * What a timeline tells of a call.
 */
export type TimelineConsultation = { appointment_id: AppointmentId, kind: ConsultationKind, 
/**
 * How long it took; absent while it goes on.
 */
minutes: number | null, flags: Array<ConsultationFlag>, };

export type TimelineEntry = { kind: TimelineKind, 
/**
 * Of the row it is about: the visit, the test.
 */
id: string, date: WallDate, time: WallTime | null, doctor_id: DoctorId | null, doctor_name: string | null, 
/**
 * Of a visit.
 */
status: AppointmentStatus | null, 
/**
 * What happened at a visit, once somebody wrote it down.
 */
encounter_id: EncounterId | null, 
/**
 * A visit's reason, a test's or an allergen's name, a condition's, a prescription's number.
 */
title: string | null, 
/**
 * A visit's diagnoses, a test's result with its unit, an allergy's reaction.
 */
detail: string | null, flag: LabFlag | null, severity: Severity | null, 
/**
 * The two values of a blood pressure that was measured.
 */
pressure: [number, number] | null, prescription: TimelinePrescription | null, consultation: TimelineConsultation | null, };

/**
 * What a line of the timeline is about.
 */
export type TimelineKind = "visit" | "encounter" | "lab_test" | "vitals" | "allergy" | "condition" | "prescription" | "consultation";

/**
 * What a timeline tells of a prescription.
 */
export type TimelinePrescription = { state: PrescriptionState, 
/**
 * Medicines, or where there are none the tests that were ordered.
 */
lines: Array<string>, 
/**
 * The number of the one that it corrects.
 */
corrects: string | null, 
/**
 * The number of the one that stands in its place.
 */
replaced_by: string | null, };

/**
 * A prescription as the pharmacist sees it.
 */
export type ToDispense = { id: PrescriptionId, ref: string, patient_id: PatientId, patient_name: string, patient_second_name: string | null, patient_ref: string, age_years: number | null, doctor_id: DoctorId, doctor_name: string, state: PrescriptionState, issued_at: Instant | null, 
/**
 * The last day on which something may be handed out for it.
 */
valid_until: WallDate | null, is_past_validity: boolean, 
/**
 * What it asks for, line by line.
 */
medicines: Array<string>, };

/**
 * Something is taken from one site to another.
 */
export type TransferStock = { 
/**
 * Whose shelf it leaves.
 */
site_id?: SiteId | null, to_site_id: SiteId, lot_id: LotId, 
/**
 * How much; always positive.
 */
quantity: number, note?: string | null, };

export type UndoReply = { 
/**
 * The operation that was undone.
 */
undone: OperationLine, 
/**
 * The operation that undid it; undoing this one is the redo.
 */
operation: OperationId, };

/**
 * Which operation to undo; the newest one of this account that can still be undone when absent.
 */
export type UndoRequest = { id?: OperationId | null, };

export type UnlockRequest = { password: string, };

export type UnmergeReply = { 
/**
 * Stands by itself again.
 */
patient: Patient, 
/**
 * What of the other record was changed after the merge, and therefore stays as it is.
 */
stays: Array<MergeField>, };

export type UpdateAccount = { id: AccountId, full_name?: string | null, role?: Role | null, status?: AccountStatus | null, email?: string | null, phone?: string | null, 
/**
 * `null` takes the doctor away; absent leaves it.
 */
doctor_id?: DoctorId | null, grants?: Array<Permission> | null, };

/**
 * Every field is set as sent; only notes that this account may not see stay as they are.
 */
export type UpdatePatient = { id: PatientId, patient: RegisterPatient, };

/**
 * How much a time is needed, in the order in which people are asked.
 */
export type Urgency = "urgent" | "soon" | "routine";

/**
 * The answer of the five steps.
 */
export type Verdict = { ok: boolean, 
/**
 * The step that refused, 1 to 5, 6 for the rules for reps; 0 when the time itself cannot be (it does not exist, or comes twice and nobody said which); absent when all passed.
 */
step: number | null, 
/**
 * `ok`, or the stable code of the refusal: `booking.closed`, `booking.not_scheduled`, `booking.outside_hours`,
 * `booking.slot_taken`, `booking.day_full`, `booking.time_missing`, `booking.time_twice`.
 */
code: string, 
/**
 * What stands in the way. `booking.closed {closure_id, of, name, reason, start, end, first_date, last_date}`,
 * `booking.not_scheduled {doctor, audience, weekday}`, `booking.outside_hours {doctor, hours, ends?, over_minutes?}`,
 * `booking.slot_taken {visit: {kind, id, ref, name, start, end}}`, `booking.day_full {doctor, cap, booked}`,
 * `booking.time_missing {missing}`, `booking.time_twice {twice}`. A span is `{start, end}`. A refused booking carries the same,
 * with `step`, `suggestions` and `may_overbook` added.
 */
params: { [key in string]: JsonValue }, 
/**
 * The nearest free times, best first.
 */
suggestions: Array<FreeTime>, 
/**
 * Worth a word and no refusal: `patient_elsewhere {appointment_id, ref, doctor, start, end}`, `in_the_past` (it would be over by now).
 */
warnings: Array<Warning>, 
/**
 * One entry for each of the five steps, in order, for the screen's list; of a rep's visit a sixth, the rules for reps.
 */
steps: Array<StepReport>, 
/**
 * Whether this account may book it all the same, with a reason.
 */
may_overbook: boolean, };

export type VerifyReply = { ok: boolean, 
/**
 * How many operations were read.
 */
operations: number, 
/**
 * The first entry that does not fit its hash or its predecessor.
 */
first_bad: number | null, 
/**
 * The newest hash, in hexadecimal.
 */
head: string | null, };

export type VisitKind = "appointment" | "rep_visit";

/**
 * A visit in a list about one patient.
 */
export type VisitLine = { id: AppointmentId, ref: string, date: WallDate, start: WallTime, minutes: number, status: AppointmentStatus, doctor_id: DoctorId, doctor_name: string, reason: string | null, };

export type VisitPlace = { doctor_id: DoctorId, date: WallDate, start: WallTime, minutes: number, };

/**
 * What came of a visit.
 */
export type VisitSummary = { samples: Array<SampleLine>, 
/**
 * How long it took. When absent: from its start until now, or as long as it was booked for.
 */
minutes?: number | null, topic?: string | null, feedback?: string | null, };

/**
 * One measuring. What was not measured is absent.
 */
export type Vitals = { id: VitalsId, measured_at: Instant, height_mm: number | null, weight_grams: number | null, systolic_mmhg: number | null, diastolic_mmhg: number | null, pulse_per_minute: number | null, temperature_tenths: number | null, oxygen_percent: number | null, 
/**
 * What is not as in a healthy adult; nothing in a child.
 */
standing_out: Array<Measure>, written_by: string | null, };

/**
 * One measuring.
 */
export type VitalsId = string;

export type VitalsRef = { id: VitalsId, };

/**
 * Somebody who waits, with all that ringing them takes.
 */
export type Wait = { id: WaitId, patient_id: PatientId, patient_name: string, patient_second_name: string | null, 
/**
 * The file number.
 */
patient_ref: string, age_years: number | null, 
/**
 * The one to ring first in front.
 */
phones: Array<Phone>, 
/**
 * For one doctor, or for any of a specialty; neither: for whoever is free.
 */
doctor_id: DoctorId | null, 
/**
 * The doctor's name as it is registered.
 */
doctor_name: string | null, specialty_id: SpecialtyId | null, specialty: string | null, specialty_ar: string | null, 
/**
 * None: any day of the week.
 */
weekdays: Array<Weekday>, first_date: WallDate | null, last_date: WallDate | null, from: WallTime | null, until: WallTime | null, minutes: number, urgency: Urgency, note: string | null, since: Instant, 
/**
 * Who put them on the list.
 */
added_by: string | null, state: WaitState, ended_at: Instant | null, end_reason: string | null, 
/**
 * The visit that they were given.
 */
appointment_id: AppointmentId | null, booked: VisitPlace | null, 
/**
 * The next visit that they have anyway.
 */
next_visit: VisitPlace | null, next_visit_id: AppointmentId | null, 
/**
 * Newest first.
 */
calls: Array<WaitCall>, 
/**
 * The first free time of each of the days ahead that the wish can have. Only of who waits.
 */
free_times: Array<FreeTime>, };

export type WaitCall = { outcome: CallOutcome, note: string | null, 
/**
 * The time that was offered, where it was about one.
 */
offered: OfferedTime | null, at: Instant, by: string | null, };

/**
 * Somebody who waits for a time.
 */
export type WaitId = string;

export type WaitList = { 
/**
 * In the order in which they are to be asked: urgent first, then whoever has waited longest.
 */
waits: Array<Wait>, today: WallDate, };

export type WaitReply = { wait: Wait, };

/**
 * How far somebody's waiting is.
 */
export type WaitState = "waiting" | "offered" | "booked" | "removed" | "expired";

/**
 * What somebody waits for.
 */
export type WaitWish = { 
/**
 * One doctor, or a specialty, or neither.
 */
doctor_id?: DoctorId | null, specialty_id?: SpecialtyId | null, weekdays: Array<Weekday>, first_date?: WallDate | null, last_date?: WallDate | null, 
/**
 * The part of the day in which the whole visit must lie.
 */
from?: WallTime | null, until?: WallTime | null, 
/**
 * The doctor's usual length when absent; 15 where it is for no doctor.
 */
minutes?: number | null, 
/**
 * `routine` when absent.
 */
urgency?: Urgency | null, note?: string | null, };

export type WaitingRoom = Record<symbol, never>;

/**
 * Somebody who stands at the desk without a booking: found or registered, booked and here, at once.
 */
export type WalkIn = { 
/**
 * Exactly one of `patient_id` and `new_patient` is given.
 */
patient_id?: PatientId | null, new_patient?: RegisterPatient | null, 
/**
 * Whoever is free first when absent; needed for `queue`.
 */
doctor_id?: DoctorId | null, 
/**
 * The doctor's usual length when absent.
 */
minutes?: number | null, into: WalkInto, 
/**
 * What it is about.
 */
reason?: string | null, 
/**
 * Why it goes before what is booked.
 */
overbook_reason?: string | null, };

/**
 * Where a walk-in goes.
 */
export type WalkInto = "first_time" | "queue";

/**
 * A calendar day of the clinic's wall, `YYYY-MM-DD`.
 */
export type WallDate = string;

/**
 * A time on the clinic's wall, in minutes since midnight, 00:00 to 24:00 (24:00 only as the end of something).
 */
export type WallTime = string;

export type Warning = { code: string, params: { [key in string]: JsonValue }, };

export type WarningKind = "allergy" | "duplicate_here" | "duplicate_taken" | "duplicate_prescribed";

export type Week = { 
/**
 * Seven days from the site's first day of the week on.
 */
stretch: Stretch, 
/**
 * All appointments of the week in time order and in every state.
 */
appointments: Array<Appointment>, rep_visits: Array<RepVisit>, 
/**
 * As on the day board.
 */
provisional: Array<string>, };

/**
 * A day of the week, by its ISO 8601 order.
 */
export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

/**
 * Which of the two visits of an item.
 */
export type Which = "subject" | "other";

export type Whiteboard = { ground: Ground, strokes: Array<Stroke>, };

export type Worklist = { short: WorklistShort, 
/**
 * When it was made.
 */
made_at: Instant, 
/**
 * Who made it, where it was done at this desk.
 */
made_by: string | null, 
/**
 * In the order of the clock.
 */
rows: Array<WorklistRow>, 
/**
 * The days that the proposals lie on.
 */
plan: Array<PlanDay>, };

export type WorklistDoctor = { id: DoctorId, full_name: string, second_name: string | null, title: string | null, };

/**
 * The visits that lost their time together: a closure's id, or that of hours being shortened.
 */
export type WorklistId = string;

export type WorklistList = { 
/**
 * Those with a visit that still needs an end, the one with the first day in front.
 */
worklists: Array<WorklistShort>, };

export type WorklistRef = { id: WorklistId, };

/**
 * One visit that lost its time.
 */
export type WorklistRow = { id: RebookId, appointment_id: AppointmentId, ref: string, patient_id: PatientId, patient_name: string, patient_second_name: string | null, 
/**
 * The file number.
 */
patient_ref: string, age_years: number | null, 
/**
 * The one to ring first in front.
 */
phones: Array<Phone>, reason: string | null, 
/**
 * The time that it lost.
 */
was: VisitPlace, 
/**
 * Where it stands now: the same, or where it went.
 */
now: VisitPlace, status: AppointmentStatus, cancelled_by: CancelledBy | null, 
/**
 * Absent while it needs one.
 */
end: RebookEnd | null, 
/**
 * Newest first.
 */
calls: Array<Call>, 
/**
 * Where the plan for all open visits would put it.
 */
proposed: FreeTime | null, 
/**
 * Further times, the first of each day, with the plan in place.
 */
free_times: Array<FreeTime>, };

/**
 * A worklist as the inbox names it.
 */
export type WorklistShort = { id: WorklistId, 
/**
 * Absent when hours were shortened, and when the closure was taken back.
 */
closure: Closure | null, 
/**
 * Whose visits they are, in the order of their first visit.
 */
doctors: Array<WorklistDoctor>, first_date: WallDate, last_date: WallDate, total: number, 
/**
 * Still without an end.
 */
open: number, 
/**
 * Of the open ones: called last without an answer.
 */
no_answer: number, 
/**
 * Of the open ones: to be called again.
 */
later: number, };

/**
 * Everything that is written at a visit: what is left out is empty.
 */
export type WriteEncounter = { appointment_id: AppointmentId, complaint?: string | null, 
/**
 * The main one first.
 */
diagnoses: Array<DiagnosisInput>, treatment?: string | null, notes?: string | null, follow_up_date?: WallDate | null, shared_with_patient: boolean, };

/**
 * A line of a prescription as it is written.
 */
export type WriteItem = { 
/**
 * Absent for a medicine that the clinic does not list.
 */
medicine_id?: MedicineId | null, 
/**
 * For a listed medicine its name is taken from the list.
 */
medicine_name?: string | null, 
/**
 * Thousandths: half a tablet is 500.
 */
dose_milli: number, dose_unit: DoseUnit, route: Route, frequency: Frequency, days?: number | null, 
/**
 * Worked out from the rest where it is absent and can be.
 */
quantity?: number | null, 
/**
 * A code of `Instruction`, or any words.
 */
instructions?: string | null, 
/**
 * Why the line stays although something speaks against it.
 */
kept_because?: string | null, };

/**
 * Lots past their day are thrown away.
 */
export type WriteOff = { site_id?: SiteId | null, lot_ids: Array<LotId>, };

export type WriteTest = { name: string, instructions?: string | null, 
/**
 * `routine` when absent.
 */
priority?: TestPriority | null, };

/**
 * The reply of a command that writes, with the operation it became: what `operations.undo` takes. `null` when everything was
 * already as asked.
 */
export type Written<Reply> = Reply & { operation_id: OperationId | null };

/** Every command of the desk: what goes in and what comes out. */
export interface Commands {
  /** What the login screen may know. */
  'session.state': { input: Empty; output: SessionState };
  /** Countries, zones and currencies to choose from. */
  'setup.options': { input: Empty; output: SetupOptions };
  /** First run: the clinic, its administrator, the recovery code. */
  'setup.create': { input: SetupRequest; output: SetupReply };
  /** The recovery code typed back. */
  'setup.confirm_recovery': { input: ConfirmRecoveryRequest; output: Done };
  /** First run on a further PC: fetch the clinic from its hub. */
  'setup.join': { input: EnrolInput; output: JoinState };
  /** How far the fetching is. */
  'setup.join_state': { input: Empty; output: JoinState };
  /** Give the fetching up. */
  'setup.join_cancel': { input: Empty; output: JoinState };
  /** What a scanned or pasted invitation says. */
  'sync.read_invitation': { input: InvitationText; output: InvitationRead };
  /** Take the seat; also the quick switch. */
  'session.login': { input: LoginRequest; output: LoginReply };
  /** Back to the locked screen's account. */
  'session.unlock': { input: UnlockRequest; output: LoginReply };
  /** Lock the screen. */
  'session.lock': { input: Empty; output: Done };
  /** Leave the seat. */
  'session.logout': { input: Empty; output: Done };
  /** Set a new password with the recovery code. */
  'session.recover': { input: RecoverRequest; output: LoginReply };
  /** Choose one's own password. */
  'session.change_password': { input: ChangePasswordRequest; output: LoginReply };
  /** How the screen is to look. */
  'preferences.get': { input: Empty; output: Preferences };
  /** Theme and language of whoever sits here. */
  'preferences.set': { input: SetPreferences; output: Preferences };
  /** Who sits here and may do what. */
  'session.whoami': { input: Empty; output: Me };
  /** Somebody is at the desk: put off the idle lock. */
  'session.touch': { input: Empty; output: Done };
  /** Keep an unfinished form. */
  'drafts.save': { input: SaveDraft; output: Done };
  /** One's own unfinished forms. */
  'drafts.list': { input: Empty; output: DraftList };
  /** Forget an unfinished form. */
  'drafts.discard': { input: DraftName; output: Done };
  /** Staff accounts. */
  'accounts.list': { input: Empty; output: AccountList };
  /** A new account with a one-time password. */
  'accounts.create': { input: CreateAccount; output: AccountReply };
  /** Role, status, name, rights. */
  'accounts.update': { input: UpdateAccount; output: AccountReply };
  /** A new one-time password. */
  'accounts.reset_password': { input: AccountRef; output: AccountReply };
  /** Remove an account and its key; the data key is rotated. */
  'accounts.remove': { input: AccountRef; output: Done };
  /** A new recovery code; the old one stops working. */
  'accounts.renew_recovery_code': { input: Empty; output: RecoveryCodeReply };
  /** The recovery code on paper. */
  'recovery.sheet': { input: RecoverySheetRequest; output: PaperReply };
  /** Preferences of the clinic. */
  'settings.get': { input: Empty; output: SettingsReply };
  /** Change them. */
  'settings.set': { input: ClinicSettings; output: Written<SettingsReply> };
  /** The clinic's locations. */
  'sites.list': { input: Empty; output: SiteList };
  /** Add or change a location. */
  'sites.save': { input: SaveSite; output: Written<SiteReply> };
  /** Fields of medicine. */
  'specialties.list': { input: Empty; output: SpecialtyList };
  /** Add or change one. */
  'specialties.save': { input: SaveSpecialty; output: Written<SpecialtyReply> };
  /** Remove one that no doctor has. */
  'specialties.remove': { input: SpecialtyRef; output: Written<Done> };
  /** Doctors in the board's order. */
  'doctors.list': { input: ListDoctors; output: DoctorList };
  /** One doctor. */
  'doctors.get': { input: DoctorRef; output: DoctorReply };
  /** Add or change a doctor. */
  'doctors.save': { input: SaveDoctor; output: Written<DoctorReply> };
  /** Remove a doctor; history stays. */
  'doctors.remove': { input: DoctorRef; output: Written<Done> };
  /** A doctor's recurring hours. */
  'hours.list': { input: HoursOf; output: HoursList };
  /** All hours of a doctor. */
  'hours.set': { input: SetHours; output: Written<SetHoursReply> };
  /** Whom other hours would leave outside. */
  'hours.preview': { input: SetHours; output: HoursPreview };
  /** A doctor's daily caps. */
  'day_limits.list': { input: HoursOf; output: DayLimitList };
  /** All daily caps of a doctor. */
  'day_limits.set': { input: SetDayLimits; output: Written<DayLimitList> };
  /** Closed and extra-open time. */
  'closures.list': { input: ListClosures; output: ClosureList };
  /** Which visits a closure would touch. */
  'closures.preview': { input: AddClosure; output: ClosurePreview };
  /** Close or open days or parts of days. */
  'closures.add': { input: AddClosure; output: Written<ClosureReply> };
  /** Other days, times or another reason. */
  'closures.change': { input: ChangeClosure; output: Written<ClosureReply> };
  /** Take a closure back. */
  'closures.remove': { input: ClosureRef; output: Written<Done> };
  /** Visits that lost their time, by what took it. */
  'rebooking.worklists': { input: ListWorklists; output: WorklistList };
  /** One of these lists, with phones, times and a plan. */
  'rebooking.worklist': { input: WorklistRef; output: Worklist };
  /** What a call about one of them brought. */
  'rebooking.settle': { input: SettleVisit; output: Written<Worklist> };
  /** Move all of them as planned. */
  'rebooking.move_all': { input: MoveAll; output: Written<Worklist> };
  /** Whom to remind of a day's visits, with phones. */
  'reminders.list': { input: ListReminders; output: Reminders };
  /** What came of reminding a patient. */
  'reminders.settle': { input: SettleReminder; output: Written<ReminderReply> };
  /** Who waits for a time, urgent first. */
  'waiting.list': { input: ListWaits; output: WaitList };
  /** Who of them could have a time that is free. */
  'waiting.fitting': { input: FittingRequest; output: FreedTime };
  /** The times an operation made free, and who could have them. */
  'waiting.freed': { input: FreedByRequest; output: FreedTimes };
  /** Put a patient on the wait list. */
  'waiting.add': { input: AddWait; output: Written<WaitReply> };
  /** Change what a patient waits for. */
  'waiting.change': { input: ChangeWait; output: Written<WaitReply> };
  /** Take a patient off the list, with a reason. */
  'waiting.remove': { input: RemoveWait; output: Written<WaitReply> };
  /** What a call about a time brought. */
  'waiting.call': { input: CallWait; output: Written<WaitReply> };
  /** Book somebody of the list, and take them off it. */
  'waiting.book': { input: BookWait; output: Written<BookWaitReply> };
  /** Public holidays of a country and year. */
  'holidays.offer': { input: OfferHolidays; output: HolidayList };
  /** A new patient: a name and a phone are enough. */
  'patients.register': { input: RegisterPatient; output: Written<PatientReply> };
  /** Change a patient's particulars. */
  'patients.update': { input: UpdatePatient; output: Written<PatientReply> };
  /** Remove a patient; history stays. */
  'patients.remove': { input: PatientRef; output: Written<Done> };
  /** One patient with visits. */
  'patients.get': { input: PatientRef; output: PatientCard };
  /** Find as one types. */
  'patients.search': { input: SearchPatients; output: PatientHits };
  /** Who might already be registered. */
  'patients.duplicates': { input: FindDuplicates; output: DuplicateList };
  /** A new patient beside a parent, a spouse, a ward. */
  'patients.register_relative': { input: RegisterRelative; output: Written<PatientReply> };
  /** Say who belongs to a patient. */
  'patients.relate': { input: RelatePatient; output: Written<FamilyReply> };
  /** Take that back. */
  'patients.unrelate': { input: RelationRef; output: Written<FamilyReply> };
  /** Records that are likely one person. */
  'patients.likely_pairs': { input: LikelyPairsRequest; output: LikelyPairs };
  /** Two records that look alike are two people. */
  'patients.keep_apart': { input: PatientPair; output: Written<Done> };
  /** What making two records one would do. */
  'patients.merge_preview': { input: PatientPair; output: MergePreview };
  /** Make two records of one person one. */
  'patients.merge': { input: MergePatients; output: Written<PatientReply> };
  /** Take two records apart again. */
  'patients.unmerge': { input: PatientRef; output: Written<UnmergeReply> };
  /** The day board. */
  'agenda.day': { input: DayRequest; output: Day };
  /** The week of a doctor. */
  'agenda.week': { input: DoctorDate; output: Week };
  /** The month of a doctor, by its counts. */
  'agenda.month': { input: DoctorDate; output: Month };
  /** A day on paper, a page for each doctor. */
  'papers.agenda': { input: AgendaPaperRequest; output: PaperReply };
  /** A doctor's agenda as a file for a calendar. */
  'papers.calendar': { input: CalendarRequest; output: PaperReply };
  /** How a day went, and what it leaves open. */
  'reports.closing': { input: ClosingRequest; output: ClosingReport };
  /** The standing reports that this account may run. */
  'reports.list': { input: Empty; output: ReportList };
  /** One of them over a period. */
  'reports.run': { input: RunReport; output: ReportReply };
  /** The visits behind one of its figures. */
  'reports.open': { input: OpenReport; output: OpenedVisits };
  /** The same for a spreadsheet. */
  'reports.csv': { input: ReportInLanguage; output: TextFile };
  /** The same on paper. */
  'reports.paper': { input: ReportInLanguage; output: PaperReply };
  /** The dashboard: today against the usual, and what needs somebody. */
  'reports.overview': { input: OverviewRequest; output: Overview };
  /** Pack anew what the reports are read from, and say what was wrong. */
  'reports.rebuild': { input: Empty; output: Rebuilt };
  /** The same on paper. */
  'papers.closing_report': { input: ClosingReportRequest; output: PaperReply };
  /** What a patient takes home. */
  'papers.slip': { input: SlipRequest; output: PaperReply };
  /** A prescription on paper. */
  'papers.prescription': { input: PrescriptionPaperRequest; output: PaperReply };
  /** A label for each pack that was handed out. */
  'papers.labels': { input: LabelsRequest; output: PaperReply };
  /** A document of a patient's file on paper; recorded. */
  'papers.document': { input: DocumentPaperRequest; output: PaperReply };
  /** A worklist on paper. */
  'papers.rebook_list': { input: RebookListRequest; output: PaperReply };
  /** The five steps, without booking. */
  'appointments.check': { input: CheckRequest; output: Verdict };
  /** The next free times. */
  'appointments.next_free': { input: NextFreeRequest; output: FreeTimes };
  /** Book a visit. */
  'appointments.book': { input: BookRequest; output: Written<AppointmentReply> };
  /** One visit. */
  'appointments.get': { input: AppointmentRef; output: AppointmentReply };
  /** Change what a visit is about. */
  'appointments.describe': { input: DescribeRequest; output: Written<AppointmentReply> };
  /** Another time, day or doctor. */
  'appointments.move': { input: MoveRequest; output: Written<AppointmentReply> };
  /** Call a visit off. */
  'appointments.cancel': { input: CancelRequest; output: Written<AppointmentReply> };
  /** The patient will come. */
  'appointments.confirm': { input: AppointmentRef; output: Written<AppointmentReply> };
  /** The patient is here. */
  'appointments.arrive': { input: AppointmentRef; output: Written<AppointmentReply> };
  /** The visit begins. */
  'appointments.start': { input: AppointmentRef; output: Written<AppointmentReply> };
  /** The visit is over. */
  'appointments.complete': { input: AppointmentRef; output: Written<AppointmentReply> };
  /** The patient did not come. */
  'appointments.no_show': { input: AppointmentRef; output: Written<AppointmentReply> };
  /** What booking a series would come to, day by day. */
  'series.preview': { input: BookSeries; output: SeriesPreview };
  /** Book visits that follow one another. */
  'series.book': { input: BookSeries; output: Written<SeriesReply> };
  /** A series and its visits. */
  'series.get': { input: SeriesRef; output: SeriesReply };
  /** What moving the rest of a series would come to. */
  'series.preview_move': { input: MoveSeries; output: SeriesPreview };
  /** Another day or time for a visit of a series and all after it. */
  'series.move': { input: MoveSeries; output: Written<SeriesReply> };
  /** Call a visit of a series off and all after it. */
  'series.cancel': { input: CancelSeries; output: Written<SeriesReply> };
  /** Companies that send reps. */
  'companies.list': { input: Empty; output: CompanyList };
  /** One company with its reps and visits. */
  'companies.get': { input: CompanyRef; output: CompanyCard };
  /** Add or change a company. */
  'companies.save': { input: SaveCompany; output: Written<CompanyReply> };
  /** Remove a company without reps; history stays. */
  'companies.remove': { input: CompanyRef; output: Written<Done> };
  /** Reps by company and name. */
  'reps.list': { input: ListReps; output: RepList };
  /** One rep with visits. */
  'reps.get': { input: RepRef; output: RepCard };
  /** Add or change a rep. */
  'reps.save': { input: SaveRep; output: Written<RepReply> };
  /** Remove a rep; history stays. */
  'reps.remove': { input: RepRef; output: Written<Done> };
  /** Keep a rep out until a day, with a reason. */
  'reps.block': { input: BlockRep; output: Written<RepReply> };
  /** Let a rep in again. */
  'reps.unblock': { input: RepRef; output: Written<RepReply> };
  /** What sites, doctors and companies ask of reps. */
  'rep_rules.list': { input: Empty; output: RepRuleList };
  /** Set what one of them asks. */
  'rep_rules.set': { input: SetRepRule; output: Written<RepRuleList> };
  /** The five steps and the rules for reps, without booking. */
  'rep_visits.check': { input: CheckRepVisit; output: Verdict };
  /** Book a rep, or take down a request. */
  'rep_visits.book': { input: BookRepVisit; output: Written<RepVisitReply> };
  /** One visit of a rep. */
  'rep_visits.get': { input: RepVisitRef; output: RepVisitReply };
  /** Requests that wait for a yes or a no, and booked visits that cannot take place as they are. */
  'rep_visits.requests': { input: Empty; output: RepRequests };
  /** A visit that cannot take place as it is stays all the same, with a reason. */
  'rep_visits.keep': { input: KeepRepVisit; output: Written<RepVisitReply> };
  /** Grant a request. */
  'rep_visits.approve': { input: ApproveRepVisit; output: Written<RepVisitReply> };
  /** Decline a request, with a reason. */
  'rep_visits.decline': { input: KeepRepOut; output: Written<RepVisitReply> };
  /** The rep will come. */
  'rep_visits.confirm': { input: RepVisitRef; output: Written<RepVisitReply> };
  /** Another time; the old visit stays on record. */
  'rep_visits.reschedule': { input: RescheduleRepVisit; output: Written<RepVisitReply> };
  /** Call a rep's visit off. */
  'rep_visits.cancel': { input: CancelRepVisit; output: Written<RepVisitReply> };
  /** The rep is here; one who may not come in is refused. */
  'rep_visits.arrive': { input: RepVisitRef; output: Written<RepVisitReply> };
  /** Send a rep away, with a reason. */
  'rep_visits.refuse_entry': { input: KeepRepOut; output: Written<RepVisitReply> };
  /** The rep is with the doctor. */
  'rep_visits.start': { input: RepVisitRef; output: Written<RepVisitReply> };
  /** The visit is over, with its summary. */
  'rep_visits.complete': { input: CompleteRepVisit; output: Written<RepVisitReply> };
  /** The rep did not come. */
  'rep_visits.no_show': { input: RepVisitRef; output: Written<RepVisitReply> };
  /** The summary of a visit completed without one. */
  'rep_visits.summarise': { input: SummariseRepVisit; output: Written<RepVisitReply> };
  /** Correct a locked summary by an addendum. */
  'rep_visits.amend': { input: AmendRepVisit; output: Written<RepVisitReply> };
  /** Samples that reps left, what expires first in front. */
  'samples.list': { input: Empty; output: ReceivedSamples };
  /** Who is here, since when, for whom. */
  'queue.now': { input: QueueRequest; output: Queue };
  /** Call whoever is next for a doctor. */
  'queue.call_next': { input: CallNext; output: Written<AppointmentReply> };
  /** Call somebody who waits. */
  'queue.call': { input: AppointmentRef; output: Written<AppointmentReply> };
  /** Book somebody who stands at the desk, and have them arrive. */
  'queue.walk_in': { input: WalkIn; output: Written<AppointmentReply> };
  /** The numbers for the waiting room. */
  'queue.numbers': { input: WaitingRoom; output: Numbers };
  /** Medicines by name. */
  'medicines.list': { input: ListMedicines; output: MedicineList };
  /** Add a medicine, or change one. */
  'medicines.save': { input: SaveMedicine; output: Written<MedicineReply> };
  /** Take a medicine off the list. */
  'medicines.remove': { input: MedicineRef; output: Written<Done> };
  /** What a list from another program would bring. */
  'medicines.preview_import': { input: ImportMedicines; output: ImportPreview };
  /** Take in a list from another program, all of it or nothing. */
  'medicines.import': { input: ImportMedicines; output: Written<ImportReply> };
  /** A medicine with its lots and what moved. */
  'stock.medicine': { input: StockRef; output: StockCard };
  /** What runs out, what expires, and what the stock is worth. */
  'stock.overview': { input: SiteStock; output: StockOverview };
  /** Put what was bought on the shelf. */
  'stock.receive': { input: ReceiveStock; output: Written<LotsReply> };
  /** What left a lot, or came back to it, outside of dispensing. */
  'stock.move': { input: MoveStock; output: Written<LotsReply> };
  /** Take some of a lot to another site. */
  'stock.transfer': { input: TransferStock; output: Written<LotsReply> };
  /** Throw away what is left of lots past their day. */
  'stock.write_off': { input: WriteOff; output: Written<LotsReply> };
  /** What is to be counted, lot by lot. */
  'stock.sheet': { input: SiteStock; output: CountSheet };
  /** Make stock what was counted. */
  'stock.count': { input: CountStock; output: Written<CountReply> };
  /** Samples of reps that are not in stock yet. */
  'stock.samples': { input: SiteStock; output: SamplesToReceive };
  /** Take a rep's sample into stock. */
  'stock.receive_sample': { input: ReceiveSample; output: Written<LotsReply> };
  /** Find a medicine as one types. */
  'medicines.search': { input: SearchMedicines; output: MedicineHits };
  /** What a typed line says, and what it could become. */
  'prescriptions.read_line': { input: ReadLine; output: LineReading };
  /** What lines come to, and what speaks against them. */
  'prescriptions.check': { input: CheckItems; output: CheckedItems };
  /** Write a draft as a whole. */
  'prescriptions.draft': { input: DraftPrescription; output: Written<PrescriptionReply> };
  /** Give a draft to the pharmacy. */
  'prescriptions.submit': { input: PrescriptionRef; output: Written<PrescriptionReply> };
  /** Take a prescription back. */
  'prescriptions.cancel': { input: CancelPrescription; output: Written<PrescriptionReply> };
  /** Begin one that is to stand in a submitted one's place. */
  'prescriptions.correct': { input: PrescriptionRef; output: Written<PrescriptionReply> };
  /** A draft with the lines of the patient's last one. */
  'prescriptions.repeat_last': { input: RepeatLast; output: Written<PrescriptionReply> };
  /** One prescription. */
  'prescriptions.get': { input: PrescriptionRef; output: PrescriptionReply };
  /** A patient's prescriptions, newest first. */
  'prescriptions.of_patient': { input: PrescriptionsOf; output: PatientPrescriptions };
  /** Words that prescriptions were tagged with lately. */
  'prescriptions.tags': { input: Empty; output: Tags };
  /** What one writes often. */
  'prescriptions.favourites': { input: Empty; output: Favourites };
  /** Keep lines under a name. */
  'prescriptions.save_favourite': { input: SaveFavourite; output: Written<Favourites> };
  /** Forget one of them. */
  'prescriptions.remove_favourite': { input: FavouriteRef; output: Written<Favourites> };
  /** Prescriptions that wait to be handed out. */
  'fulfilments.queue': { input: SiteStock; output: DispensingQueue };
  /** What would be handed out for a prescription, and from which lots. */
  'fulfilments.propose': { input: ProposeFulfilment; output: Proposal };
  /** What was handed out lately. */
  'fulfilments.recent': { input: SiteStock; output: RecentFulfilments };
  /** Hand out what was prescribed, or a part of it. */
  'fulfilments.dispense': { input: DispenseRequest; output: Written<DispenseReply> };
  /** What a person must settle. */
  'attention.list': { input: ListAttention; output: AttentionList };
  /** Settle one of them: move, keep, call off, put back. */
  'attention.settle': { input: SettleRequest; output: Written<SettleReply> };
  /** Open a patient's chart; the opening is recorded. */
  'charts.open': { input: ChartRef; output: Chart };
  /** The open chart, read anew. */
  'charts.get': { input: ChartRef; output: Chart };
  /** Open somebody else's chart for half an hour, with a reason. */
  'charts.break_glass': { input: BreakGlass; output: BreakGlassReply };
  /** Charts that were opened so, to look into. */
  'charts.reviews': { input: ListReviews; output: ReviewList };
  /** Say what was found. */
  'charts.review': { input: ReviewGlass; output: Done };
  /** Add or change an allergy. */
  'charts.save_allergy': { input: SaveAllergy; output: Written<FactReply> };
  /** Take an allergy out of the chart. */
  'charts.remove_allergy': { input: AllergyRef; output: Written<Done> };
  /** Add or change a condition. */
  'charts.save_condition': { input: SaveCondition; output: Written<FactReply> };
  /** Take a condition out of the chart. */
  'charts.remove_condition': { input: ConditionRef; output: Written<Done> };
  /** Add or change what a patient takes. */
  'charts.save_medication': { input: SaveMedication; output: Written<FactReply> };
  /** Take it out of the chart. */
  'charts.remove_medication': { input: MedicationRef; output: Written<Done> };
  /** Add or change a measuring; what is rare is asked about. */
  'charts.save_vitals': { input: SaveVitals; output: Written<FactReply> };
  /** Take a measuring out of the chart. */
  'charts.remove_vitals': { input: VitalsRef; output: Written<Done> };
  /** What was written at a visit. */
  'charts.encounter': { input: EncounterRef; output: EncounterPage };
  /** Write what happened at a visit. */
  'charts.write_encounter': { input: WriteEncounter; output: Written<EncounterReply> };
  /** Book the first free time from a day on for the same patient and doctor. */
  'charts.book_follow_up': { input: BookFollowUp; output: Written<AppointmentReply> };
  /** Begin a call of an online visit; the visit begins with it. */
  'charts.start_consultation': { input: StartConsultation; output: Written<ConsultationReply> };
  /** End a call. */
  'charts.end_consultation': { input: ConsultationRef; output: Written<ConsultationReply> };
  /** Say how a call was held, what came of it and what stands out. */
  'charts.save_consultation': { input: SaveConsultation; output: Written<ConsultationReply> };
  /** Take a call out of the chart. */
  'charts.remove_consultation': { input: ConsultationRef; output: Written<Done> };
  /** Order a test, or note its result. */
  'charts.save_test': { input: SaveLabTest; output: Written<FactReply> };
  /** Take a test out of the chart. */
  'charts.remove_test': { input: LabTestRef; output: Written<Done> };
  /** Codes for diagnoses, found as one types. */
  'charts.codes': { input: FindCodes; output: CodeList };
  /** What a file of codes would bring. */
  'charts.preview_codes': { input: ImportCodes; output: CodesPreview };
  /** Take in a file of codes, all of it or nothing. */
  'charts.import_codes': { input: ImportCodes; output: Written<CodesReply> };
  /** Put a picture or a PDF into a patient's file. */
  'documents.attach': { input: AttachDocument; output: Written<DocumentReply> };
  /** The documents of a patient, a visit, a prescription or a test that one may open. */
  'documents.list': { input: ListDocuments; output: DocumentList };
  /** What is in a document; recorded. */
  'documents.open': { input: DocumentRef; output: OpenedDocument };
  /** Say what a document is and who may open it. */
  'documents.describe': { input: DescribeDocument; output: Written<DocumentReply> };
  /** Take a document out of the file. */
  'documents.remove': { input: DocumentRef; output: Written<Done> };
  /** A document as a file outside of the program; recorded, with its reason. */
  'documents.copy': { input: CopyDocument; output: PaperReply };
  /** Who opened a document, printed it or took a copy, and when. */
  'documents.openings': { input: DocumentRef; output: DocumentOpenings };
  /** Who may be named as one who opens a document. */
  'documents.people': { input: Empty; output: DocumentPeople };
  /** How it stands with the hub. */
  'sync.state': { input: Empty; output: SyncState };
  /** Talk to the hub at once. */
  'sync.now': { input: Empty; output: SyncState };
  /** The clinic's desks, as the hub knows them. */
  'hub.desks': { input: Empty; output: ClinicDesks };
  /** A code by which one more PC can join. */
  'hub.new_code': { input: Empty; output: NewCode };
  /** Shut a desk out. */
  'hub.revoke': { input: DeskNumber; output: ClinicDesks };
  /** Who did what at all the clinic's desks. */
  'hub.trail': { input: ListOperations; output: OperationList };
  /** Belong to a clinic on a hub. */
  'sync.enrol': { input: EnrolInput; output: SyncState };
  /** Undo what was done; undoing an undo is the redo. */
  'operations.undo': { input: UndoRequest; output: UndoReply };
  /** Who did what, with before and after. */
  'ledger.list': { input: ListOperations; output: OperationList };
  /** Check the whole chain. */
  'ledger.verify': { input: Empty; output: VerifyReply };
}
