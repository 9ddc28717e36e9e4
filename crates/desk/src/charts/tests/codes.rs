//! The list of codes, from a file.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::refused;
use crate::charts::{FindCodes, ImportCodes, codes, import_codes, preview_codes};
use crate::ledger::requests::UndoRequest;
use crate::ledger::undo::undo;
use crate::testing::{TestDesk, fresh_desk};

fn file(text: &str) -> ImportCodes {
    ImportCodes { base64: STANDARD.encode(text) }
}

fn found(test: &TestDesk, text: &str) -> Vec<String> {
    let list = codes(&test.desk, &test.admin, FindCodes { text: text.into() }).unwrap();
    list.codes.into_iter().map(|code| code.code).collect()
}

const LIST: &str = "code,name,name_ar\nJ01,Acute sinusitis,التهاب الجيوب الأنفية الحاد\nI10,Essential hypertension,\nE11,Type 2 diabetes,\n";

#[test]
fn a_list_is_taken_in_and_found_by_code_and_by_word() {
    let test = fresh_desk();
    let plan = preview_codes(&test.desk, &test.admin, file(LIST)).unwrap();
    assert_eq!((plan.rows, plan.added, plan.changed, plan.refused_count), (3, 3, 0, 0));
    assert_eq!(found(&test, "i1"), Vec::<String>::new(), "a preview writes nothing");
    let done = import_codes(&test.desk, &test.admin, file(LIST)).unwrap();
    assert_eq!((done.added, done.changed), (3, 0));
    assert_eq!(found(&test, "i1"), ["I10"]);
    assert_eq!(found(&test, "sinus"), ["J01"]);
    assert_eq!(found(&test, "الجيوب"), ["J01"]);
    assert_eq!(found(&test, "%"), Vec::<String>::new(), "signs of a pattern are letters like any other");
    // Again, with one called otherwise: nothing is doubled.
    let other = LIST.replace("Type 2 diabetes", "Type 2 diabetes mellitus").replace("J01", "j01");
    let plan = preview_codes(&test.desk, &test.admin, file(&other)).unwrap();
    assert_eq!((plan.added, plan.changed, plan.unchanged), (0, 2, 1));
    import_codes(&test.desk, &test.admin, file(&other)).unwrap();
    assert_eq!(codes(&test.desk, &test.admin, FindCodes { text: String::new() }).unwrap().count, 3);
    undo(&test.desk, &test.admin, UndoRequest::default()).unwrap();
    undo(&test.desk, &test.admin, UndoRequest::default()).unwrap();
    assert_eq!(codes(&test.desk, &test.admin, FindCodes { text: String::new() }).unwrap().count, 0);
    import_codes(&test.desk, &test.admin, file(LIST)).unwrap();
    assert_eq!(found(&test, "e11"), ["E11"], "what was undone can be taken in again");
}

#[test]
fn one_wrong_row_keeps_the_whole_file_out_and_each_is_named() {
    let test = fresh_desk();
    let wrong = "code;name\nJ01;Acute sinusitis\n;Nameless\nI10;\nj01;Again\nE11;Diabetes;more\n";
    let plan = preview_codes(&test.desk, &test.admin, file(wrong)).unwrap();
    let told: Vec<_> = plan.refused.iter().map(|row| (row.line, row.code.as_str())).collect();
    assert_eq!(told, [(3, "code_missing"), (4, "name_missing"), (5, "repeated"), (6, "too_many_cells")]);
    let refusal = refused(import_codes(&test.desk, &test.admin, file(wrong)));
    assert_eq!((refusal.code, refusal.params["problems"].as_u64()), ("import.refused", Some(4)));
    assert_eq!(found(&test, "j01"), Vec::<String>::new());
    let broken = preview_codes(&test.desk, &test.admin, file("code,name\nJ01,\"Acute\n")).unwrap();
    assert_eq!((broken.refused[0].line, broken.refused[0].code.as_str()), (2, "quote"));
    assert_eq!(
        refused(preview_codes(&test.desk, &test.admin, file("a,b\n1,2\n"))).code,
        "import.column_missing"
    );
    assert_eq!(refused(preview_codes(&test.desk, &test.admin, file(""))).code, "import.empty");
}
