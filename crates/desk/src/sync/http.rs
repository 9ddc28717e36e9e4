//! Messages over HTTP. Nothing here knows what they mean.

use std::time::Duration;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use reqwest::{Method, RequestBuilder, Response, StatusCode, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use wire::sync::http::{self as paths, BLOB_EVENT, ENROL_PATH, EVENTS_ALIVE, HEAD_EVENT};
use wire::sync::{EnrolReply, EnrolRequest, MOST_BYTES_SENT, Pin, Trouble, pack, unpack};

use super::client::{Answer, Asked, Message};
use super::enrol::Place;
use super::link::Token;
use super::tls;
use crate::error::{FieldError, Refusal};

/// Why no answer came.
#[derive(Debug)]
pub(super) enum Failure {
    /// The hub says why.
    Trouble(Trouble),
    Unreachable(Unreachable),
}

domain::code_enum! {
    /// Why the hub could not be reached.
    Unreachable {
        /// No connection, or it broke.
        NoConnection = "no_connection",
        TooSlow = "too_slow",
        /// Whoever answered could not show that they are the hub.
        Certificate = "certificate",
        /// Something answered that is no hub: the page of a hotel's network, a proxy whose hub is down.
        NotAHub = "not_a_hub",
    }
}

/// To reach anybody at all.
const CONNECT: Duration = Duration::from_secs(10);
/// From the first byte sent to the last one read: 4 MiB at half a megabit a second, and then some.
const WHOLE_ANSWER: Duration = Duration::from_secs(120);

/// The hub, as one desk reaches it.
#[derive(Clone)]
pub(super) struct Hub {
    http: reqwest::Client,
    base: Url,
}

impl Hub {
    /// # Errors
    /// `input.invalid` when the address is none, or the certificate cannot be read.
    pub(super) fn at(place: &Place) -> Result<Self, Refusal> {
        let base = address(&place.address).map_err(|error| Refusal::invalid(vec![error]))?;
        let mut builder = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .read_timeout(EVENTS_ALIVE * 2)
            .redirect(reqwest::redirect::Policy::none());
        // Plain HTTP goes to this very machine alone, and needs nothing to trust.
        let tls = match base.scheme() {
            "https" => tls::config(place.certificate.as_deref()),
            _ => tls::trusting_nobody(),
        };
        let tls = tls.map_err(|_| Refusal::invalid(vec![FieldError::new("certificate", "format")]))?;
        builder = builder.tls_backend_preconfigured(tls);
        let http = builder.build().map_err(|_| Refusal::new("sync.hub_failed"))?;
        Ok(Self { http, base })
    }

    /// The certificate with this pin, as PEM, from whoever answers at the address and shows it.
    pub(super) async fn certificate(address: &str, pin: Pin) -> Result<String, Failure> {
        let shown = tls::Shown::default();
        let failed = |_| Failure::Unreachable(Unreachable::Certificate);
        let tls =
            tls::looking_for(pin, &shown).map_err(|_| Failure::Unreachable(Unreachable::Certificate))?;
        let builder = reqwest::Client::builder().connect_timeout(CONNECT).timeout(CONNECT * 2);
        let builder = builder.redirect(reqwest::redirect::Policy::none()).tls_backend_preconfigured(tls);
        // What it answers does not matter: the certificate came before.
        let asked = builder.build().map_err(failed)?.get(address).send().await;
        match (shown.get(), asked) {
            (Some(certificate), _) => Ok(tls::pem_of(certificate)),
            (None, Err(error)) => Err(unreachable(&error)),
            (None, Ok(_)) => Err(Failure::Unreachable(Unreachable::Certificate)),
        }
    }

    pub(super) async fn enrol(&self, request: &EnrolRequest) -> Result<EnrolReply, Failure> {
        self.send(ENROL_PATH, None, request).await
    }

    /// Sends what a client asks.
    pub(super) async fn answer(&self, asked: &Asked) -> Result<Answer, Failure> {
        let (clinic, token) = (asked.link.clinic, Some(&asked.link.token));
        let answer = match &asked.message {
            Message::Sync(request) => {
                let reply = self.send(&paths::sync_path(clinic), token, &**request).await;
                reply.map(|reply| Answer::Sync(Box::new(reply)))
            }
            Message::NewNumber(request) => {
                self.send(&paths::number_path(clinic), token, request).await.map(Answer::NewNumber)
            }
        };
        match answer {
            Err(Failure::Trouble(trouble)) => Ok(Answer::Trouble(trouble)),
            other => other,
        }
    }

    /// Asks for something that takes no message.
    pub(super) async fn fetch<T: DeserializeOwned>(&self, path: String, token: &Token) -> Result<T, Failure> {
        read(self.let_in(self.http.get(self.url(&path)?), token)).await
    }

    /// Sends a message of an administrator's.
    pub(super) async fn tell<T: DeserializeOwned>(
        &self,
        path: String,
        token: &Token,
        message: &impl Serialize,
    ) -> Result<T, Failure> {
        self.send(&path, Some(token), message).await
    }

    /// Sends a part of a file.
    pub(super) async fn put<T: DeserializeOwned>(
        &self,
        path: String,
        token: &Token,
        message: &impl Serialize,
    ) -> Result<T, Failure> {
        self.send_by(Method::PUT, &path, Some(token), message).await
    }

    fn let_in(&self, request: RequestBuilder, token: &Token) -> RequestBuilder {
        request.timeout(WHOLE_ANSWER).header(AUTHORIZATION, format!("Bearer {}", token.expose()))
    }

    async fn send<T: DeserializeOwned>(
        &self,
        path: &str,
        token: Option<&Token>,
        message: &impl Serialize,
    ) -> Result<T, Failure> {
        self.send_by(Method::POST, path, token, message).await
    }

    async fn send_by<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        token: Option<&Token>,
        message: &impl Serialize,
    ) -> Result<T, Failure> {
        let request = self
            .http
            .request(method, self.url(path)?)
            .timeout(WHOLE_ANSWER)
            .header(CONTENT_TYPE, paths::CONTENT_TYPE)
            .body(pack(message));
        read(match token {
            Some(token) => self.let_in(request, token),
            None => request,
        })
        .await
    }

    /// Hears when the clinic's order has grown and when a file has become whole, until the stream ends.
    pub(super) async fn listen(
        &self,
        clinic: Uuid,
        token: &Token,
        mut heard: impl FnMut(News),
    ) -> Result<(), Failure> {
        let mut response = self
            .http
            .get(self.url(&paths::events_path(clinic))?)
            .header(AUTHORIZATION, format!("Bearer {}", token.expose()))
            .send()
            .await
            .map_err(|error| unreachable(&error))?;
        if response.status() != StatusCode::OK {
            return Err(Failure::Unreachable(Unreachable::NotAHub));
        }
        let mut events = Events::default();
        while let Some(chunk) = response.chunk().await.map_err(|error| unreachable(&error))? {
            events.read(&chunk, &mut heard);
        }
        Ok(())
    }

    fn url(&self, path: &str) -> Result<Url, Failure> {
        self.base.join(path).map_err(|_| Failure::Unreachable(Unreachable::NotAHub))
    }
}

async fn read<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Failure> {
    let response = request.send().await.map_err(|error| unreachable(&error))?;
    let status = response.status();
    let body = body_of(response).await?;
    if status == StatusCode::OK {
        return unpack(&body).map_err(|_| Failure::Unreachable(Unreachable::NotAHub));
    }
    Err(unpack(&body).map_or(Failure::Unreachable(Unreachable::NotAHub), Failure::Trouble))
}

/// The body, if it is a hub's and no larger than one may be.
async fn body_of(mut response: Response) -> Result<Vec<u8>, Failure> {
    let of_a_hub = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == paths::CONTENT_TYPE);
    if !of_a_hub {
        return Err(Failure::Unreachable(Unreachable::NotAHub));
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| unreachable(&error))? {
        body.extend_from_slice(&chunk);
        if body.len() > MOST_BYTES_SENT * 2 {
            return Err(Failure::Unreachable(Unreachable::NotAHub));
        }
    }
    Ok(body)
}

fn unreachable(error: &reqwest::Error) -> Failure {
    let why = if is_of_tls(error) {
        Unreachable::Certificate
    } else if error.is_timeout() {
        Unreachable::TooSlow
    } else {
        Unreachable::NoConnection
    };
    Failure::Unreachable(why)
}

/// Whether TLS is what it failed on. An I/O error does not name what it was made from as its source.
fn is_of_tls(error: &(dyn std::error::Error + 'static)) -> bool {
    if error.is::<rustls::Error>() {
        return true;
    }
    let within = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    let cause = within.map(|within| within as &(dyn std::error::Error + 'static)).or_else(|| error.source());
    cause.is_some_and(is_of_tls)
}

/// Reads an address as somebody types it: `hub.example.org` is `https://hub.example.org`. Without TLS only this machine is spoken to.
pub(super) fn address(typed: &str) -> Result<Url, FieldError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(FieldError::new("address", "required"));
    }
    let whole = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let url = Url::parse(&whole).map_err(|_| FieldError::new("address", "format"))?;
    let bare = url.path() == "/" && url.query().is_none() && url.username().is_empty();
    let here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    match url.scheme() {
        "https" if bare => Ok(url),
        "http" if bare && here => Ok(url),
        "http" if bare => Err(FieldError::new("address", "insecure")),
        _ => Err(FieldError::new("address", "format")),
    }
}

/// What the hub's stream of events says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    /// The newest of the clinic's order.
    Head(u64),
    /// A content has become whole at the hub.
    Blob,
}

/// Server-sent events, as far as ours go.
#[derive(Default)]
struct Events {
    line: Vec<u8>,
    name: Option<&'static str>,
    data: Option<u64>,
}

/// No line of ours is longer.
const LONGEST_LINE: usize = 256;

impl Events {
    fn read(&mut self, chunk: &[u8], heard: &mut impl FnMut(News)) {
        for byte in chunk {
            match byte {
                b'\n' => self.end_of_line(heard),
                b'\r' => {}
                _ if self.line.len() < LONGEST_LINE => self.line.push(*byte),
                _ => {}
            }
        }
    }

    fn end_of_line(&mut self, heard: &mut impl FnMut(News)) {
        let line = String::from_utf8_lossy(&std::mem::take(&mut self.line)).into_owned();
        if line.is_empty() {
            match (self.name.take(), self.data.take()) {
                (Some(HEAD_EVENT), Some(head)) => heard(News::Head(head)),
                (Some(BLOB_EVENT), _) => heard(News::Blob),
                _ => {}
            }
        } else if let Some(name) = line.strip_prefix("event:") {
            self.name = [HEAD_EVENT, BLOB_EVENT].into_iter().find(|ours| *ours == name.trim());
        } else if let Some(data) = line.strip_prefix("data:") {
            self.data = data.trim().parse().ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Events, News, address};

    #[test]
    fn an_address_may_be_typed_without_its_scheme_and_is_never_without_tls() {
        let read = |typed: &str| address(typed).map(|url| url.to_string()).map_err(|error| error.code);
        assert_eq!(read(" hub.example.org "), Ok("https://hub.example.org/".to_owned()));
        assert_eq!(read("https://hub.example.org:8443/"), Ok("https://hub.example.org:8443/".to_owned()));
        assert_eq!(read("http://127.0.0.1:8080"), Ok("http://127.0.0.1:8080/".to_owned()));
        assert_eq!(read("http://hub.example.org"), Err("insecure"));
        assert_eq!(read(""), Err("required"));
        for bad in ["ftp://hub", "https://", "https://hub/path", "https://me@hub", "two words"] {
            assert_eq!(read(bad), Err("format"), "{bad}");
        }
    }

    #[test]
    fn a_failure_of_tls_is_told_from_others_however_deep_it_lies() {
        use std::io::{Error, ErrorKind};
        let tls = rustls::Error::DecryptError;
        let wrapped = Error::new(ErrorKind::InvalidData, Error::new(ErrorKind::InvalidData, tls));
        assert!(super::is_of_tls(&wrapped));
        assert!(!super::is_of_tls(&Error::new(ErrorKind::ConnectionRefused, "nobody")));
    }

    #[test]
    fn heads_are_heard_however_the_stream_is_cut() {
        let stream =
            b": alive\n\nevent: head\ndata: 17\n\nevent: other\ndata: 3\n\r\nevent: blob\ndata: 1\n\nevent: head\r\ndata: 18\r\n\r\n";
        for size in 1..stream.len() {
            let (mut events, mut heard) = (Events::default(), Vec::new());
            for chunk in stream.chunks(size) {
                events.read(chunk, &mut |news| heard.push(news));
            }
            assert_eq!(heard, [News::Head(17), News::Blob, News::Head(18)], "cut at {size}");
        }
    }
}
