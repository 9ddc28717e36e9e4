//! What desks say and hear.

use std::time::{Duration, Instant};

use uuid::Uuid;
use wire::sync::http::{
    ENROL_PATH, codes_path, desks_path, events_path, number_path, revoke_path, sync_path, trail_path,
};
use wire::sync::{NewNumberReply, NewNumberRequest, PROTOCOL, SyncReply, TroubleCode, decode_rows};

use super::client::{Events, get, post, send};
use super::{Server, Settings, World, world};
use crate::store::tests::world::enrolling;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_desk_does_another_hears_through_another_process() {
    let World { database, operator, clinic, server } = world(Settings::default()).await;
    let other = Server::start(&database, Settings::default(), None).await;
    let (mut one, one_token) = server.desk(&operator, clinic).await;
    let (mut two, two_token) = other.desk(&operator, clinic).await;
    let mut events = Events::open(other.address, &events_path(clinic), &two_token).await;
    events.until(0).await.expect("where the clinic stands is said at once");
    // Long enough for the other process to have asked for notices.
    tokio::time::sleep(Duration::from_millis(500)).await;

    for round in 1..=3 {
        one.registers(Uuid::new_v4(), "Mona");
        let begun = Instant::now();
        let answer =
            post(server.address, &sync_path(clinic), Some(&one_token), &one.request(9, 1 << 20)).await;
        let reply: SyncReply = answer.message();
        assert_eq!((answer.status, reply.through, reply.head), (200, round, round));
        (one.through, one.cursor) = (reply.through, reply.next);
        events.until(round).await.expect("told");
        assert!(begun.elapsed() < Duration::from_secs(1), "told by a notice, not by looking now and then");
        let answer =
            post(other.address, &sync_path(clinic), Some(&two_token), &two.request(9, 1 << 20)).await;
        let reply: SyncReply = answer.message();
        two.cursor = reply.next;
        assert_eq!(decode_rows(&reply.rows).expect("rows").len(), 1);
    }
}

#[tokio::test]
async fn a_cloned_desk_gets_a_number_of_its_own() {
    let World { operator, clinic, server, .. } = world(Settings::default()).await;
    let (mut desk, token) = server.desk(&operator, clinic).await;
    desk.registers(Uuid::new_v4(), "Mona");
    let mut clone = desk.clone();
    desk.registers(Uuid::new_v4(), "Karim");
    clone.registers(Uuid::new_v4(), "Sara");
    let path = sync_path(clinic);
    assert_eq!(post(server.address, &path, Some(&token), &desk.request(9, 1)).await.status, 200);
    let answer = post(server.address, &path, Some(&token), &clone.request(9, 1)).await;
    assert_eq!(answer.trouble(), TroubleCode::Forked);

    let request = NewNumberRequest {
        protocol: PROTOCOL,
        boot: Uuid::new_v4(),
        desk: Uuid::new_v4(),
        from_number: 1,
        from_hash: clone.hash_at(1).to_vec().into(),
    };
    let lost = post(server.address, &number_path(clinic), Some(&token), &request).await;
    let lost: NewNumberReply = lost.message();
    let again = post(server.address, &number_path(clinic), Some(&token), &request).await;
    let again: NewNumberReply = again.message();
    assert_eq!((lost.number, again.number, again.letter.as_str()), (2, 2, "B"), "asked twice, given once");
    clone.through = 1;
    let answer = post(server.address, &path, Some(&again.token), &clone.request(9, 1)).await;
    assert_eq!(answer.message::<SyncReply>().through, 2);
    assert_eq!(post(server.address, &path, Some(&lost.token), &clone.request(0, 1)).await.status, 404);
}

#[tokio::test]
async fn everything_of_another_clinic_is_not_found_in_the_same_words() {
    let World { operator, clinic, server, .. } =
        world(Settings { failure_rate: (10_000, 1.0), ..Settings::default() }).await;
    let other = operator.add_clinic("Two").await.expect("a clinic");
    let (desk, token) = server.desk(&operator, clinic).await;
    let (_, other_token) = server.desk(&operator, other).await;
    let request = desk.request(0, 1);
    let reference = get(server.address, "/nothing/of/ours", None).await;
    let without_date =
        |head: &str| head.lines().filter(|line| !line.starts_with("date:")).collect::<Vec<_>>().join("\n");
    let wrong = "0".repeat(64);
    for (of, with) in [
        (clinic, Some(&other_token)),
        (other, Some(&token)),
        (Uuid::new_v4(), Some(&token)),
        (clinic, Some(&wrong)),
        (clinic, Some(&token[..63].to_owned())),
        (clinic, None),
    ] {
        for path in [
            sync_path(of),
            number_path(of),
            events_path(of),
            format!("/v1/clinics/{of}/else"),
            format!("/v1/clinics/{of}"),
        ] {
            let with = with.map(String::as_str);
            for answer in
                [post(server.address, &path, with, &request).await, get(server.address, &path, with).await]
            {
                // What is asked with another message is malformed before anything is looked up.
                let is_another = !path.ends_with("sync") && answer.trouble() == TroubleCode::Malformed;
                if is_another {
                    continue;
                }
                assert_eq!(answer.status, 404, "{path}");
                assert_eq!(without_date(&answer.head), without_date(&reference.head), "{path}");
                assert_eq!(answer.body, reference.body, "{path}");
            }
        }
    }
    for path in ["/v1/clinics/not-an-id/sync", "/v1/clinics/../healthz", "/metrics", "/v1/clinics/%00/sync"] {
        assert_eq!(post(server.address, path, Some(&token), &request).await.status, 404, "{path}");
    }
    assert_eq!(post(server.address, &sync_path(clinic), Some(&token), &request).await.status, 200);
}

#[tokio::test]
async fn a_revoked_desk_is_told_and_hears_no_more() {
    let World { operator, clinic, server, .. } = world(Settings::default()).await;
    let (desk, token) = server.desk(&operator, clinic).await;
    operator.revoke(clinic, desk.number).await.expect("revoked");
    let answer = post(server.address, &sync_path(clinic), Some(&token), &desk.request(0, 1)).await;
    assert_eq!(answer.trouble(), TroubleCode::Revoked);
    assert_eq!(get(server.address, &events_path(clinic), Some(&token)).await.trouble(), TroubleCode::Revoked);
}

#[tokio::test]
async fn who_guesses_has_to_wait_and_nobody_else() {
    let settings = Settings { failure_rate: (5, 0.01), behind_proxy: true, ..Settings::default() };
    let World { operator, clinic, server, .. } = world(settings).await;
    let (desk, token) = server.desk(&operator, clinic).await;
    for guess in 0..8 {
        let answer =
            post(server.address, ENROL_PATH, None, &enrolling(Uuid::new_v4(), &format!("CODE-{guess}")))
                .await;
        assert_eq!(answer.status, if guess < 5 { 401 } else { 429 });
        if answer.status == 429 {
            assert_eq!(answer.trouble(), TroubleCode::Busy);
            assert!(answer.head.to_lowercase().contains("retry-after: "));
        }
    }
    assert_eq!(post(server.address, &sync_path(clinic), Some(&token), &desk.request(0, 1)).await.status, 429);
    // Another address, as the proxy tells.
    let body = wire::sync::pack(&desk.request(0, 1));
    let head = super::client::head("POST", &sync_path(clinic), Some(&token), body.len());
    let head = head.replace("host: hub", "host: hub\r\nx-forwarded-for: 6.6.6.6, 198.51.100.7");
    let answer =
        super::client::raw(server.address, &[head.as_bytes(), &body].concat()).await.expect("an answer");
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_desk_that_asks_without_end_is_slowed_down() {
    let World { operator, clinic, server, .. } =
        world(Settings { desk_rate: (6, 0.01), ..Settings::default() }).await;
    let (desk, token) = server.desk(&operator, clinic).await;
    let (other, other_token) = server.desk(&operator, clinic).await;
    for round in 0..8 {
        let answer = post(server.address, &sync_path(clinic), Some(&token), &desk.request(0, 1)).await;
        assert_eq!(answer.status, if round < 6 { 200 } else { 429 });
    }
    assert_eq!(
        post(server.address, &sync_path(clinic), Some(&other_token), &other.request(0, 1)).await.status,
        200
    );
}

#[tokio::test]
async fn an_older_desk_and_a_newer_protocol_are_told_what_is_understood() {
    let World { operator, clinic, server, .. } = world(Settings::default()).await;
    let (desk, token) = server.desk(&operator, clinic).await;
    let request = desk.request(0, 1);
    for wrong in [
        wire::sync::SyncRequest { schema: 1, ..request.clone() },
        wire::sync::SyncRequest { protocol: PROTOCOL + 1, ..request.clone() },
        wire::sync::SyncRequest { protocol: 0, ..request },
    ] {
        let answer = post(server.address, &sync_path(clinic), Some(&token), &wrong).await;
        assert_eq!(answer.trouble(), TroubleCode::OldDesk);
    }
}

#[tokio::test]
async fn what_can_be_asked_is_written_down() {
    let World { server, .. } = world(Settings::default()).await;
    let answer = get(server.address, "/openapi.json", None).await;
    let document: serde_json::Value = serde_json::from_slice(&answer.body).expect("JSON");
    let paths: Vec<&String> = document["paths"].as_object().expect("paths").keys().collect();
    let clinic = Uuid::nil();
    let of_clinic = [sync_path, number_path, events_path, desks_path, codes_path, revoke_path, trail_path];
    for path in of_clinic.map(|path| path(clinic)).into_iter().chain([ENROL_PATH.to_owned()]) {
        let path = path.replace(&clinic.to_string(), "{clinic}");
        assert!(paths.contains(&&path), "{path}");
    }
    let text = document.to_string();
    for reference in text.split("#/components/schemas/").skip(1) {
        let name = reference.split('"').next().expect("a name");
        assert!(document["components"]["schemas"][name].is_object(), "{name}");
    }
    assert_eq!(get(server.address, "/healthz", None).await.status, 200);
    let nothing = send(server.address, ENROL_PATH, None, b"").await;
    assert_eq!(nothing.trouble(), TroubleCode::Malformed);
    let metrics = String::from_utf8(get(server.metrics, "/metrics", None).await.body).expect("text");
    assert!(
        metrics.contains("clinic_hub_request_seconds_count{route=\"enrol\",status=\"400\"} 1\n"),
        "{metrics}"
    );
    assert_eq!(server.hub.memory.taken(), 0);
}
