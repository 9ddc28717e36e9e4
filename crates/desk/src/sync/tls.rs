//! Whom the desk takes for its hub: whoever the system's roots vouch for, or, where a clinic keeps a certificate of its own, the holder of exactly
//! that one and whoever it vouches for.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

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
