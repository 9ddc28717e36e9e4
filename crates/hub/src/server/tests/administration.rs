//! An administrator's desk asks about the others.

use uuid::Uuid;
use wire::sync::http::{ENROL_PATH, codes_path, desks_path, revoke_path, sync_path, trail_path};
use wire::sync::{
    DesksReply, EnrolReply, NewCodeReply, NewCodeRequest, OutcomeKind, PROTOCOL, RevokeRequest, SyncReply,
    TrailReply, TrailRequest, TroubleCode,
};

use super::client::{get, post};
use super::{Settings, World, world};
use crate::store::tests::world::enrolling;

#[tokio::test]
async fn a_desk_gets_a_code_for_another_and_revokes_it_later() {
    let World { operator, clinic, server, .. } = world(Settings::default()).await;
    let (mut desk, token) = server.desk(&operator, clinic).await;
    desk.registers(Uuid::new_v4(), "Mona");
    let token = Some(token.as_str());
    assert_eq!(post(server.address, &sync_path(clinic), token, &desk.request(9, 1)).await.status, 200);

    let wanted = NewCodeRequest { protocol: PROTOCOL, hours: 2 };
    let code: NewCodeReply = post(server.address, &codes_path(clinic), token, &wanted).await.message();
    let left = code.expires_at - super::super::now();
    assert!((7_100_000..=7_200_000).contains(&left), "{left}");
    let second: EnrolReply =
        post(server.address, ENROL_PATH, None, &enrolling(Uuid::new_v4(), &code.code)).await.message();
    for hours in [0, 169] {
        let answer =
            post(server.address, &codes_path(clinic), token, &NewCodeRequest { protocol: PROTOCOL, hours })
                .await;
        assert_eq!(answer.trouble(), TroubleCode::Malformed);
    }

    let list: DesksReply = get(server.address, &desks_path(clinic), token).await.message();
    let told: Vec<(u32, &str, u64, u64, bool)> = list
        .desks
        .iter()
        .map(|desk| (desk.number, desk.letter.as_str(), desk.through, desk.behind, desk.seen_at.is_some()))
        .collect();
    // The first had read nothing yet when it last asked.
    assert_eq!(told, [(1, "A", 1, 1, true), (2, "B", 0, 1, false)]);

    for (number, is_fine) in [(1, false), (9, false), (2, true), (2, true)] {
        let answer = post(
            server.address,
            &revoke_path(clinic),
            token,
            &RevokeRequest { protocol: PROTOCOL, desk: number },
        )
        .await;
        assert_eq!(answer.status, if is_fine { 200 } else { 400 }, "{number}");
    }
    let second_token = Some(second.token.as_str());
    for path in [codes_path(clinic), sync_path(clinic)] {
        assert_ne!(post(server.address, &path, second_token, &wanted).await.status, 200);
    }
    assert_eq!(get(server.address, &desks_path(clinic), second_token).await.trouble(), TroubleCode::Revoked);
    assert_eq!(
        post(server.address, &codes_path(clinic), second_token, &wanted).await.trouble(),
        TroubleCode::Revoked
    );
    let list: DesksReply = get(server.address, &desks_path(clinic), token).await.message();
    assert_eq!(list.desks.iter().map(|desk| desk.revoked_at.is_some()).collect::<Vec<_>>(), [false, true]);
}

#[tokio::test]
async fn the_trail_of_all_desks_is_read_backwards() {
    let World { operator, clinic, server, .. } = world(Settings::default()).await;
    let mut desks = Vec::new();
    for at in 0..2 {
        let (mut desk, token) = server.desk(&operator, clinic).await;
        for _ in 0..3 + at {
            desk.registers(Uuid::new_v4(), "Mona");
        }
        let answer = post(server.address, &sync_path(clinic), Some(&token), &desk.request(9, 1)).await;
        assert_eq!(answer.message::<SyncReply>().through, 3 + at);
        desks.push((desk, token));
    }
    let (desk, token) = &desks[0];
    let ask = |before, of, most| {
        let request = TrailRequest { protocol: PROTOCOL, before, desk: of, most };
        async move {
            post(server.address, &trail_path(clinic), Some(token), &request).await.message::<TrailReply>()
        }
    };
    let newest = ask(None, None, 4).await;
    assert_eq!(
        newest.operations.iter().map(|one| (one.seq, one.desk)).collect::<Vec<_>>(),
        [(7, 2), (6, 2), (5, 2), (4, 2)]
    );
    assert!(newest.more);
    let rest = ask(Some(4), None, 4).await;
    assert_eq!(rest.operations.iter().map(|one| one.seq).collect::<Vec<_>>(), [3, 2, 1]);
    assert!(!rest.more);
    let own = ask(None, Some(1), 9).await;
    let pushed = desk.request(9, 1).push;
    for (one, pushed) in own.operations.iter().rev().zip(&pushed) {
        assert_eq!(
            (&one.operation, &one.changes, &one.previous),
            (&pushed.operation, &pushed.changes, &pushed.previous)
        );
        assert_eq!(one.outcome, OutcomeKind::Accepted);
    }
    assert_eq!(own.operations.len(), pushed.len());
}
