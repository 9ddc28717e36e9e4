//! The words of the line, folded, in both languages.

use crate::prescription::{DoseUnit, Frequency, Instruction, Route};

pub(super) const EVERY: &[&str] = &["every", "each", "كل"];
pub(super) const HOURS: &[&str] = &["h", "hr", "hrs", "hour", "hours", "hourly", "س", "ساعه", "ساعات"];
pub(super) const FOR: &[&str] = &["for", "لمده", "مده"];

/// The most words that one phrase below has.
pub(super) const LONGEST: usize = 4;

/// How many days a word for a stretch of time stands for.
pub(super) fn days_each(unit: &str) -> Option<u32> {
    Some(match unit {
        "d" | "day" | "days" | "ي" | "يوم" | "يوما" | "ايام" => 1,
        "w" | "wk" | "wks" | "week" | "weeks" | "اسبوع" | "اسبوعا" | "اسابيع" => 7,
        "mo" | "month" | "months" | "شهر" | "شهرا" | "شهور" | "اشهر" => 30,
        _ => return None,
    })
}

/// Arabic says one and two of them without a number.
pub(super) fn days_in_one(word: &str) -> Option<u16> {
    Some(match word {
        "يومين" | "يومان" => 2,
        "اسبوع" => 7,
        "اسبوعين" | "اسبوعان" => 14,
        "شهر" => 30,
        "شهرين" | "شهران" => 60,
        _ => return None,
    })
}

pub(super) fn dose_unit(word: &str) -> Option<DoseUnit> {
    Some(match word {
        "t" | "tab" | "tabs" | "tablet" | "tablets" | "ق" | "قرص" | "اقراص" | "حبه" | "حبات" => {
            DoseUnit::Tablet
        }
        "c" | "cap" | "caps" | "capsule" | "capsules" | "ك" | "كبسوله" | "كبسولات" | "كبسول" => {
            DoseUnit::Capsule
        }
        "ml" | "mls" | "مل" | "مللي" | "ملي" => DoseUnit::Millilitre,
        "sp" | "spoon" | "spoons" | "tsp" | "ملعقه" | "معلقه" | "ملاعق" => DoseUnit::Spoon,
        "gtt" | "drop" | "drops" | "نقطه" | "نقط" | "قطره" | "قطرات" => DoseUnit::Drop,
        "spray" | "sprays" | "بخه" | "بخات" => DoseUnit::Spray,
        "puff" | "puffs" | "شفطه" | "شفطات" => DoseUnit::Puff,
        "supp" | "suppository" | "suppositories" | "لبوسه" | "لبوس" | "تحميله" => {
            DoseUnit::Suppository
        }
        "sachet" | "sachets" | "sac" | "كيس" | "اكياس" => DoseUnit::Sachet,
        "amp" | "amps" | "inj" | "injection" | "injections" | "حقنه" | "حقن" | "امبول" => {
            DoseUnit::Injection
        }
        "patch" | "patches" | "لصقه" | "لصقات" => DoseUnit::Patch,
        "app" | "application" | "applications" | "دهان" | "دهنه" => DoseUnit::Application,
        "pc" | "piece" | "pieces" | "قطعه" | "قطع" => DoseUnit::Piece,
        _ => return None,
    })
}

pub(super) fn frequency(phrase: &str) -> Option<Frequency> {
    Some(match phrase {
        "daily" | "od" | "qd" | "once daily" | "once a day" | "يوميا" | "مره يوميا" | "مره في اليوم" => {
            Frequency::Daily
        }
        "morning" | "mane" | "every morning" | "in the morning" | "صباحا" | "الصبح" | "كل صباح" => {
            Frequency::Morning
        }
        "night" | "nocte" | "hs" | "every night" | "at night" | "مساء" | "مسا" | "ليلا" | "كل مسا"
        | "كل ليله" => Frequency::Night,
        "bid"
        | "bd"
        | "twice"
        | "twice daily"
        | "twice a day"
        | "مرتين"
        | "مرتين يوميا"
        | "مرتين في اليوم" => Frequency::Twice,
        "tid"
        | "tds"
        | "thrice"
        | "three times a day"
        | "ثلاث مرات"
        | "3 مرات"
        | "ثلاث مرات يوميا"
        | "3 مرات يوميا" => Frequency::Thrice,
        "qid" | "qds" | "four times a day" | "اربع مرات" | "4 مرات" | "4 مرات يوميا" => {
            Frequency::FourTimes
        }
        "weekly" | "every week" | "once a week" | "اسبوعيا" | "كل اسبوع" | "مره اسبوعيا" => {
            Frequency::Weekly
        }
        "once" | "stat" | "single dose" | "مره" | "مره واحده" | "جرعه واحده" => {
            Frequency::Once
        }
        "prn" | "sos" | "as needed" | "when needed" | "عند اللزوم" | "عند الحاجه" => {
            Frequency::AsNeeded
        }
        _ => return None,
    })
}

pub(super) fn instruction(phrase: &str) -> Option<Instruction> {
    Some(match phrase {
        "after food" | "after meals" | "after eating" | "af" | "pc" | "بعد الاكل" | "بعد الطعام" => {
            Instruction::AfterFood
        }
        "before food" | "before meals" | "before eating" | "bf" | "ac" | "قبل الاكل" | "قبل الطعام" => {
            Instruction::BeforeFood
        }
        "with food" | "with meals" | "wf" | "مع الاكل" | "مع الطعام" => Instruction::WithFood,
        "empty stomach" | "on an empty stomach" | "fasting" | "علي الريق" | "الريق" => {
            Instruction::EmptyStomach
        }
        "before sleep" | "at bedtime" | "before bed" | "قبل النوم" => Instruction::BeforeSleep,
        "with water" | "with a glass of water" | "مع الما" | "مع كوب ما" => {
            Instruction::WithWater
        }
        _ => return None,
    })
}

pub(super) fn route(phrase: &str) -> Option<Route> {
    Some(match phrase {
        "oral" | "by mouth" | "po" | "بالفم" | "عن طريق الفم" => Route::Oral,
        "sublingual" | "sl" | "under the tongue" | "تحت اللسان" => Route::Sublingual,
        "nose" | "in the nose" | "بالانف" | "للانف" => Route::Nose,
        "eye" | "eyes" | "in the eye" | "بالعين" | "للعين" => Route::Eye,
        "ear" | "ears" | "in the ear" | "بالاذن" | "للاذن" => Route::Ear,
        "skin" | "on the skin" | "موضعي" | "علي الجلد" => Route::Skin,
        "inhaled" | "inhale" | "استنشاق" => Route::Inhaled,
        "im" | "iv" | "injected" | "عضل" | "وريد" => Route::Injected,
        "rectal" | "pr" | "شرجي" => Route::Rectal,
        "vaginal" | "pv" | "مهبلي" => Route::Vaginal,
        _ => return None,
    })
}
