//! What the list of medicines promises.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::prescription::MedicineForm;

use super::{
    ImportMedicines, ImportPreview, ListMedicines, MedicineRef, SaveMedicine, import, list, preview, remove,
    save,
};
use crate::error::{Error, Refusal};
use crate::ledger::requests::UndoRequest;
use crate::ledger::undo::undo;
use crate::testing::{TestDesk, fresh_desk};

fn panadol() -> SaveMedicine {
    SaveMedicine {
        id: None,
        name: "Panadol".to_owned(),
        generic_name: Some("paracetamol".to_owned()),
        ingredients: vec!["paracetamol".to_owned()],
        families: Vec::new(),
        form: MedicineForm::Tablet,
        strength: Some("500 mg".to_owned()),
        unit: "tablet".to_owned(),
        pack_size: Some(24),
        barcode: Some("6221025021346".to_owned()),
        price_minor: Some(125),
        minimum_stock: 48,
    }
}

fn names(clinic: &TestDesk, text: &str) -> Vec<String> {
    let request = ListMedicines { text: Some(text.to_owned()), ..ListMedicines::default() };
    let found = list(&clinic.desk, &clinic.admin, request).unwrap();
    found.medicines.into_iter().map(|medicine| medicine.name).collect()
}

fn refusal<T: std::fmt::Debug>(answer: crate::Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn file(text: &str) -> ImportMedicines {
    ImportMedicines { base64: STANDARD.encode(text) }
}

fn looked_at(clinic: &TestDesk, text: &str) -> ImportPreview {
    preview(&clinic.desk, &clinic.admin, file(text)).unwrap()
}

fn problems(clinic: &TestDesk, text: &str) -> Vec<(u64, String, String)> {
    let problems = looked_at(clinic, text).problems;
    problems.into_iter().map(|one| (one.line, one.column.unwrap_or_default(), one.code)).collect()
}

#[test]
fn a_medicine_is_found_by_either_name_in_either_script_and_by_its_barcode() {
    let clinic = fresh_desk();
    save(&clinic.desk, &clinic.admin, panadol()).unwrap();
    let arabic = SaveMedicine {
        name: "بروفين".to_owned(),
        generic_name: Some("Ibuprofen".to_owned()),
        barcode: None,
        ..panadol()
    };
    save(&clinic.desk, &clinic.admin, arabic).unwrap();
    assert_eq!(names(&clinic, "PANA"), ["Panadol"]);
    assert_eq!(names(&clinic, "paracetamol 500"), ["Panadol", "بروفين"]);
    assert_eq!(names(&clinic, "بروفـين"), ["بروفين"]);
    assert_eq!(names(&clinic, "ibupro"), ["بروفين"]);
    assert_eq!(names(&clinic, "6221025021346"), ["Panadol"]);
    assert!(names(&clinic, "augmentin").is_empty());
}

#[test]
fn two_of_one_name_form_and_strength_are_refused_and_other_strengths_are_not() {
    let clinic = fresh_desk();
    let first = save(&clinic.desk, &clinic.admin, panadol()).unwrap().medicine;
    let refused =
        refusal(save(&clinic.desk, &clinic.admin, SaveMedicine { name: "PANADOL".to_owned(), ..panadol() }));
    let fields: Vec<_> = refused.fields.iter().map(|error| (error.field.as_str(), error.code)).collect();
    assert_eq!(fields, [("name", "taken"), ("barcode", "taken")]);
    let stronger = SaveMedicine { strength: Some("1 g".to_owned()), barcode: None, ..panadol() };
    save(&clinic.desk, &clinic.admin, stronger).unwrap();
    let renamed = SaveMedicine { id: Some(first.id), name: "Panadol Advance".to_owned(), ..panadol() };
    assert_eq!(save(&clinic.desk, &clinic.admin, renamed).unwrap().medicine.name, "Panadol Advance");
}

#[test]
fn a_removed_medicine_is_gone_from_the_list_until_it_is_undone() {
    let clinic = fresh_desk();
    let id = save(&clinic.desk, &clinic.admin, panadol()).unwrap().medicine.id;
    remove(&clinic.desk, &clinic.admin, MedicineRef { id }).unwrap();
    assert!(names(&clinic, "").is_empty());
    assert_eq!(refusal(remove(&clinic.desk, &clinic.admin, MedicineRef { id })).code, "not_found");
    undo(&clinic.desk, &clinic.admin, UndoRequest { id: None }).unwrap();
    assert_eq!(names(&clinic, ""), ["Panadol"]);
}

const LIST: &str = "\u{feff}Name;Generic name;Form;Strength;Unit;Price;Minimum;Colour
Augmentin;amoxicillin + clavulanic acid;Tablets;1 g;tablet;12,50;30;white
كونكور;bisoprolol;أقراص;5 mg;قرص;٣٫٢٥;١٠;
";

#[test]
fn a_list_is_looked_at_first_and_taken_in_one_operation() {
    let clinic = fresh_desk();
    let seen = looked_at(&clinic, LIST);
    assert_eq!((seen.rows, seen.problem_count, seen.ignored_columns), (2, 0, vec!["Colour".to_owned()]));
    assert_eq!(seen.sample[1].price_minor, Some(325));
    assert!(names(&clinic, "").is_empty(), "looking writes nothing");
    assert_eq!(import(&clinic.desk, &clinic.admin, file(LIST)).unwrap().added, 2);
    assert_eq!(names(&clinic, "bisoprolol"), ["كونكور"]);
    undo(&clinic.desk, &clinic.admin, UndoRequest { id: None }).unwrap();
    assert!(names(&clinic, "").is_empty(), "all of it is taken back");
}

#[test]
fn one_wrong_row_keeps_the_whole_list_out_and_every_wrong_row_is_told() {
    let clinic = fresh_desk();
    save(&clinic.desk, &clinic.admin, panadol()).unwrap();
    let text = "name,form,strength,unit,price,pack_size
Brufen,tablet,400 mg,tablet,2.50,30
=cmd|' /C calc'!A0,tablet,,tablet,,
Zithromax,balloon,,capsule,,
,tablet,,tablet,,
Concor,tablet,5 mg,tablet,12.505,many
panadol,Tablets,500 MG,tablet,,
BRUFEN,tab,400mg,tablet,,
Brufen,tab,400 mg,tablet,,
Otrivin,spray,,ml,,,and more
";
    let wanted = [
        (3, "name", "formula"),
        (4, "form", "unknown"),
        (5, "name", "required"),
        (6, "pack_size", "not_a_number"),
        (6, "price", "not_an_amount"),
        (7, "name", "taken"),
        (9, "name", "repeated"),
        (10, "", "cells"),
    ];
    let wanted: Vec<_> = wanted.map(|(line, column, code)| (line, column.to_owned(), code.to_owned())).into();
    assert_eq!(problems(&clinic, text), wanted);
    let refused = refusal(import(&clinic.desk, &clinic.admin, file(text)));
    assert_eq!((refused.code, &refused.params["problems"]), ("import.refused", &serde_json::json!(8)));
    assert_eq!(names(&clinic, ""), ["Panadol"], "nothing half done");
}

#[test]
fn a_file_that_is_no_list_is_refused_as_a_whole() {
    let clinic = fresh_desk();
    let code = |text: &str| refusal(preview(&clinic.desk, &clinic.admin, file(text))).code;
    assert_eq!(code(""), "import.empty");
    assert_eq!(code("name,form,unit\n"), "import.empty");
    assert_eq!(code("name,unit\nBrufen,tablet\n"), "import.column_missing");
    assert_eq!(code("name,form,unit,Medicine\nBrufen,tablet,tablet,x\n"), "import.column_twice");
    assert_eq!(
        problems(&clinic, "name,form,unit\n\"Brufen,tablet,tablet\n"),
        [(2, String::new(), "quote".to_owned())]
    );
    let bytes = ImportMedicines { base64: STANDARD.encode([0xff, 0xfe, 0x41]) };
    assert_eq!(refusal(preview(&clinic.desk, &clinic.admin, bytes)).code, "import.not_text");
    let many = format!(
        "name,form,unit\n{}",
        (0..5_001).map(|n| format!("m{n},tablet,tablet\n")).collect::<String>()
    );
    assert_eq!(code(&many), "import.too_many_rows");
}
