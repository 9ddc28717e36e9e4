//! The real hub on a real PostgreSQL.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use hub::store::Store;
use hub::throwaway::Postgres;
use uuid::Uuid;

use crate::certificates::Signed;

pub struct Hub {
    pub address: SocketAddr,
    runtime: tokio::runtime::Runtime,
    postgres: Postgres,
    operator: Store,
    url: String,
    clinic: Uuid,
    certificate: Vec<(&'static str, PathBuf)>,
    process: Option<Child>,
}

impl Hub {
    pub fn start() -> Self {
        Self::start_with(None)
    }

    /// One that shows a certificate.
    pub fn start_with(certificate: Option<&Signed>) -> Self {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let postgres = Postgres::start().expect("PostgreSQL starts");
        let (url, operator, clinic) = runtime.block_on(async {
            let database = postgres.database("hub").await.expect("a database");
            let (_, operator) = database.stores(2).expect("connections");
            let clinic = operator.add_clinic("Al Nour").await.expect("a clinic");
            (database.server.reveal().to_owned(), operator, clinic)
        });
        let address = TcpListener::bind("127.0.0.1:0").and_then(|port| port.local_addr()).expect("a port");
        let certificate = shown(certificate);
        let mut hub = Self { address, runtime, postgres, operator, url, clinic, certificate, process: None };
        hub.serve();
        hub
    }

    fn serve(&mut self) {
        let process = Command::new(program())
            .args(["serve", "--listen", &self.address.to_string()])
            .env("CLINIC_HUB_DATABASE", &self.url)
            .envs(self.certificate.iter().map(|(name, path)| (name, path)))
            .env("RUST_LOG", "off")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("clinic-hub starts");
        self.process = Some(process);
        let begun = Instant::now();
        while TcpStream::connect(self.address).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(30), "the hub does not come up");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// A code by which one desk can enrol.
    pub fn code(&self) -> String {
        let code = self.operator.new_code(self.clinic, Duration::from_secs(600));
        self.runtime.block_on(code).expect("a code")
    }

    /// Ended and started again with another certificate: every desk has to look at it.
    pub fn restart_with(&mut self, certificate: Option<&Signed>) {
        self.certificate = shown(certificate);
        self.kill();
    }

    /// `kill -9`, and a start soon after.
    pub fn kill(&mut self) {
        self.end();
        std::thread::sleep(Duration::from_millis(300));
        self.serve();
    }

    /// The database ends without a chance to tidy up, and starts again.
    pub fn crash_database(&mut self) {
        self.postgres.crash().expect("PostgreSQL starts again");
    }

    fn end(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.end();
    }
}

fn shown(certificate: Option<&Signed>) -> Vec<(&'static str, PathBuf)> {
    let signed = certificate.into_iter();
    signed
        .flat_map(|signed| {
            [
                ("CLINIC_HUB_TLS_CERTIFICATE", signed.certificate.clone()),
                ("CLINIC_HUB_TLS_KEY", signed.key.clone()),
            ]
        })
        .collect()
}

fn program() -> PathBuf {
    let beside = clinic_tests::rpc::program().with_file_name("clinic-hub");
    assert!(beside.exists(), "{} is missing: build with --workspace", beside.display());
    beside
}
