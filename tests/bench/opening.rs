//! From the password to the open vault, against the password hash alone.

use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use argon2::{Algorithm, Argon2, Params, Version};
use desk::{Desk, Seat, SystemClock};
use serde_json::json;

use crate::clinic::{Clinic, said};
use crate::figures::{Goal, Row, microseconds};

const ROUNDS: usize = 9;

pub fn measure(clinic: &Clinic) -> Result<Vec<Row>> {
    let (username, password) = clinic.password();
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let started = Instant::now();
        hash_alone(password);
        let theirs = microseconds(started.elapsed());
        let desk = Desk::at(&clinic.dir, Arc::new(SystemClock));
        let seat = Seat::default();
        let started = Instant::now();
        desk.call(&seat, "session.login", json!({ "username": username, "password": password }))
            .map_err(said)?;
        let ours = microseconds(started.elapsed());
        rounds.push(((ours - theirs) / 1_000.0, None));
        // What goes on in the background must not run into the next round.
        desk.call(&seat, "patients.search", json!({ "text": "a" })).map_err(said)?;
    }
    let goal = Goal { ratio: None, bound: Some(20.0) };
    Ok(vec![Row::new(
        clinic.visits,
        "opening, beyond the password hash",
        "argon2id 64 MiB, 3 passes",
        "ms",
        &rounds,
        &goal,
    )])
}

fn hash_alone(password: &str) {
    let params = Params::new(64 * 1024, 3, 1, Some(32)).expect("the vault's parameters are valid");
    let mut key = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.as_bytes(), &[7; 16], &mut key)
        .expect("argon2 takes any password");
    std::hint::black_box(key);
}
