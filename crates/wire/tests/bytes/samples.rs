//! One of everything that travels.

use serde_bytes::ByteBuf;
use uuid::Uuid;
use wire::changes::{self, Action, Change, Field, Value};
use wire::operation::{self, Operation};
use wire::sync::{
    BlobPart, BlobReply, BlobsReply, EnrolReply, EnrolRequest, NewNumberReply, NewNumberRequest, PROTOCOL,
    Pushed, Row, SyncReply, SyncRequest, Trouble, TroubleCode, encode_rows,
};

pub fn change() -> Change {
    let field = |column, after| Field { column, before: Value::Null, after };
    Change {
        table: 12,
        row: Uuid::from_u128(7),
        action: Action::Insert,
        fields: vec![
            field(1, Value::Text("APT-A-000001".into())),
            field(2, Value::Integer(-5)),
            field(3, Value::Blob(vec![0; 16])),
            field(4, Value::Real(1.5)),
        ],
    }
}

pub fn operation() -> Operation {
    Operation {
        uid: Uuid::from_u128(1),
        number: 3,
        hlc: 1 << 50,
        at: 1_790_000_000_000,
        account: Some(Uuid::from_u128(2)),
        desk: Uuid::from_u128(3),
        kind: "appointments.book".into(),
        reason: None,
        detail: None,
        undoes: None,
        schema: 6,
        changes_hash: [7; 32],
    }
}

pub fn row() -> Row {
    let fields = vec![(1, Value::Text("منى".into())), (5, Value::Integer(600))];
    Row { table: 11, id: Uuid::from_u128(9), seq: 40, gone: false, fields }
}

pub fn request() -> SyncRequest {
    let pushed = Pushed {
        operation: operation::encode(&operation()).into(),
        changes: changes::encode(&[change()]).into(),
        previous: vec![0; 32].into(),
        base: 12,
    };
    SyncRequest {
        protocol: PROTOCOL,
        schema: 6,
        epoch: Some(Uuid::from_u128(4)),
        boot: Uuid::from_u128(5),
        cursor: 12,
        everything: false,
        push: vec![pushed],
        digests: Vec::new(),
        max_bytes: 65_536,
    }
}

/// The hash of what stands before it is left out.
pub fn chained_request() -> SyncRequest {
    let mut request = request();
    let next = Operation { number: 4, ..operation() };
    request.push.push(Pushed {
        operation: operation::encode(&next).into(),
        changes: changes::encode(&[change()]).into(),
        previous: ByteBuf::new(),
        base: 12,
    });
    request
}

pub fn reply() -> SyncReply {
    SyncReply {
        epoch: Uuid::from_u128(4),
        now: 1_790_000_000_000,
        through: 3,
        outcomes: Vec::new(),
        rows: ByteBuf::from(encode_rows([row()].iter())),
        next: 40,
        head: 40,
        more: false,
        refilled: true,
        differs: Vec::new(),
        least_schema: 6,
        chains: true,
    }
}

pub fn enrolment() -> EnrolRequest {
    EnrolRequest {
        protocol: PROTOCOL,
        code: "7KQ2-M9TX".into(),
        desk: Uuid::from_u128(3),
        name: "Front".into(),
        schema: 6,
        operations: 0,
        returning: None,
    }
}

pub fn enrolled() -> EnrolReply {
    EnrolReply {
        clinic: Uuid::from_u128(1),
        clinic_name: "Nile".into(),
        number: 2,
        letter: "B".into(),
        token: "ab".repeat(32),
        epoch: Uuid::from_u128(4),
        joined: true,
    }
}

pub fn new_number() -> NewNumberRequest {
    NewNumberRequest {
        protocol: PROTOCOL,
        boot: Uuid::from_u128(5),
        desk: Uuid::from_u128(3),
        from_number: 7,
        from_hash: vec![1; 32].into(),
    }
}

pub fn numbered() -> NewNumberReply {
    NewNumberReply { number: 3, letter: "C".into(), token: "cd".repeat(32) }
}

pub fn trouble() -> Trouble {
    Trouble {
        code: TroubleCode::Forked,
        through: Some(3),
        hash: Some(vec![1; 32].into()),
        epoch: None,
        head: None,
        least: None,
        after: None,
    }
}

pub fn blob_part() -> BlobPart {
    let bytes = ByteBuf::from(b"part".to_vec());
    BlobPart { protocol: PROTOCOL, size: 300_000, digest: vec![7; 32].into(), bytes }
}

pub fn blob() -> BlobReply {
    BlobReply { size: Some(300_000), complete: false, missing: vec![1] }
}

pub fn blobs() -> BlobsReply {
    BlobsReply { wanted: vec![ByteBuf::from(vec![7; 32])], more: true }
}
