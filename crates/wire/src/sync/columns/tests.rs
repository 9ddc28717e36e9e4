//! Rows as columns and back.

use proptest::prelude::{Just, Strategy, any, prop, prop_assert_eq, prop_oneof, proptest};
use uuid::Uuid;

use super::super::{Row, decode_rows, encode_rows, pack};
use super::{FEWEST, MARK, decode, encode};
use crate::changes::Value;

fn values() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Integer(i64::MIN)),
        any::<i64>().prop_map(Value::Integer),
        (0..3_i64).prop_map(Value::Integer),
        (-1e300f64..1e300).prop_map(Value::Real),
        "[ab]{0,2}".prop_map(Value::Text),
        "\\PC{0,80}".prop_map(Value::Text),
        prop::collection::vec(any::<u8>(), 16).prop_map(Value::Blob),
        prop::collection::vec(any::<u8>(), 0..80).prop_map(Value::Blob),
    ]
}

fn rows() -> impl Strategy<Value = Row> {
    let fields = prop::collection::btree_map(0..9_u16, values(), 0..6);
    (0..4_u16, any::<u128>(), 0..i64::MAX as u64, any::<bool>(), fields).prop_map(
        |(table, id, seq, gone, fields)| Row {
            table,
            id: Uuid::from_u128(id),
            seq,
            gone,
            fields: fields.into_iter().collect(),
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(rows in prop::collection::vec(rows(), 0..90)) {
        let all: Vec<&Row> = rows.iter().collect();
        prop_assert_eq!(decode(&encode(&all)), Ok(rows.clone()));
        prop_assert_eq!(decode_rows(&encode_rows(rows.iter())), Ok(rows));
    }

    #[test]
    fn garbage_never_panics(mut bytes in prop::collection::vec(any::<u8>(), 1..300)) {
        bytes[0] = MARK;
        let _ = decode(&bytes);
    }

    #[test]
    fn damage_never_panics(rows in prop::collection::vec(rows(), 1..20), at in any::<usize>(), with in any::<u8>(), cut in any::<usize>()) {
        let mut bytes = encode(&rows.iter().collect::<Vec<_>>());
        let length = bytes.len();
        bytes[at % length] = with;
        let _ = decode(&bytes);
        bytes.truncate(cut % length);
        let _ = decode(&bytes);
    }
}

#[test]
fn few_rows_are_written_as_rows_and_many_as_columns() {
    let row = |at: usize| Row {
        table: 1,
        id: Uuid::from_u128(at as u128),
        seq: at as u64,
        gone: false,
        fields: Vec::new(),
    };
    let rows: Vec<Row> = (0..FEWEST).map(row).collect();
    assert_ne!(encode_rows(rows[1..].iter())[0], MARK);
    assert_eq!(encode_rows(rows.iter())[0], MARK);
}

/// A clinic's year: what a visit takes on the wire when a desk fetches it.
#[test]
fn a_visit_takes_less_than_forty_bytes() {
    let mut seed = 1_u64;
    let mut random = || {
        // SplitMix64.
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    };
    let id = |at: u64, random: u64| {
        let mut bytes = Uuid::from_u64_pair(random, random.rotate_left(17)).into_bytes();
        bytes[..6].copy_from_slice(&(1_795_200_000_000 + at * 40_000).to_be_bytes()[2..]);
        Uuid::from_bytes(bytes)
    };
    let patients: Vec<Uuid> = (0..2_000).map(|at| id(at, random())).collect();
    let text = |text: String| Value::Text(text);
    let rows: Vec<Row> = (0..20_000_u64)
        .map(|at| {
            let dice = random();
            let pick = |from: u64, shift: u32| (dice >> shift) % from;
            let patient = patients[usize::try_from(pick(2_000, 3)).expect("fits")];
            Row {
                table: 12,
                id: id(at, random()),
                seq: at + 1,
                gone: false,
                fields: vec![
                    (1, text(format!("A-{:06}", at + 1))),
                    (2, Value::Blob(patient.as_bytes().to_vec())),
                    (3, Value::Blob(Uuid::from_u128(u128::from(pick(20, 8))).as_bytes().to_vec())),
                    (4, Value::Blob(vec![4; 16])),
                    (5, text(format!("2026-{:02}-{:02}", 1 + at / 1_700, 1 + pick(28, 13)))),
                    (6, Value::Integer(i64::try_from(480 + 20 * pick(30, 20)).expect("fits"))),
                    (7, Value::Integer(20)),
                    (8, Value::Integer(0)),
                    (
                        9,
                        text(
                            ["scheduled", "completed", "no_show", "cancelled"]
                                [usize::try_from(pick(4, 27)).expect("fits")]
                            .into(),
                        ),
                    ),
                    (10, text("in_person".into())),
                    (15, Value::Integer(i64::try_from(1 + pick(40, 31)).expect("fits"))),
                    (
                        27,
                        Value::Integer(
                            i64::try_from(1_795_200_000_000 + at * 40_000 + pick(40_000, 37)).expect("fits"),
                        ),
                    ),
                ],
            }
        })
        .collect();
    let bytes = pack(&serde_bytes::ByteBuf::from(encode_rows(rows.iter()))).len();
    assert!(bytes < 40 * rows.len(), "{} bytes a visit", bytes as f64 / rows.len() as f64);
}
