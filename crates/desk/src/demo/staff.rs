//! Who may log in to a made-up clinic, with known passwords, and the accounts of its platform, which open nothing.

use domain::account::Role;
use serde::Serialize;

use super::clinic::Practice;
use super::people::{Patient, Rep};
use super::random::Random;
use crate::accounts::store::NewAccount;
use crate::accounts::{self, CreateAccount, FirstPassword};
use crate::error::Result;
use crate::vault::Secret;
use crate::{Desk, Session};

/// Somebody to log in as.
#[derive(Debug, Clone, Serialize)]
pub struct Login {
    pub username: &'static str,
    pub password: &'static str,
    pub role: Role,
}

pub(super) const ADMIN: Login =
    Login { username: "admin", password: "copper-lantern-over-water", role: Role::Admin };
pub(super) const ADMIN_NAME: &str = "Mona Adel Fahmy";
const DOCTOR: Login = Login { username: "doctor", password: "seven-green-olive-trees", role: Role::Doctor };
const OTHERS: &[(Login, &str)] = &[
    (
        Login { username: "reception", password: "morning-tea-with-mint", role: Role::Receptionist },
        "Nesma Gaber Salem",
    ),
    (
        Login { username: "pharmacist", password: "quiet-harbour-at-dawn", role: Role::Pharmacist },
        "Bishoy Girgis Hanna",
    ),
    (Login { username: "viewer", password: "paper-boats-in-spring", role: Role::Viewer }, "Hala Shawky Rizk"),
];

/// One login of each role. The doctor's account is the first doctor's own, who therefore needs none of the platform.
pub(super) fn enroll(desk: &Desk, admin: &Session, practices: &[Practice]) -> Result<Vec<Login>> {
    let mut logins = vec![ADMIN];
    let with = |login: &Login, full_name: &str, doctor: Option<&Practice>| {
        let request = CreateAccount {
            username: login.username.into(),
            full_name: full_name.into(),
            role: login.role,
            email: doctor.and_then(|doctor| doctor.doctor.email.clone()),
            phone: doctor.and_then(|doctor| doctor.doctor.phone.clone()),
            doctor_id: doctor.map(|doctor| doctor.doctor.id),
            grants: Vec::new(),
        };
        let password = Secret::new(login.password.into());
        accounts::enroll(desk, admin, request, &password, FirstPassword::Lasting)
    };
    if let Some(first) = practices.first() {
        with(&DOCTOR, &first.doctor.full_name, Some(first))?;
        logins.push(DOCTOR);
    }
    for (login, full_name) in OTHERS {
        with(login, full_name, None)?;
        logins.push(login.clone());
    }
    Ok(logins)
}

/// The accounts of doctors (but the first), reps and patients on the clinic's platform.
pub(super) fn of_platform(
    random: &mut Random,
    practices: &[Practice],
    patients: &[Patient],
    reps: &[Rep],
) -> Vec<NewAccount> {
    let mut accounts = Vec::new();
    let mut handle = |name: &super::names::Name| {
        // Two people may share a name; a number tells their accounts apart.
        format!("{}{}", name.handle(), random.between(100, 999_999))
    };
    for practice in practices.iter().skip(1) {
        accounts.push(NewAccount {
            username: handle(&practice.name),
            full_name: practice.doctor.full_name.clone(),
            email: None,
            phone: practice.doctor.phone.clone(),
            role: Role::Doctor,
            doctor_id: Some(practice.doctor.id),
            ..NewAccount::default()
        });
    }
    for rep in reps {
        accounts.push(NewAccount {
            username: handle(&rep.name),
            full_name: rep.name.short().0,
            phone: Some(rep.phone.clone()),
            role: Role::Rep,
            rep_id: Some(rep.id),
            ..NewAccount::default()
        });
    }
    for patient in patients {
        accounts.push(NewAccount {
            username: handle(&patient.name),
            full_name: patient.names().0.to_owned(),
            role: Role::Patient,
            patient_id: Some(patient.id),
            ..NewAccount::default()
        });
    }
    let mut taken = std::collections::HashSet::new();
    for account in &mut accounts {
        while !taken.insert(account.username.clone()) {
            account.username.push('x');
        }
    }
    accounts
}
