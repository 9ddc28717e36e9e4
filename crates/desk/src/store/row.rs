//! Between the domain's types and SQLite's values. Columns are read by name, and a value that does not fit its type is a fault with
//! the column's name in it, not a panic.

use domain::code::Code;
use domain::id::Id;
use domain::time::{Date, Instant, WallTime};
use rusqlite::Row;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, Value, ValueRef};
use uuid::Uuid;

/// A domain type that a column can hold.
pub trait Column: Sized {
    fn to_value(&self) -> Value;
    fn from_value(value: ValueRef<'_>) -> FromSqlResult<Self>;
}

/// Passes a domain value to a statement: `named_params! { ":doctor_id": Sql(request.doctor_id) }`.
pub struct Sql<T>(pub T);

impl<T: Column> ToSql for Sql<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Owned(self.0.to_value()))
    }
}

impl<T: Column> FromSql for Sql<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        T::from_value(value).map(Sql)
    }
}

/// Reading domain values from a row by column name.
pub trait RowExt {
    fn col<T: Column>(&self, name: &str) -> rusqlite::Result<T>;
    /// The same by a position that `columns!` found.
    fn at<T: Column>(&self, position: usize) -> rusqlite::Result<T>;
}

impl RowExt for Row<'_> {
    fn col<T: Column>(&self, name: &str) -> rusqlite::Result<T> {
        self.get::<_, Sql<T>>(name).map(|Sql(value)| value)
    }
    fn at<T: Column>(&self, position: usize) -> rusqlite::Result<T> {
        self.get::<_, Sql<T>>(position).map(|Sql(value)| value)
    }
}

/// Where the named columns of a statement stand, found once: looking each name up again in every row costs more than reading the
/// value. For statements that return hundreds of rows; `row.col("name")` does for the rest.
///
/// `columns! { struct HeldColumns { id, starts_at } }`, then `let at = HeldColumns::of(&statement)?` and `row.at(at.id)?`.
#[macro_export]
macro_rules! columns {
    (struct $name:ident { $($column:ident),+ $(,)? }) => {
        #[derive(Clone, Copy)]
        struct $name { $($column: usize),+ }
        impl $name {
            fn of(statement: &rusqlite::Statement<'_>) -> rusqlite::Result<Self> {
                Ok(Self { $($column: statement.column_index(stringify!($column))?),+ })
            }
        }
    };
}

impl<T: Column> Column for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Column::to_value)
    }
    fn from_value(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value {
            ValueRef::Null => Ok(None),
            _ => T::from_value(value).map(Some),
        }
    }
}

macro_rules! id_columns {
    ($($name:ident),+ $(,)?) => {$(
        impl Column for domain::id::$name {
            fn to_value(&self) -> Value { Value::Blob(self.uuid().as_bytes().to_vec()) }
            fn from_value(value: ValueRef<'_>) -> FromSqlResult<Self> { uuid(value).map(Self::from_uuid) }
        }
    )+};
}
id_columns!(
    AccountId,
    SiteId,
    DoctorId,
    SpecialtyId,
    HoursId,
    DayLimitId,
    ClosureId,
    PatientId,
    RelationId,
    AppointmentId,
    SeriesId,
    CompanyId,
    RepId,
    RepVisitId,
    RepRuleId,
    RepAddendumId,
    RebookId,
    RebookCallId,
    WorklistId,
    WaitId,
    WaitCallId,
    EncounterId,
    DiagnosisId,
    DiagnosisCodeId,
    ConditionId,
    AllergyId,
    MedicationId,
    VitalsId,
    LabTestId,
    BreakGlassId,
    ReminderCallId,
    CalendarEntryId,
    MedicineId,
    PrescriptionId,
    PrescriptionItemId,
    PrescriptionTestId,
    PrescriptionFavouriteId,
    LotId,
    FulfilmentId,
    FulfilmentItemId,
    StockMovementId,
    ConsultationId,
    DocumentId,
    OperationId,
    DeskId,
);

impl Column for Uuid {
    fn to_value(&self) -> Value {
        Value::Blob(self.as_bytes().to_vec())
    }
    fn from_value(value: ValueRef<'_>) -> FromSqlResult<Self> {
        uuid(value)
    }
}

fn uuid(value: ValueRef<'_>) -> FromSqlResult<Uuid> {
    Uuid::from_slice(value.as_blob()?).map_err(|error| FromSqlError::Other(Box::new(error)))
}

macro_rules! code_columns {
    ($($name:path),+ $(,)?) => {$(
        impl Column for $name {
            fn to_value(&self) -> Value { Value::Text(self.code().to_owned()) }
            fn from_value(value: ValueRef<'_>) -> FromSqlResult<Self> {
                Self::from_code(value.as_str()?).ok_or(FromSqlError::InvalidType)
            }
        }
    )+};
}
code_columns!(
    domain::account::Role,
    domain::account::AccountStatus,
    domain::appointment::AppointmentStatus,
    domain::appointment::AppointmentKind,
    domain::appointment::CancelledBy,
    domain::calendar::Audience,
    domain::calendar::ClosureEffect,
    domain::chart::ConsultationKind,
    domain::chart::LabFlag,
    domain::chart::Severity,
    domain::calls::CallOutcome,
    domain::document::DocumentAudience,
    domain::document::DocumentType,
    domain::patient::BloodType,
    domain::patient::Gender,
    domain::patient::Kinship,
    domain::prescription::DoseUnit,
    domain::prescription::Frequency,
    domain::prescription::MedicineForm,
    domain::prescription::PrescriptionStatus,
    domain::prescription::Route,
    domain::prescription::TestPriority,
    domain::rep_rules::RepRuleScope,
    domain::rep_visit::RepCancelledBy,
    domain::rep_visit::RepVisitStatus,
    domain::stock::MovementReason,
    domain::time::Weekday,
    domain::wait_list::Urgency,
    domain::wait_list::WaitEnd,
    crate::attention::AttentionKind,
    crate::attention::Outcome,
    crate::clinic::SiteKind,
    crate::doctors::DoctorApproval,
    crate::sync::Beyond,
    crate::sync::LeftOver,
    crate::sync::Standing,
);

impl Column for Date {
    fn to_value(&self) -> Value {
        Value::Text(self.to_string())
    }
    fn from_value(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

impl Column for WallTime {
    fn to_value(&self) -> Value {
        Value::Integer(i64::from(self.minutes()))
    }
    fn from_value(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let minutes = value.as_i64()?;
        u16::try_from(minutes).ok().and_then(Self::from_minutes).ok_or(FromSqlError::OutOfRange(minutes))
    }
}

impl Column for Instant {
    fn to_value(&self) -> Value {
        Value::Integer(self.0)
    }
    fn from_value(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(Self)
    }
}

/// A JSON column: `Json(list)` writes it, `row.col::<Json<Vec<String>>>("languages")` reads it.
pub struct Json<T>(pub T);

impl<T: serde::Serialize + serde::de::DeserializeOwned> Column for Json<T> {
    fn to_value(&self) -> Value {
        Value::Text(serde_json::to_string(&self.0).expect("our own types serialise to JSON"))
    }
    fn from_value(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(value.as_str()?).map(Json).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}
