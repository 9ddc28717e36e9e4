//! What people of a made-up clinic come for, say and bring. English and Arabic side by side where the desk would hear both.

/// A field of medicine: its names, whom it sees, and what they come for.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) name_ar: &'static str,
    pub(super) icon: &'static str,
    pub(super) sees: Sees,
    pub(super) visit_minutes: u16,
    pub(super) reasons: &'static [(&'static str, &'static str)],
    pub(super) drugs: &'static [&'static str],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sees {
    Adults,
    Children,
    Women,
    Everybody,
}

#[rustfmt::skip]
pub(super) static FIELDS: &[Field] = &[
    Field {
        name: "Internal medicine", name_ar: "الباطنة", icon: "stethoscope", sees: Sees::Adults, visit_minutes: 15,
        reasons: &[("Diabetes follow-up", "متابعة سكر"), ("Blood pressure check", "قياس ضغط"), ("Fever for three days", "حرارة من ثلاثة أيام"),
            ("Results of blood tests", "عرض نتائج تحاليل"), ("Tiredness", "إرهاق مستمر"), ("Stomach pain", "ألم بالمعدة")],
        drugs: &["Metformin 850 mg", "Empagliflozin 10 mg", "Pantoprazole 40 mg"],
    },
    Field {
        name: "Paediatrics", name_ar: "الأطفال", icon: "baby", sees: Sees::Children, visit_minutes: 15,
        reasons: &[("Vaccination", "تطعيم"), ("Cough and fever", "كحة وحرارة"), ("Growth check", "متابعة نمو"), ("Ear pain", "ألم بالأذن"),
            ("Rash", "طفح جلدي"), ("Poor appetite", "ضعف شهية")],
        drugs: &["Amoxicillin suspension", "Paracetamol syrup", "Vitamin D drops"],
    },
    Field {
        name: "Cardiology", name_ar: "القلب", icon: "heart", sees: Sees::Adults, visit_minutes: 20,
        reasons: &[("ECG and follow-up", "رسم قلب ومتابعة"), ("Palpitations", "خفقان"), ("Echo report", "عرض تقرير إيكو"),
            ("Before an operation", "تقييم قبل عملية"), ("Chest pain on stairs", "ألم بالصدر مع المجهود"), ("Blood thinner check", "متابعة سيولة")],
        drugs: &["Atorvastatin 20 mg", "Bisoprolol 5 mg", "Valsartan 160 mg"],
    },
    Field {
        name: "Dermatology", name_ar: "الجلدية", icon: "sun", sees: Sees::Everybody, visit_minutes: 15,
        reasons: &[("Acne", "حب شباب"), ("Hair loss", "تساقط شعر"), ("Eczema", "إكزيما"), ("Mole to look at", "فحص شامة"), ("Laser session", "جلسة ليزر"),
            ("Itching", "حكة")],
        drugs: &["Adapalene gel", "Mometasone cream", "Isotretinoin 20 mg"],
    },
    Field {
        name: "Obstetrics and gynaecology", name_ar: "النساء والتوليد", icon: "flower", sees: Sees::Women, visit_minutes: 20,
        reasons: &[("Pregnancy, week 12", "متابعة حمل، الأسبوع ١٢"), ("Pregnancy, week 28", "متابعة حمل، الأسبوع ٢٨"), ("Ultrasound", "سونار"),
            ("Irregular cycle", "عدم انتظام الدورة"), ("After birth", "متابعة بعد الولادة"), ("Family planning", "تنظيم أسرة")],
        drugs: &["Folic acid 5 mg", "Iron bisglycinate", "Progesterone 200 mg"],
    },
    Field {
        name: "Orthopaedics", name_ar: "العظام", icon: "bone", sees: Sees::Adults, visit_minutes: 15,
        reasons: &[("Knee pain", "ألم بالركبة"), ("Lower back pain", "ألم أسفل الظهر"), ("Plaster to come off", "فك جبس"), ("Shoulder stiffness", "تيبس الكتف"),
            ("X-ray review", "عرض أشعة"), ("Sprained ankle", "التواء الكاحل")],
        drugs: &["Etoricoxib 90 mg", "Glucosamine", "Calcium with vitamin D"],
    },
    Field {
        name: "Ear, nose and throat", name_ar: "الأنف والأذن والحنجرة", icon: "ear", sees: Sees::Everybody, visit_minutes: 15,
        reasons: &[("Sinusitis", "جيوب أنفية"), ("Hearing test", "قياس سمع"), ("Tonsils", "التهاب اللوز"), ("Dizziness", "دوخة"), ("Blocked nose", "انسداد الأنف"),
            ("Ear wash", "غسيل أذن")],
        drugs: &["Mometasone nasal spray", "Levocetirizine 5 mg", "Betahistine 24 mg"],
    },
    Field {
        name: "Ophthalmology", name_ar: "الرمد", icon: "eye", sees: Sees::Everybody, visit_minutes: 15,
        reasons: &[("New glasses", "كشف نظارة"), ("Red eye", "احمرار العين"), ("Cataract follow-up", "متابعة مياه بيضاء"), ("Eye pressure", "قياس ضغط العين"),
            ("Fundus examination", "فحص قاع العين"), ("Dry eyes", "جفاف العين")],
        drugs: &["Latanoprost drops", "Sodium hyaluronate drops", "Moxifloxacin drops"],
    },
    Field {
        name: "Neurology", name_ar: "المخ والأعصاب", icon: "brain", sees: Sees::Adults, visit_minutes: 20,
        reasons: &[("Migraine", "صداع نصفي"), ("Numb fingers", "تنميل بالأصابع"), ("Epilepsy follow-up", "متابعة صرع"), ("Memory", "ضعف الذاكرة"),
            ("After a stroke", "متابعة بعد جلطة"), ("Sciatica", "عرق النسا")],
        drugs: &["Levetiracetam 500 mg", "Pregabalin 75 mg", "Topiramate 50 mg"],
    },
    Field {
        name: "Dentistry", name_ar: "الأسنان", icon: "tooth", sees: Sees::Everybody, visit_minutes: 30,
        reasons: &[("Toothache", "ألم بالأسنان"), ("Cleaning", "تنظيف أسنان"), ("Root canal, second visit", "علاج عصب، الجلسة الثانية"),
            ("Crown fitting", "تركيب طربوش"), ("Braces check", "متابعة تقويم"), ("Extraction", "خلع ضرس")],
        drugs: &["Chlorhexidine rinse", "Ibuprofen 600 mg", "Fluoride varnish"],
    },
    Field {
        name: "Urology", name_ar: "المسالك البولية", icon: "droplet", sees: Sees::Adults, visit_minutes: 15,
        reasons: &[("Kidney stone", "حصوة بالكلى"), ("Prostate follow-up", "متابعة بروستاتا"), ("Burning", "حرقان بول"), ("Ultrasound review", "عرض سونار"),
            ("After lithotripsy", "متابعة بعد تفتيت"), ("Urine culture", "عرض مزرعة بول")],
        drugs: &["Tamsulosin 0.4 mg", "Potassium citrate", "Solifenacin 5 mg"],
    },
    Field {
        name: "Psychiatry", name_ar: "الطب النفسي", icon: "message", sees: Sees::Adults, visit_minutes: 30,
        reasons: &[("First interview", "جلسة أولى"), ("Sleep", "اضطراب النوم"), ("Follow-up", "متابعة"), ("Anxiety", "قلق"), ("Medicine review", "مراجعة العلاج"),
            ("Exam stress", "ضغط الامتحانات")],
        drugs: &["Escitalopram 10 mg", "Sertraline 50 mg", "Melatonin 3 mg"],
    },
];

/// Companies of this clinic's reps. None of them exists.
#[rustfmt::skip]
pub(super) const COMPANIES: &[&str] = &[
    "Felucca Pharma", "Papyrus Laboratories", "Lotus Delta Medical", "Karnak Therapeutics", "Red Sea Biologics", "Sycamore Life Sciences",
    "White Desert Pharma", "Ibis Health", "Corniche Medical", "Siwa Nutrition",
];

/// The board's six.
pub(super) const BOARD_COLOURS: &[&str] = &["petrol", "plum", "ochre", "moss", "brick", "slate"];

#[rustfmt::skip]
pub(super) const UNIVERSITIES: &[&str] = &[
    "Cairo University, Kasr Al Ainy", "Ain Shams University", "Alexandria University", "Mansoura University", "Assiut University",
    "Al-Azhar University",
];

#[rustfmt::skip]
pub(super) const CITIES: &[(&str, &str)] = &[
    ("Dokki, Giza", "الدقي، الجيزة"), ("Mohandessin, Giza", "المهندسين، الجيزة"), ("Nasr City, Cairo", "مدينة نصر، القاهرة"), ("Maadi, Cairo", "المعادي، القاهرة"),
    ("Shubra, Cairo", "شبرا، القاهرة"), ("Heliopolis, Cairo", "مصر الجديدة، القاهرة"), ("Faisal, Giza", "فيصل، الجيزة"), ("Imbaba, Giza", "إمبابة، الجيزة"),
    ("6th of October City", "مدينة السادس من أكتوبر"), ("Helwan, Cairo", "حلوان، القاهرة"), ("Benha, Qalyubia", "بنها، القليوبية"), ("Zamalek, Cairo", "الزمالك، القاهرة"),
];

#[rustfmt::skip]
pub(super) const NOTES: &[(&str, &str)] = &[
    ("Prefers the morning.", "يفضل الفترة الصباحية."), ("Comes with her daughter.", "تحضر مع ابنتها."), ("Hard of hearing: speak up.", "ضعيف السمع."),
    ("Allergic to penicillin.", "حساسية من البنسلين."), ("Uses a wheelchair.", "يستخدم كرسيًا متحركًا."), ("Ring after four.", "الاتصال بعد الرابعة."),
];

#[rustfmt::skip]
pub(super) const CANCEL_REASONS: &[(&str, &str)] = &[
    ("Feels better", "تحسنت الحالة"), ("Travelling", "سفر"), ("No one to bring the children to", "لا يوجد من يرعى الأطفال"), ("Work", "ظروف عمل"),
];
pub(super) const DOCTOR_CANCEL_REASONS: &[&str] =
    &["Called to the hospital", "Delayed in the operating theatre", "Unwell"];

#[rustfmt::skip]
pub(super) const TOPICS: &[&str] = &[
    "New dosage form", "Results of the phase three study", "Patient support programme", "Price change from next month", "Interactions with common medicines",
    "Supply after the shortage",
];
#[rustfmt::skip]
pub(super) const FEEDBACK: &[&str] = &[
    "Interested, wants the study sent by mail.", "Will try it with suitable patients.", "Prefers the older form.", "Asked for samples for three patients.",
    "Price is a concern for most patients.", "Short on time; come again next month.",
];
