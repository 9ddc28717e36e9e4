//! A clinic's hub on a private network has a certificate that no public authority signed. The desk knows it by that certificate, or by the one
//! that signed it, and by nothing else.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use clinic_tests::clinic;
use clinic_tests::rpc::Rpc;
use serde_json::{Value, json};

use crate::hub::Hub;

/// An authority of the clinic's own, and what it signs.
struct Authority {
    dir: tempfile::TempDir,
}

fn openssl(arguments: &[&str]) {
    let done = Command::new("openssl").args(arguments).output().expect("openssl is installed");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

impl Authority {
    fn new(name: &str) -> Self {
        let authority = Self { dir: tempfile::tempdir().expect("a temporary directory can be made") };
        let (key, certificate) = (authority.file("authority.key"), authority.file("authority.pem"));
        let subject = format!("/CN={name}");
        openssl(
            &[
                &["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"][..],
                &["-days", "3", "-subj", &subject, "-addext", "basicConstraints=critical,CA:TRUE"],
                &["-addext", "keyUsage=critical,keyCertSign", "-keyout", &key, "-out", &certificate],
            ]
            .concat(),
        );
        authority
    }

    fn file(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().expect("a plain path").to_owned()
    }

    fn certificate(&self) -> String {
        fs::read_to_string(self.file("authority.pem")).expect("it was made")
    }

    /// A certificate and its key for the hub on this machine, valid from 2020 on.
    fn sign(&self, name: &str, until: &str) -> Signed {
        let [key, request, certificate, database, config] =
            ["key", "csr", "pem", "index", "conf"].map(|kind| self.file(&format!("{name}.{kind}")));
        openssl(
            &[
                &["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"][..],
                &["-subj", "/CN=hub", "-keyout", &key, "-out", &request],
            ]
            .concat(),
        );
        fs::write(&database, b"").expect("a file can be written");
        let text = format!(
            "[ca]\ndefault_ca=it\n[it]\ndatabase={database}\nrand_serial=yes\ndefault_md=sha256\npolicy=any\nnew_certs_dir={}\n\
             x509_extensions=hub\n[any]\ncommonName=supplied\n[hub]\nsubjectAltName=IP:127.0.0.1\nbasicConstraints=critical,CA:FALSE\n",
            self.dir.path().display()
        );
        fs::write(&config, text).expect("a file can be written");
        openssl(
            &[
                &["ca", "-batch", "-notext", "-config", &config, "-startdate", "20200101000000Z"][..],
                &["-enddate", until, "-cert", &self.file("authority.pem"), "-keyfile"],
                &[&self.file("authority.key"), "-in", &request, "-out", &certificate],
            ]
            .concat(),
        );
        Signed { certificate: certificate.into(), key: key.into() }
    }
}

/// What a hub shows, with the key that proves it is its own.
pub struct Signed {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

impl Signed {
    fn pem(&self) -> String {
        fs::read_to_string(&self.certificate).expect("it was made")
    }
}

const VALID: &str = "20991231000000Z";
const EXPIRED: &str = "20210101000000Z";

/// A desk of the clinic with its directory.
struct Desk {
    rpc: Rpc,
    _dir: tempfile::TempDir,
}

impl Desk {
    fn with_a_clinic() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory can be made");
        clinic::set_up(dir.path());
        Self { rpc: clinic::log_in(dir.path()), _dir: dir }
    }

    fn enrol(&mut self, hub: &Hub, code: &str, certificate: Option<&str>) -> Result<Value, Value> {
        let address = format!("https://{}", hub.address);
        let input = json!({ "address": address, "code": code, "certificate": certificate });
        self.rpc.call("sync.enrol", input).map_err(|refused| refused.0)
    }

    /// Until it says so.
    fn until(&mut self, phase: &str, why: Option<&str>) -> Value {
        let begun = Instant::now();
        loop {
            let state = self.rpc.expect("sync.now", json!({}));
            if state["phase"] == phase && state["why"].as_str() == why {
                return state;
            }
            assert!(begun.elapsed() < Duration::from_secs(120), "never {phase} {why:?}: {state}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn registers(&mut self, name: &str) {
        clinic::add_patient(&mut self.rpc, name);
    }
}

fn joined(hub: &Hub, certificate: &str) -> Desk {
    let dir = tempfile::tempdir().expect("a temporary directory can be made");
    let mut rpc = Rpc::start(dir.path());
    let address = format!("https://{}", hub.address);
    rpc.expect("setup.join", json!({ "address": address, "code": hub.code(), "certificate": certificate }));
    let begun = Instant::now();
    while rpc.expect("setup.join_state", json!({}))["phase"] != "done" {
        assert!(begun.elapsed() < Duration::from_secs(120), "joining takes too long");
        std::thread::sleep(Duration::from_millis(50));
    }
    rpc.expect("session.login", json!({ "username": clinic::ADMIN, "password": clinic::PASSWORD }));
    Desk { rpc, _dir: dir }
}

fn unsent(desk: &mut Desk) -> u64 {
    desk.rpc.expect("sync.state", json!({}))["unsent"].as_u64().expect("a number")
}

#[test]
fn a_hub_is_known_by_the_certificate_that_was_given_and_by_no_other() {
    let (ours, theirs) = (Authority::new("Al Nour"), Authority::new("Somebody else"));
    let (first, renewed) = (ours.sign("first", VALID), ours.sign("renewed", VALID));
    let (expired, foreign) = (ours.sign("expired", EXPIRED), theirs.sign("foreign", VALID));
    let mut hub = Hub::start_with(Some(&first));
    let mut desk = Desk::with_a_clinic();
    let code = hub.code();

    for unknown in [None, Some(theirs.certificate()), Some(foreign.pem()), Some(renewed.pem())] {
        let refused = desk.enrol(&hub, &code, unknown.as_deref()).expect_err("nobody vouches for this hub");
        assert_eq!(
            (&refused["code"], &refused["params"]["why"]),
            (&json!("sync.unreachable"), &json!("certificate"))
        );
    }
    let nonsense = desk.enrol(&hub, &code, Some("not a certificate")).expect_err("it cannot be read");
    assert_eq!(
        (&nonsense["code"], &nonsense["fields"][0]["field"]),
        (&json!("input.invalid"), &json!("certificate"))
    );
    let state = desk.enrol(&hub, &code, Some(&ours.certificate())).expect("no refusal used the code up");
    assert_eq!(state["hub"]["pinned"], true);
    desk.until("in_step", None);
    let mut exact = joined(&hub, &first.pem());
    exact.until("in_step", None);

    // Renewed by the same authority: who knows the authority goes on, who knows the very certificate waits for a person.
    hub.restart_with(Some(&renewed));
    desk.registers("Sara Nabil");
    desk.until("in_step", None);
    exact.registers("Omar Fathy");
    exact.until("offline", Some("certificate"));
    assert!(unsent(&mut exact) > 0, "work goes on, and is kept");

    for wrong in [&expired, &foreign] {
        hub.restart_with(Some(wrong));
        desk.registers("Mona Adel");
        desk.until("offline", Some("certificate"));
        assert!(unsent(&mut desk) > 0);
    }
    hub.restart_with(Some(&first));
    for desk in [&mut desk, &mut exact] {
        desk.until("in_step", None);
        assert_eq!(unsent(desk), 0);
    }
}
