//! Names of made-up people, in both scripts. Written for this purpose; whoever bears one of them is not meant.

use super::random::Random;

/// A name in Latin and in Arabic letters.
type Pair = (&'static str, &'static str);

#[rustfmt::skip]
const MEN: &[Pair] = &[
    ("Ahmed", "أحمد"), ("Mohamed", "محمد"), ("Mahmoud", "محمود"), ("Mostafa", "مصطفى"), ("Ali", "علي"), ("Omar", "عمر"),
    ("Khaled", "خالد"), ("Youssef", "يوسف"), ("Ibrahim", "إبراهيم"), ("Hassan", "حسن"), ("Hussein", "حسين"), ("Karim", "كريم"),
    ("Tarek", "طارق"), ("Amr", "عمرو"), ("Sherif", "شريف"), ("Hany", "هاني"), ("Wael", "وائل"), ("Tamer", "تامر"),
    ("Ayman", "أيمن"), ("Ashraf", "أشرف"), ("Essam", "عصام"), ("Hesham", "هشام"), ("Magdy", "مجدي"), ("Nabil", "نبيل"),
    ("Samir", "سمير"), ("Adel", "عادل"), ("Fathy", "فتحي"), ("Gamal", "جمال"), ("Reda", "رضا"), ("Saad", "سعد"),
    ("Sayed", "سيد"), ("Salah", "صلاح"), ("Ramy", "رامي"), ("Sameh", "سامح"), ("Walid", "وليد"), ("Yasser", "ياسر"),
    ("Ziad", "زياد"), ("Seif", "سيف"), ("Adham", "أدهم"), ("Bassem", "باسم"), ("Emad", "عماد"), ("Fares", "فارس"),
    ("Hamza", "حمزة"), ("Ismail", "إسماعيل"), ("Kamal", "كمال"), ("Lotfy", "لطفي"), ("Medhat", "مدحت"), ("Nader", "نادر"),
    ("Osama", "أسامة"), ("Raafat", "رأفت"), ("Shady", "شادي"), ("Taha", "طه"), ("Yehia", "يحيى"), ("Zakaria", "زكريا"),
    ("Anwar", "أنور"), ("Badr", "بدر"), ("Eid", "عيد"), ("Farid", "فريد"), ("Galal", "جلال"), ("Hatem", "حاتم"),
    ("Mazen", "مازن"), ("Moataz", "معتز"), ("Ragab", "رجب"), ("Shaaban", "شعبان"), ("Abdallah", "عبد الله"),
    ("Abdelrahman", "عبد الرحمن"), ("Abdelaziz", "عبد العزيز"), ("Nour El-Din", "نور الدين"), ("Saif El-Din", "سيف الدين"),
];

#[rustfmt::skip]
const WOMEN: &[Pair] = &[
    ("Fatma", "فاطمة"), ("Aisha", "عائشة"), ("Mariam", "مريم"), ("Nour", "نور"), ("Salma", "سلمى"), ("Yasmine", "ياسمين"),
    ("Mona", "منى"), ("Heba", "هبة"), ("Dina", "دينا"), ("Rania", "رانيا"), ("Hanan", "حنان"), ("Amal", "أمل"),
    ("Eman", "إيمان"), ("Doaa", "دعاء"), ("Asmaa", "أسماء"), ("Shaimaa", "شيماء"), ("Nesma", "نسمة"), ("Menna", "منة"),
    ("Habiba", "حبيبة"), ("Malak", "ملك"), ("Jana", "جنى"), ("Laila", "ليلى"), ("Nadia", "نادية"), ("Samia", "سامية"),
    ("Sanaa", "سناء"), ("Soad", "سعاد"), ("Zeinab", "زينب"), ("Nagwa", "نجوى"), ("Magda", "ماجدة"), ("Nahed", "ناهد"),
    ("Nevine", "نيفين"), ("Ghada", "غادة"), ("Hala", "هالة"), ("Inas", "إيناس"), ("Lobna", "لبنى"), ("Manal", "منال"),
    ("May", "مي"), ("Noha", "نهى"), ("Ola", "علا"), ("Radwa", "رضوى"), ("Reem", "ريم"), ("Rasha", "رشا"),
    ("Sahar", "سحر"), ("Sara", "سارة"), ("Shahd", "شهد"), ("Sherine", "شيرين"), ("Soha", "سها"), ("Wafaa", "وفاء"),
    ("Yara", "يارا"), ("Abeer", "عبير"), ("Amina", "أمينة"), ("Basma", "بسمة"), ("Farida", "فريدة"), ("Gehan", "جيهان"),
    ("Howaida", "هويدا"), ("Karima", "كريمة"), ("Khadiga", "خديجة"), ("Mervat", "ميرفت"), ("Nashwa", "نشوى"), ("Rokaya", "رقية"),
    ("Safaa", "صفاء"), ("Sawsan", "سوسن"), ("Tahany", "تهاني"), ("Hagar", "هاجر"), ("Aya", "آية"), ("Rahma", "رحمة"),
];

#[rustfmt::skip]
const FAMILIES: &[Pair] = &[
    ("Abdelhamid", "عبد الحميد"), ("Abdelaal", "عبد العال"), ("Abdelfattah", "عبد الفتاح"), ("Abdelmoneim", "عبد المنعم"),
    ("Abou El-Enein", "أبو العينين"), ("Abou Zeid", "أبو زيد"), ("Amer", "عامر"), ("Attia", "عطية"), ("Awad", "عوض"),
    ("Badawy", "بدوي"), ("Barakat", "بركات"), ("Bayoumi", "بيومي"), ("Darwish", "درويش"), ("Diab", "دياب"), ("El-Adawy", "العدوي"),
    ("El-Ashry", "العشري"), ("El-Banna", "البنا"), ("El-Bakry", "البكري"), ("El-Deeb", "الديب"), ("El-Fiky", "الفقي"),
    ("El-Gamal", "الجمل"), ("El-Gendy", "الجندي"), ("El-Gohary", "الجوهري"), ("El-Haddad", "الحداد"), ("El-Hawary", "الهواري"),
    ("El-Kholy", "الخولي"), ("El-Kady", "القاضي"), ("El-Mahdy", "المهدي"), ("El-Masry", "المصري"), ("El-Menshawy", "المنشاوي"),
    ("El-Naggar", "النجار"), ("El-Sawy", "الصاوي"), ("El-Sayed", "السيد"), ("El-Shafie", "الشافعي"), ("El-Shamy", "الشامي"),
    ("El-Sharkawy", "الشرقاوي"), ("El-Shazly", "الشاذلي"), ("El-Shennawy", "الشناوي"), ("El-Sherbiny", "الشربيني"),
    ("El-Tantawy", "الطنطاوي"), ("El-Wakil", "الوكيل"), ("El-Zayat", "الزيات"), ("Fahmy", "فهمي"), ("Farag", "فرج"),
    ("Farouk", "فاروق"), ("Fawzy", "فوزي"), ("Gaber", "جابر"), ("Ghanem", "غانم"), ("Ghoneim", "غنيم"), ("Hafez", "حافظ"),
    ("Hamdy", "حمدي"), ("Hammad", "حماد"), ("Helmy", "حلمي"), ("Hegazy", "حجازي"), ("Issa", "عيسى"), ("Kandil", "قنديل"),
    ("Kassem", "قاسم"), ("Khalil", "خليل"), ("Khattab", "خطاب"), ("Lashin", "لاشين"), ("Mansour", "منصور"), ("Maher", "ماهر"),
    ("Mekawy", "مكاوي"), ("Metwally", "متولي"), ("Morsy", "مرسي"), ("Moussa", "موسى"), ("Mubarak", "مبارك"), ("Nasr", "نصر"),
    ("Nassar", "نصار"), ("Okasha", "عكاشة"), ("Osman", "عثمان"), ("Radwan", "رضوان"), ("Ragheb", "راغب"), ("Ramadan", "رمضان"),
    ("Rashad", "رشاد"), ("Refaat", "رفعت"), ("Rizk", "رزق"), ("Saber", "صابر"), ("Sadek", "صادق"), ("Salem", "سالم"),
    ("Selim", "سليم"), ("Shaheen", "شاهين"), ("Shalaby", "شلبي"), ("Shawky", "شوقي"), ("Sobhy", "صبحي"), ("Soliman", "سليمان"),
    ("Taher", "طاهر"), ("Tawfik", "توفيق"), ("Yassin", "ياسين"), ("Zaki", "زكي"), ("Zaghloul", "زغلول"), ("Zidan", "زيدان"),
];

#[rustfmt::skip]
const COPTIC_MEN: &[Pair] = &[
    ("Mina", "مينا"), ("Girgis", "جرجس"), ("Bishoy", "بيشوي"), ("Kirollos", "كيرلس"), ("Beshara", "بشارة"), ("Boutros", "بطرس"),
    ("Michael", "مايكل"), ("Peter", "بيتر"), ("Fady", "فادي"), ("Makram", "مكرم"), ("Ramses", "رمسيس"), ("Samuel", "صموئيل"),
    ("Shenouda", "شنودة"), ("Wagih", "وجيه"), ("Youhanna", "يوحنا"), ("Sobhi", "صبحي"), ("Nagy", "ناجي"), ("Maged", "ماجد"),
];
#[rustfmt::skip]
const COPTIC_WOMEN: &[Pair] = &[
    ("Marina", "مارينا"), ("Mary", "ماري"), ("Irini", "إيريني"), ("Demiana", "دميانة"), ("Verena", "فيرينا"), ("Christine", "كريستين"),
    ("Martina", "مارتينا"), ("Sandra", "ساندرا"), ("Nardine", "ناردين"), ("Theresa", "تريزا"), ("Mariana", "ماريانا"), ("Hoda", "هدى"),
];
#[rustfmt::skip]
const COPTIC_FAMILIES: &[Pair] = &[
    ("Hanna", "حنا"), ("Guirguis", "جرجس"), ("Ghali", "غالي"), ("Tadros", "تادرس"), ("Wassef", "واصف"), ("Mikhail", "ميخائيل"),
    ("Habib", "حبيب"), ("Iskander", "إسكندر"), ("Sidhom", "سيدهم"), ("Bassily", "باسيلي"), ("Botros", "بطرس"), ("Ibrahim", "إبراهيم"),
    ("Mounir", "منير"), ("Shehata", "شحاتة"), ("Gad", "جاد"), ("Fanous", "فانوس"),
];

/// One person's name: given name, father's name, family name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) latin: String,
    pub(super) arabic: String,
    given: Pair,
    family: Pair,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sex {
    Female,
    Male,
}

impl Sex {
    pub(super) fn draw(random: &mut Random, women_percent: usize) -> Self {
        if random.chance(women_percent) { Self::Female } else { Self::Male }
    }
}

impl Name {
    pub(super) fn draw(random: &mut Random, sex: Sex) -> Self {
        // About one Egyptian in nine is a Copt.
        let coptic = random.chance(11);
        let (men, women, families) =
            if coptic { (COPTIC_MEN, COPTIC_WOMEN, COPTIC_FAMILIES) } else { (MEN, WOMEN, FAMILIES) };
        let given = random.pick(if sex == Sex::Female { women } else { men });
        let father = std::iter::repeat_with(|| random.pick(men)).find(|father| *father != given);
        let father = father.expect("there is more than one name");
        let family = random.pick(families);
        Self {
            latin: format!("{} {} {}", given.0, father.0, family.0),
            arabic: format!("{} {} {}", given.1, father.1, family.1),
            given,
            family,
        }
    }

    /// The name in two parts, as doctors and reps are called: without the father's.
    pub(super) fn short(&self) -> (String, String) {
        (format!("{} {}", self.given.0, self.family.0), format!("{} {}", self.given.1, self.family.1))
    }

    /// `heba.el-gendy`, for user names and addresses.
    pub(super) fn handle(&self) -> String {
        format!("{}.{}", self.given.0, self.family.0).to_lowercase().replace(' ', "-")
    }
}

#[cfg(test)]
mod tests {
    use super::{COPTIC_FAMILIES, COPTIC_MEN, COPTIC_WOMEN, FAMILIES, MEN, Name, Sex, WOMEN};
    use crate::demo::random::Random;

    #[test]
    fn every_name_is_written_in_both_scripts() {
        for (latin, arabic) in [MEN, WOMEN, FAMILIES, COPTIC_MEN, COPTIC_WOMEN, COPTIC_FAMILIES].concat() {
            assert!(latin.chars().all(|c| c.is_ascii_alphabetic() || c == ' ' || c == '-'), "{latin}");
            assert!(arabic.chars().all(|c| ('\u{621}'..='\u{64a}').contains(&c) || c == ' '), "{arabic}");
        }
    }

    #[test]
    fn names_vary() {
        let mut random = Random::from_seed(3);
        let names: std::collections::HashSet<String> =
            (0..1000).map(|_| Name::draw(&mut random, Sex::Female).latin).collect();
        assert!(names.len() > 980, "{}", names.len());
    }
}
