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
    /// What a statement is given: borrowed where the type has it lying ready, since a booking binds a hundred values.
    fn to_bound(&self) -> ToSqlOutput<'_>;
    fn from_value(value: ValueRef<'_>) -> FromSqlResult<Self>;
}

/// Passes a domain value to a statement: `named_params! { ":doctor_id": Sql(request.doctor_id) }`.
pub struct Sql<T>(pub T);

impl<T: Column> ToSql for Sql<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.to_bound())
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
    fn to_bound(&self) -> ToSqlOutput<'_> {
        self.as_ref().map_or(ToSqlOutput::Owned(Value::Null), Column::to_bound)
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
            fn to_bound(&self) -> ToSqlOutput<'_> { ToSqlOutput::Borrowed(ValueRef::Blob(self.as_bytes())) }
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
    fn to_bound(&self) -> ToSqlOutput<'_> {
        ToSqlOutput::Borrowed(ValueRef::Blob(self.as_bytes()))
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
            fn to_bound(&self) -> ToSqlOutput<'_> { ToSqlOutput::Borrowed(ValueRef::Text(self.code().as_bytes())) }
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
    fn to_bound(&self) -> ToSqlOutput<'_> {
        self.to_string().into()
    }
    fn from_value(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

impl Column for WallTime {
    fn to_bound(&self) -> ToSqlOutput<'_> {
        i64::from(self.minutes()).into()
    }
    fn from_value(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let minutes = value.as_i64()?;
        u16::try_from(minutes).ok().and_then(Self::from_minutes).ok_or(FromSqlError::OutOfRange(minutes))
    }
}

impl Column for Instant {
    fn to_bound(&self) -> ToSqlOutput<'_> {
        self.0.into()
    }
    fn from_value(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(Self)
    }
}

/// A JSON column: `Json(list)` writes it, `row.col::<Json<Vec<String>>>("languages")` reads it.
pub struct Json<T>(pub T);

impl<T: serde::Serialize + serde::de::DeserializeOwned> Column for Json<T> {
    fn to_bound(&self) -> ToSqlOutput<'_> {
        serde_json::to_string(&self.0).expect("our own types serialise to JSON").into()
    }
    fn from_value(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(value.as_str()?).map(Json).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}
