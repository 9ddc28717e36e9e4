//! The words of reports that leave the desk as a file or on paper, where no screen stands between. The screens have their own.

use domain::money::minor_digits;
use domain::time::Date;

use super::requests::{ColumnKind, Named, ReportName};
use crate::session::Language;

fn pick<'a>(language: Language, (english, arabic): (&'a str, &'a str)) -> &'a str {
    match language {
        Language::English => english,
        Language::Arabic => arabic,
    }
}

pub(super) fn title(report: ReportName, language: Language) -> &'static str {
    use ReportName as R;
    let words = match report {
        R::DoctorsBySpecialty => ("Doctors per specialty", "الأطباء حسب التخصص"),
        R::DoctorsByPatients => ("Doctors and their patients", "الأطباء وعدد مرضاهم"),
        R::LowUtilisation => ("Doctors with time to spare", "أطباء لديهم وقت غير مستغل"),
        R::PatientsPerDay => ("Patients per day", "المرضى في اليوم"),
        R::PeakDay => ("Fullest day of the week", "أكثر أيام الأسبوع ازدحامًا"),
        R::PeakHour => ("Fullest hour", "ساعة الذروة"),
        R::RepVisitsPerDay => ("Rep visits per day", "زيارات المندوبين في اليوم"),
        R::MostActiveRep => ("Most active reps", "أكثر المندوبين نشاطًا"),
        R::PatientsAgainstReps => ("Patients against rep visits", "المرضى مقابل زيارات المندوبين"),
        R::WeeklySchedule => ("Weekly schedule", "الجدول الأسبوعي"),
        R::ClosedDays => ("Closed days", "أيام الإغلاق"),
        R::Occupancy => ("Occupancy", "نسبة الإشغال"),
        R::IdleDays => ("Idle days", "أيام بلا مرضى"),
        R::Conflicts => ("Scheduling conflicts", "تعارضات المواعيد"),
        R::NoShowsAndCancellations => ("No-shows and cancellations", "الغياب والإلغاء"),
        R::WaitingAndLateness => ("Waiting and running late", "الانتظار والتأخير"),
        R::NewAndReturning => ("New and returning patients", "مرضى جدد ومرضى عائدون"),
        R::RebookOutcomes => ("What became of lost times", "مصير المواعيد التي أُلغي وقتها"),
        R::SamplesAndRepTime => ("Samples and rep time per company", "العينات ووقت المندوبين لكل شركة"),
        R::PrescriptionsAndMedicines => ("Prescriptions and medicines", "الروشتات والأدوية"),
        R::Stock => ("Stock", "المخزون"),
        R::WhoDidWhat => ("Who did what", "من فعل ماذا"),
    };
    pick(language, words)
}

/// The heading of a column; its key where nobody thought of one, which a test would have shown.
pub(super) fn heading(key: &str, kind: ColumnKind, currency: Option<&str>, language: Language) -> String {
    let words = known_heading(key, kind).map_or(key, |words| pick(language, words));
    match (kind, currency) {
        (ColumnKind::Money, Some(currency)) => format!("{words} ({currency})"),
        (ColumnKind::Minutes, _) => format!("{words} ({})", pick(language, ("min", "دقيقة"))),
        (ColumnKind::Percent, _) => format!("{words} (%)"),
        _ => words.to_owned(),
    }
}

fn known_heading(key: &str, kind: ColumnKind) -> Option<(&'static str, &'static str)> {
    Some(match (key, kind) {
        ("end", ColumnKind::Time) => ("Until", "إلى"),
        ("end", _) => ("What became of it", "ما آل إليه"),
        ("closed", ColumnKind::Code) => ("Closed", "الإغلاق"),
        ("closed", _) => ("On closed time", "في وقت مغلق"),
        ("minutes", _) => ("Minutes", "الوقت"),
        ("doctor", _) => ("Doctor", "الطبيب"),
        ("specialty", _) => ("Specialty", "التخصص"),
        ("doctors", _) => ("Doctors", "الأطباء"),
        ("names", _) => ("Who", "من هم"),
        ("patients", _) => ("Patients", "المرضى"),
        ("visits", _) => ("Visits", "الزيارات"),
        ("open_days", _) => ("Open days", "أيام العمل"),
        ("open_minutes", _) => ("Open", "وقت العمل"),
        ("available_minutes", _) => ("Available", "الوقت المتاح"),
        ("booked_minutes", _) => ("Booked", "الوقت المحجوز"),
        ("occupancy", _) => ("Occupancy", "الإشغال"),
        ("rep_visits", _) => ("Rep visits", "زيارات المندوبين"),
        ("rep_minutes", _) => ("With reps", "مع المندوبين"),
        ("rep_share", _) => ("Share of reps", "نصيب المندوبين"),
        ("date", _) => ("Date", "التاريخ"),
        ("month", _) => ("Month", "الشهر"),
        ("booked", _) => ("Booked", "محجوزة"),
        ("came", _) => ("Came", "حضروا"),
        ("no_show", _) => ("No-show", "لم يحضروا"),
        ("no_show_rate", _) => ("No-shows", "نسبة الغياب"),
        ("cancelled", _) => ("Cancelled", "ملغاة"),
        ("by_patient", _) => ("By the patient", "ألغاها المريض"),
        ("by_doctor", _) => ("By the doctor", "ألغاها الطبيب"),
        ("by_clinic", _) => ("By the clinic", "ألغتها العيادة"),
        ("by_system", _) => ("Otherwise", "لسبب آخر"),
        ("weekday", _) => ("Weekday", "اليوم"),
        ("days", _) => ("Days", "عدد الأيام"),
        ("average", _) => ("Average", "المتوسط"),
        ("most", _) => ("Most", "الأعلى"),
        ("on", _) => ("On", "بتاريخ"),
        ("hour", _) => ("Hour", "الساعة"),
        ("share", _) => ("Share", "النسبة"),
        ("rep", _) => ("Rep", "المندوب"),
        ("company", _) => ("Company", "الشركة"),
        ("completed", _) => ("Completed", "انتهت"),
        ("refused", _) => ("Not let in", "لم يُسمح لهم"),
        ("began", _) => ("Visits begun", "زيارات بدأت"),
        ("waited", _) => ("Waiting, median", "الانتظار (الوسيط)"),
        ("longest_waited", _) => ("Longest wait", "أطول انتظار"),
        ("late", _) => ("Late, median", "التأخير (الوسيط)"),
        ("longest_late", _) => ("Latest", "أطول تأخير"),
        ("start", _) => ("From", "من"),
        ("audience", _) => ("For", "لمن"),
        ("of", _) => ("Whose", "يخص"),
        ("reason", _) => ("Reason", "السبب"),
        ("conflicts", _) => ("Conflicts", "التعارضات"),
        ("overlap", _) => ("Overlapping", "متداخلة"),
        ("outside_hours", _) => ("Outside hours", "خارج المواعيد"),
        ("over_cap", _) => ("Over the day's limit", "فوق حد اليوم"),
        ("with_reason", _) => ("Overbooked with a reason", "حجز زائد بسبب مذكور"),
        ("without_reason", _) => ("Without a reason", "بلا سبب مذكور"),
        ("new", _) => ("New", "جدد"),
        ("returning", _) => ("Returning", "عائدون"),
        ("new_share", _) => ("Share of new", "نسبة الجدد"),
        ("sample_lines", _) => ("Lots of samples", "تشغيلات العينات"),
        ("sample_units", _) => ("Samples", "العينات"),
        ("medicine", _) => ("Medicine", "الدواء"),
        ("prescriptions", _) => ("Prescriptions", "الروشتات"),
        ("units", _) => ("Units", "الوحدات"),
        ("strength", _) => ("Strength", "التركيز"),
        ("unit", _) => ("Unit", "الوحدة"),
        ("on_hand", _) => ("On hand", "الرصيد"),
        ("minimum", _) => ("Least stock", "الحد الأدنى"),
        ("below", _) => ("Short by", "النقص"),
        ("expiring", _) => ("Expiring", "قرب انتهاء الصلاحية"),
        ("expired", _) => ("Expired", "منتهي الصلاحية"),
        ("value", _) => ("Value", "القيمة"),
        ("account", _) => ("Who", "من"),
        ("moved", _) => ("Moved", "نُقلت"),
        ("queue", _) => ("Queue", "الدور"),
        ("registered", _) => ("Registered", "سُجّلوا"),
        ("other", _) => ("Other", "غير ذلك"),
        _ => return None,
    })
}

/// A word of the product by its code.
pub(super) fn code(code: &str, language: Language) -> &str {
    let words = match code {
        "patient" => ("patients", "المرضى"),
        "rep" => ("reps", "المندوبون"),
        "online" => ("online", "عن بُعد"),
        "whole_day" => ("whole day", "اليوم كله"),
        "part_of_day" => ("part of the day", "جزء من اليوم"),
        "site" => ("the clinic", "العيادة"),
        "doctor" => ("the doctor", "الطبيب"),
        "moved" => ("moved", "نُقلت"),
        "cancelled" => ("cancelled", "أُلغيت"),
        "seen_elsewhere" => ("seen elsewhere", "كُشف عليه في مكان آخر"),
        "came" => ("came all the same", "حضر رغم ذلك"),
        "no_show" => ("no-show", "لم يحضر"),
        "open_again" => ("time open again", "عاد الوقت متاحًا"),
        "open" => ("still to settle", "لم يُحسم بعد"),
        other => return other,
    };
    pick(language, words)
}

const WEEKDAYS: [(&str, &str); 7] = [
    ("Monday", "الاثنين"),
    ("Tuesday", "الثلاثاء"),
    ("Wednesday", "الأربعاء"),
    ("Thursday", "الخميس"),
    ("Friday", "الجمعة"),
    ("Saturday", "السبت"),
    ("Sunday", "الأحد"),
];

/// 1 for Monday to 7 for Sunday.
pub(super) fn weekday(number: i64, language: Language) -> &'static str {
    let at = usize::try_from(number - 1).ok();
    at.and_then(|at| WEEKDAYS.get(at)).map_or("", |words| pick(language, *words))
}

const MONTHS: [(&str, &str); 12] = [
    ("January", "يناير"),
    ("February", "فبراير"),
    ("March", "مارس"),
    ("April", "أبريل"),
    ("May", "مايو"),
    ("June", "يونيو"),
    ("July", "يوليو"),
    ("August", "أغسطس"),
    ("September", "سبتمبر"),
    ("October", "أكتوبر"),
    ("November", "نوفمبر"),
    ("December", "ديسمبر"),
];

/// `2026-11` in words; what is no month as it is.
pub(super) fn month(text: &str, language: Language) -> String {
    let number = text.get(5..7).and_then(|month| month.parse::<usize>().ok());
    let name = number.and_then(|number| MONTHS.get(number.checked_sub(1)?));
    name.map_or_else(|| text.to_owned(), |words| format!("{} {}", pick(language, *words), &text[..4]))
}

/// `24 November 2026`.
pub(super) fn date(date: Date, language: Language) -> String {
    let text = date.to_string();
    let day = text[8..].trim_start_matches('0').to_owned();
    format!("{day} {}", month(&text[..7], language))
}

/// `24 November`.
pub(super) fn short_date(day: Date, language: Language) -> String {
    let whole = date(day, language);
    whole.rsplit_once(' ').map_or(whole.clone(), |(without_year, _)| without_year.to_owned())
}

pub(super) fn total(language: Language) -> &'static str {
    pick(language, ("Total", "الإجمالي"))
}

/// The name in the script of the language, where both are known.
pub(super) fn named(named: &Named, language: Language) -> &str {
    match language {
        Language::English => &named.name,
        Language::Arabic => named.second_name.as_deref().unwrap_or(&named.name),
    }
}

pub(super) fn all_named(several: &[Named], language: Language) -> String {
    let comma = if language == Language::Arabic { "، " } else { ", " };
    several.iter().map(|one| named(one, language)).collect::<Vec<_>>().join(comma)
}

/// An amount with its point, without the currency.
pub(super) fn money(minor: i64, currency: Option<&str>) -> String {
    let digits = usize::from(currency.and_then(minor_digits).unwrap_or(2));
    let (sign, minor) = (if minor < 0 { "-" } else { "" }, minor.unsigned_abs());
    if digits == 0 {
        return format!("{sign}{minor}");
    }
    let unit = 10_u64.pow(u32::try_from(digits).unwrap_or(2));
    format!("{sign}{}.{:0digits$}", minor / unit, minor % unit)
}

#[cfg(test)]
pub(super) fn has_heading(key: &str, kind: ColumnKind) -> bool {
    known_heading(key, kind).is_some()
}
