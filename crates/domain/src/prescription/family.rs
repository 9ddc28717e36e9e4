//! Families of medicines that the clinic's own list may not name. A family is known by how its substances' names are built: INN stems as the WHO
//! lists them ("The use of stems in the selection of International Nonproprietary Names", 2018), and well-known members without one.

/// A family: its code, other names for it (folded, both scripts), and how its members' names begin, end or are.
struct Family {
    code: &'static str,
    names: &'static [&'static str],
    endings: &'static [&'static str],
    members: &'static [&'static str],
}

const FAMILIES: &[Family] = &[
    Family {
        code: "penicillin",
        names: &["penicillins", "بنسلين", "بنسيلين", "البنسلين"],
        endings: &["cillin", "سيلين", "سلين"],
        members: &[],
    },
    Family {
        code: "cephalosporin",
        names: &["cephalosporins", "سيفالوسبورين"],
        endings: &[],
        members: &[
            "cefaclor",
            "cefadroxil",
            "cefalexin",
            "cephalexin",
            "cefazolin",
            "cefdinir",
            "cefepime",
            "cefixime",
            "cefotaxime",
            "cefpodoxime",
            "ceftazidime",
            "ceftriaxone",
            "cefuroxime",
            "cefradine",
            "cephradine",
            "cefoperazone",
        ],
    },
    Family {
        code: "sulfonamide",
        names: &["sulfa", "sulpha", "sulfonamides", "سلفا", "السلفا"],
        endings: &[],
        members: &["sulfamethoxazole", "sulfadiazine", "sulfasalazine", "sulfadoxine", "co trimoxazole"],
    },
    Family {
        code: "nsaid",
        names: &["nsaids", "مسكنات غير ستيرويديه", "اسبرين", "الاسبرين"],
        endings: &["profen", "fenac", "oxicam", "coxib"],
        members: &[
            "aspirin",
            "acetylsalicylic acid",
            "naproxen",
            "indometacin",
            "indomethacin",
            "ketorolac",
            "mefenamic acid",
        ],
    },
    Family {
        code: "macrolide",
        names: &["macrolides", "ماكروليد"],
        endings: &["thromycin"],
        members: &["spiramycin", "josamycin"],
    },
    Family {
        code: "quinolone",
        names: &["quinolones", "fluoroquinolone", "fluoroquinolones", "كينولون"],
        endings: &["oxacin"],
        members: &[],
    },
    Family {
        code: "tetracycline",
        names: &["tetracyclines", "تتراسيكلين"],
        endings: &["cycline"],
        members: &[],
    },
    Family { code: "statin", names: &["statins", "ستاتين"], endings: &["vastatin"], members: &[] },
    Family {
        code: "ace_inhibitor",
        names: &["ace inhibitor", "ace inhibitors"],
        endings: &["pril"],
        members: &[],
    },
    Family { code: "sartan", names: &["sartans", "arb"], endings: &["sartan"], members: &[] },
    Family {
        code: "beta_blocker",
        names: &["beta blocker", "beta blockers"],
        endings: &["olol"],
        members: &["carvedilol"],
    },
    Family { code: "ppi", names: &["proton pump inhibitor"], endings: &["prazole"], members: &[] },
    Family {
        code: "benzodiazepine",
        names: &["benzodiazepines"],
        endings: &["azepam", "azolam"],
        members: &[],
    },
    Family { code: "triptan", names: &["triptans"], endings: &["triptan"], members: &[] },
];

/// The families that a substance belongs to, or that a word is another name of. `word` is folded.
pub(super) fn families_of(word: &str) -> impl Iterator<Item = &'static str> + '_ {
    let parts = move || word.split(' ').filter(|part| !part.is_empty());
    let fits = move |family: &&Family| {
        family.code == word
            || family.names.contains(&word)
            || family.members.contains(&word)
            || parts().any(|part| {
                // A stem says nothing about a word that is hardly longer than it.
                family.members.contains(&part)
                    || family
                        .endings
                        .iter()
                        .any(|ending| part.len() >= ending.len() + 2 && part.ends_with(ending))
            })
    };
    FAMILIES.iter().filter(fits).map(|family| family.code)
}
