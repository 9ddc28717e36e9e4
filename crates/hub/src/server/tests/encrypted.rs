//! TLS by the server itself.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::client::{Answer, answer, head, raw};
use super::{Server, Settings, Tls, database};

fn certificate(dir: &Path) {
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "2",
        ])
        .args([
            "-subj",
            "/CN=hub",
            "-addext",
            "subjectAltName=DNS:hub",
            "-addext",
            "basicConstraints=critical,CA:FALSE",
        ])
        .arg("-keyout")
        .arg(dir.join("key.pem"))
        .arg("-out")
        .arg(dir.join("certificate.pem"))
        .output()
        .expect("openssl");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

/// An answer over TLS, from a server that has this certificate, with the version of HTTP that was agreed on.
async fn ask(
    address: SocketAddr,
    certificate: &CertificateDer<'static>,
    speaks: &[&[u8]],
) -> Option<(Answer, Vec<u8>)> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(certificate.clone()).expect("a certificate");
    let mut config =
        rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
    config.alpn_protocols = speaks.iter().map(|name| name.to_vec()).collect();
    let stream = TcpStream::connect(address).await.expect("connected");
    let name = ServerName::try_from("hub").expect("a name");
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.ok()?;
    let agreed = stream.get_ref().1.alpn_protocol().unwrap_or_default().to_vec();
    if agreed == b"h2" {
        let nothing = Answer { status: 0, head: String::new(), body: Vec::new() };
        return Some((nothing, agreed));
    }
    stream.write_all(head("GET", "/healthz", None, 0).as_bytes()).await.expect("sent");
    Some((answer(&mut stream).await?, agreed))
}

#[tokio::test]
async fn the_server_speaks_tls_and_takes_a_renewed_certificate_without_a_restart() {
    let dir = tempfile::tempdir().expect("a directory");
    certificate(dir.path());
    let (certificate_file, key_file) = (dir.path().join("certificate.pem"), dir.path().join("key.pem"));
    let tls = Tls::new(certificate_file.clone(), key_file).expect("a certificate");
    let server = Server::start(&database().await, Settings::default(), Some(tls.clone())).await;
    let old = CertificateDer::from_pem_file(&certificate_file).expect("a certificate");

    let (answer, _) = ask(server.address, &old, &[b"http/1.1"]).await.expect("an answer");
    assert_eq!((answer.status, answer.body.as_slice()), (200, b"fine\n".as_slice()));
    let (_, agreed) = ask(server.address, &old, &[b"h2", b"http/1.1"]).await.expect("an answer");
    assert_eq!(agreed, b"h2");
    let plain = raw(server.address, head("GET", "/healthz", None, 0).as_bytes()).await;
    assert!(plain.is_none(), "nothing is said in the clear");

    certificate(dir.path());
    let new = CertificateDer::from_pem_file(&certificate_file).expect("a certificate");
    assert!(ask(server.address, &new, &[]).await.is_none(), "not before it is told");
    tls.reload().expect("read again");
    assert_eq!(ask(server.address, &new, &[]).await.expect("an answer").0.status, 200);

    std::fs::write(&certificate_file, "no certificate").expect("written");
    assert!(tls.reload().is_err());
    assert_eq!(ask(server.address, &new, &[]).await.expect("the old one stays").0.status, 200);
}
