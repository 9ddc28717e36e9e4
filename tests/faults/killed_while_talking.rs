//! Two desks of a clinic die in turn (`kill -9`) while they work and talk to the hub. What either acknowledged is on both afterwards.

use std::path::Path;
use std::time::{Duration, Instant};

use clinic_tests::cabled::Cabled;
use clinic_tests::clinic;
use clinic_tests::rpc::Rpc;
use serde_json::{Value, json};

const DEATHS: u32 = 16;
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn what_two_desks_acknowledged_is_on_both_however_often_they_were_killed() {
    let hub = Cabled::hub();
    let dirs = [(); 2].map(|()| tempfile::tempdir().expect("a temporary directory can be made"));
    let [first, second] = [dirs[0].path(), dirs[1].path()];
    clinic::set_up(first);
    {
        let mut desk = clinic::log_in(first);
        desk.expect("sync.enrol", json!({ "address": hub.address, "code": hub.codes[0] }));
        until(&mut desk, "sync.state", "in step", is_in_step);
        let mut joining = Rpc::start(second);
        joining.expect("setup.join", json!({ "address": hub.address, "code": hub.codes[1] }));
        until(&mut joining, "setup.join_state", "joined", |state| state["phase"] == "done");
    }
    let mut acknowledged = Vec::new();
    for death in 0..DEATHS {
        let (dies, lives) = if death % 2 == 0 { (first, second) } else { (second, first) };
        // The other one works too, so that there is something to fetch while it dies.
        let mut other = clinic::log_in(lives);
        acknowledged.push(register(&mut other, &format!("Lives {death}")));
        acknowledged.extend(register_until_killed(dies, death));
    }
    assert!(acknowledged.len() > 3 * DEATHS as usize, "only {} in all", acknowledged.len());
    let mut desks = [first, second].map(clinic::log_in);
    for desk in &mut desks {
        desk.expect("sync.now", json!({}));
    }
    for desk in &mut desks {
        let begun = Instant::now();
        for id in &acknowledged {
            // It may still be on its way.
            while desk.call("patients.get", json!({ "id": id })).is_err() {
                assert!(begun.elapsed() < PATIENCE, "{id} was acknowledged and is not everywhere");
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        assert_eq!(desk.expect("ledger.verify", json!({}))["ok"], true);
    }
}

fn is_in_step(state: &Value) -> bool {
    state["phase"] == "in_step" && state["unsent"] == 0
}

fn until(desk: &mut Rpc, ask: &str, what: &str, is_so: impl Fn(&Value) -> bool) {
    let begun = Instant::now();
    loop {
        let state = desk.expect(ask, json!({}));
        if is_so(&state) {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "never {what}: {state}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn register(desk: &mut Rpc, name: &str) -> Value {
    desk.expect("patients.register", json!({ "full_name": name, "phones": [] }))["patient"]["id"].take()
}

/// Registers as fast as it can and dies while the first of it is on its way to the hub. Answers what it acknowledged.
fn register_until_killed(dir: &Path, death: u32) -> Vec<Value> {
    let mut desk = clinic::log_in(dir);
    for number in 0..40 {
        let request = json!({ "full_name": format!("Dies {death} {number}"), "phones": [] });
        desk.send("patients.register", &request).expect("the desk is there");
    }
    let mut answers = Vec::new();
    for _ in 0..=death % 8 {
        answers.push(desk.receive().expect("it lives and answers"));
    }
    std::thread::sleep(Duration::from_micros(u64::from(death * 7_919) % 40_000));
    desk.kill();
    answers.extend(std::iter::from_fn(|| desk.receive()));
    answers
        .into_iter()
        .map(|answer| answer.expect("anybody can be registered")["patient"]["id"].take())
        .collect()
}
