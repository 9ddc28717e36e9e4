//! What is counted, in sentences for paper. They are those that the screen shows, to the letter; a test holds the two together.

use super::definitions::DefinitionCode;
use crate::session::Language;

type Words = (&'static str, &'static str);

/// The name of what is counted, and what it means.
pub(super) fn in_words(code: DefinitionCode, language: Language) -> Words {
    let ((english, arabic), (english_text, arabic_text)) = both(code);
    match language {
        Language::English => (english, english_text),
        Language::Arabic => (arabic, arabic_text),
    }
}

fn both(code: DefinitionCode) -> (Words, Words) {
    use DefinitionCode as D;
    match code {
        D::Booked => (
            ("Booked", "محجوزة"),
            (
                "Every visit on its day, whatever became of it. One that was moved counts on the day it was moved to.",
                "كل زيارة في يومها، أيًّا كان ما آلت إليه. وما نُقل يُحسب في اليوم الذي نُقل إليه.",
            ),
        ),
        D::Came => (
            ("Came", "حضروا"),
            (
                "The patient was here: waiting, with the doctor, or seen.",
                "كان المريض هنا: ينتظر، أو عند الطبيب، أو انتهى كشفه.",
            ),
        ),
        D::Person => (
            ("Patient", "المريض"),
            (
                "A person counts once, however often they came, also when two files were merged.",
                "يُحسب الشخص مرة واحدة مهما تكرر حضوره، حتى لو دُمج له ملفان.",
            ),
        ),
        D::NewPatient => (
            ("New", "جديد"),
            (
                "The first visit a person ever came to, at any doctor and any site.",
                "أول زيارة يحضرها الشخص، عند أي طبيب وفي أي فرع.",
            ),
        ),
        D::NoShow => (
            ("No-show", "غياب"),
            (
                "Marked as one who did not come. The rate is of all that were booked.",
                "سُجّل أنه لم يحضر. والنسبة من كل ما حُجز.",
            ),
        ),
        D::Cancelled => (
            ("Cancelled", "ملغاة"),
            ("Called off and not moved, by whoever called it off.", "أُلغيت ولم تُنقل، أيًّا كان من ألغاها."),
        ),
        D::OpenMinute => (
            ("Open", "وقت العمل"),
            (
                "Minutes within hours for patients, here or online, less closures and with extra openings. A day of 23 or 25 hours counts as it is.",
                "دقائق مواعيد المرضى، في العيادة أو عن بُعد، دون أوقات الإغلاق ومع أوقات الفتح الإضافي. ويوم ٢٣ أو ٢٥ ساعة يُحسب كما هو.",
            ),
        ),
        D::AvailableMinute => (
            ("Available", "المتاح"),
            (
                "Open minutes, but no more than the day’s cap of patients fills with visits of the usual length.",
                "وقت العمل، ولا يزيد على ما يملؤه حد المرضى في اليوم بزيارات من المدة المعتادة.",
            ),
        ),
        D::BookedMinute => (
            ("Booked time", "الوقت المحجوز"),
            (
                "The length of every patient’s visit that holds the doctor’s time.",
                "مدة كل زيارة مريض تشغل وقت الطبيب.",
            ),
        ),
        D::Occupancy => (
            ("Occupancy", "الإشغال"),
            (
                "Booked time against available time. Above 100 % more was booked than there was.",
                "الوقت المحجوز من الوقت المتاح. وما فوق ١٠٠ ٪ حجز يزيد على المتاح.",
            ),
        ),
        D::IdleDay => (
            ("Idle day", "يوم بلا مرضى"),
            (
                "A day that is over, was open for patients, and nobody came.",
                "يوم انقضى، كانت فيه مواعيد للمرضى ولم يحضر أحد.",
            ),
        ),
        D::ByTheClock => (
            ("By the clock", "بساعة الحائط"),
            (
                "A visit counts in the hour and on the weekday it was to begin, by the clock on the wall.",
                "تُحسب الزيارة في الساعة ويوم الأسبوع المحددين لبدئها، بساعة الحائط.",
            ),
        ),
        D::RepBooked => (
            ("Rep visits booked", "زيارات المندوبين"),
            (
                "All but those declined, only asked for, or moved to another day.",
                "كلها ما عدا المرفوضة، وما طُلب ولم يُحجز، وما نُقل إلى يوم آخر.",
            ),
        ),
        D::RepCame => {
            (("Rep came", "حضر المندوب"), ("The rep was here and was let in.", "كان المندوب هنا وأُدخل."))
        }
        D::RepTime => (
            ("Reps’ time", "وقت المندوبين"),
            (
                "Of completed visits: as long as the summary says, or else as long as was booked.",
                "للزيارات التي تمت: كما في الملخص، وإلا فالمدة المحجوزة.",
            ),
        ),
        D::Samples => (
            ("Samples", "العينات"),
            ("What completed visits left, by their summaries.", "ما تركته الزيارات التي تمت، بحسب ملخصاتها."),
        ),
        D::WeeklyHours => (
            ("Hours", "المواعيد"),
            (
                "A block of hours, and on how many days of the period it is in force, before closures.",
                "فترة عمل، وعدد أيام سريانها في المدة، قبل حساب الإغلاق.",
            ),
        ),
        D::ClosedDay => (
            ("Closed day", "يوم إغلاق"),
            (
                "A day with hours of which a closure takes at least a part.",
                "يوم فيه مواعيد يقتطع الإغلاق منها جزءًا على الأقل.",
            ),
        ),
        D::Conflict => (
            ("Conflict", "تعارض"),
            (
                "A visit that holds the doctor’s time and that one of the five steps would refuse today, were it not there already.",
                "زيارة تشغل وقت الطبيب، ولو لم تكن موجودة لرفضتها اليوم إحدى خطوات الفحص الخمس.",
            ),
        ),
        D::Waiting => (
            ("Waiting", "الانتظار"),
            ("From arriving until the consultation began.", "من الحضور حتى بدء الكشف."),
        ),
        D::Lateness => (
            ("Lateness", "التأخير"),
            (
                "From when the patient was due (the booked time, or the arrival if that was later) until the consultation began. Early counts as none.",
                "من وقت استحقاق المريض (الموعد، أو الحضور إن تأخر عنه) حتى بدء الكشف. والتبكير لا يُحسب.",
            ),
        ),
        D::Median => (
            ("Median", "الوسيط"),
            (
                "The one in the middle: half were shorter, half longer.",
                "القيمة الوسطى: نصف القيم أقصر منها ونصفها أطول.",
            ),
        ),
        D::RebookEnd => (
            ("Outcome", "النتيجة"),
            (
                "What became of visits that lost their time on a day of the period.",
                "ما آلت إليه الزيارات التي ضاع موعدها في يوم من المدة.",
            ),
        ),
        D::Prescription => (
            ("Prescription", "روشتة"),
            (
                "Submitted in the period, not cancelled and not replaced by a correction.",
                "قُدّمت في المدة، ولم تُلغَ ولم يحل محلها تصحيح.",
            ),
        ),
        D::OnHand => {
            (("In stock", "في المخزون"), ("The sum of all movements up to now.", "مجموع كل الحركات حتى الآن."))
        }
        D::Expiring => (
            ("Expiring", "قرب انتهاء الصلاحية"),
            (
                "Units in lots that expire within the days chosen. What has expired already stands beside it, and is worth nothing.",
                "وحدات في تشغيلات تنتهي صلاحيتها خلال الأيام المختارة. وما انتهت صلاحيته بالفعل مذكور بجانبها ولا قيمة له.",
            ),
        ),
        D::Deed => (
            ("Deed", "ما فُعل"),
            (
                "What was done at this desk. What was undone later counts all the same.",
                "ما فُعل على هذا المكتب. وما تُراجع عنه بعد ذلك محسوب أيضًا.",
            ),
        ),
        D::ActiveDoctor => {
            (("Doctor", "الطبيب"), ("Clinic staff in use today.", "من العاملين في العيادة اليوم."))
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::code::Code as _;

    use super::{DefinitionCode, in_words};
    use crate::session::Language;

    #[test]
    fn the_paper_says_what_the_screen_says() {
        let messages = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/messages/reports-standing");
        for (language, file) in [(Language::English, "en.ts"), (Language::Arabic, "ar.ts")] {
            let screen = std::fs::read_to_string(format!("{messages}/{file}")).unwrap();
            for code in DefinitionCode::ALL {
                let (name, text) = in_words(*code, language);
                let line = format!("  {}: {{ name: '{name}', text: '{text}' }},", code.code());
                assert!(screen.contains(&line), "{file} has no line {line}");
            }
        }
    }
}
