//! Whom the desk takes for its hub: whoever the system's roots vouch for, or, where a clinic keeps a certificate of its own, the holder of exactly
//! that one and whoever it vouches for.

use std::sync::{Arc, OnceLock};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use wire::sync::Pin;

/// The certificate cannot be read, or the system has no roots.
#[derive(Debug, thiserror::Error)]
#[error("there is nothing to know the hub by")]
pub(super) struct NothingToTrust;

/// What connections to the hub are made with. `certificate` is PEM.
pub(super) fn config(certificate: Option<&str>) -> Result<ClientConfig, NothingToTrust> {
    let provider = Arc::new(ring::default_provider());
    let verifier: Arc<dyn ServerCertVerifier> = match certificate {
        Some(pem) => Arc::new(Pinned::new(pem, Arc::clone(&provider))?),
        None => Arc::new(
            rustls_platform_verifier::Verifier::new(Arc::clone(&provider)).map_err(|_| NothingToTrust)?,
        ),
    };
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| NothingToTrust)?;
    Ok(builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth())
}

/// For connections that use none.
pub(super) fn trusting_nobody() -> Result<ClientConfig, NothingToTrust> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| NothingToTrust)?;
    Ok(builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

/// Whether this is a certificate.
pub(super) fn is_certificate(pem: &str) -> bool {
    Pinned::new(pem, Arc::new(ring::default_provider())).is_ok()
}

/// How this certificate is known in an invitation. None for what is no certificate.
pub(super) fn pin_of(pem: &str) -> Option<Pin> {
    CertificateDer::from_pem_slice(pem.as_bytes()).ok().map(|certificate| Pin::of(&certificate))
}

/// The certificate that a server showed.
pub(super) type Shown = Arc<OnceLock<CertificateDer<'static>>>;

/// Trusts whoever shows the certificate with this pin, or one that it is said to have issued, and keeps that certificate in `shown`. Enough to
/// learn it and for nothing else: what is said afterwards goes through `config` with the certificate itself.
pub(super) fn looking_for(pin: Pin, shown: &Shown) -> Result<ClientConfig, NothingToTrust> {
    let provider = Arc::new(ring::default_provider());
    let verifier = Looking { pin, shown: Arc::clone(shown), provider: Arc::clone(&provider) };
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| NothingToTrust)?;
    Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth())
}

/// As a file holds it.
pub(super) fn pem_of(certificate: &CertificateDer<'_>) -> String {
    const LINE: usize = 64;
    let encoded = STANDARD.encode(certificate);
    let mut pem = String::from("-----BEGIN CERTIFICATE-----\n");
    for (at, letter) in encoded.chars().enumerate() {
        if at > 0 && at % LINE == 0 {
            pem.push('\n');
        }
        pem.push(letter);
    }
    pem.push_str("\n-----END CERTIFICATE-----\n");
    pem
}

#[derive(Debug)]
struct Looking {
    pin: Pin,
    shown: Shown,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Looking {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let mut chain = std::iter::once(end_entity).chain(intermediates);
        let Some(found) = chain.find(|certificate| Pin::of(certificate) == self.pin) else {
            return Err(CertificateError::UnknownIssuer.into());
        };
        let _ = self.shown.set(found.clone().into_owned());
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// Knows one certificate. A clinic's hub on a private network has no name that a public authority would sign.
#[derive(Debug)]
struct Pinned {
    certificate: CertificateDer<'static>,
    /// For what the certificate has signed, should it be one that signs.
    issued: Option<Arc<WebPkiServerVerifier>>,
    provider: Arc<CryptoProvider>,
}

impl Pinned {
    fn new(pem: &str, provider: Arc<CryptoProvider>) -> Result<Self, NothingToTrust> {
        let certificate = CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|_| NothingToTrust)?;
        let mut roots = RootCertStore::empty();
        roots.add(certificate.clone()).map_err(|_| NothingToTrust)?;
        let issued =
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider)).build().ok();
        Ok(Self { certificate, issued, provider })
    }
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        // That it is the very one says more than a name and a date could.
        if *end_entity == self.certificate {
            return Ok(ServerCertVerified::assertion());
        }
        match &self.issued {
            Some(issued) => {
                issued.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
            }
            None => Err(CertificateError::UnknownIssuer.into()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
