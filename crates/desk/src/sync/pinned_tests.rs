//! A hub on a private network, known by its certificate's pin: taken where it is shown, and nowhere else.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use wire::sync::{DesksReply, Pin};

use super::enrol::Place;
use super::http::{Failure, Hub, Unreachable};
use super::link::Token;
use super::tls;

/// Answers every request with an error of its own, as a server does that is no hub. Ends with the test.
fn serve(certificate: CertificateDer<'static>, key: PrivateKeyDer<'static>) -> String {
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let (config, listener) = (Arc::new(config), TcpListener::bind("127.0.0.1:0").unwrap());
    let address = format!("https://127.0.0.1:{}", listener.local_addr().unwrap().port());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(connection, stream.unwrap());
            // Whoever does not trust it hangs up.
            if stream.read(&mut [0; 1024]).is_ok() {
                let _ = stream.write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n");
                stream.conn.send_close_notify();
                let _ = stream.flush();
            }
        }
    });
    address
}

#[tokio::test]
async fn the_certificate_with_the_pin_is_taken_and_no_other() {
    let made = rcgen::generate_simple_self_signed(vec!["hub.clinic.lan".to_owned()]).unwrap();
    let (pem, certificate) = (made.cert.pem(), made.cert.der().clone());
    let key = PrivateKeyDer::from_pem_slice(made.signing_key.serialize_pem().as_bytes()).unwrap();
    let pin = Pin::of(&certificate);
    assert_eq!(tls::pin_of(&pem), Some(pin), "an invitation names it so");
    let address = serve(certificate.clone(), key);

    let taken = Hub::certificate(&address, pin).await.expect("it was shown");
    let held = CertificateDer::from_pem_slice(taken.as_bytes()).unwrap();
    assert_eq!(held, certificate);
    // From now on the server is known by it: it is no hub, but it is whom it says.
    let hub = Hub::at(&Place { address: address.clone(), certificate: Some(taken) }).unwrap();
    let token = Token::new("t".to_owned());
    let asked = hub.fetch::<DesksReply>("/desks".to_owned(), &token).await;
    assert!(matches!(asked, Err(Failure::Unreachable(Unreachable::NotAHub))));

    let other = Pin::of(b"another certificate");
    let refused = Hub::certificate(&address, other).await;
    assert!(matches!(refused, Err(Failure::Unreachable(Unreachable::Certificate))));
}
