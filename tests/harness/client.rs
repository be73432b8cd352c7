//! Somebody who sends requests.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::Value;

/// The furthest position that anybody in a world has seen: sent along with every request, so that
/// stories read what was written before.
#[derive(Debug, Default)]
pub struct Seen(AtomicU64);

impl Seen {
    fn note(&self, position: Option<&str>) {
        if let Some(position) = position.and_then(|text| text.parse().ok()) {
            self.0.fetch_max(position, Ordering::Relaxed);
        }
    }
}

/// A server that says nothing for so long has hung, whatever was done to it.
const LONGEST: Duration = Duration::from_secs(60);

/// Numbers idempotency keys.
static KEYS: AtomicU64 = AtomicU64::new(1);

/// A key of version 7, as the documentation asks for.
#[must_use]
pub fn new_key() -> String {
    let number = KEYS.fetch_add(1, Ordering::Relaxed);
    format!("019a0000-0000-7000-8000-{number:012x}")
}

/// Sends requests as one person, client or nobody.
#[derive(Clone)]
pub struct Client {
    base: String,
    token: Option<String>,
    seen: std::sync::Arc<Seen>,
    agent: ureq::Agent,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as it came.
    pub body: Vec<u8>,
}

impl Answer {
    /// One header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body as JSON; null if it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// This answer, if it has the status.
    ///
    /// # Panics
    /// If it has another; test data is invented, so the body may be shown.
    #[must_use]
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// A text field of the body.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    #[track_caller]
    pub fn field(&self, name: &str) -> String {
        let value = self.json();
        value[name]
            .as_str()
            .unwrap_or_else(|| panic!("no {name} in {value}"))
            .to_owned()
    }

    /// The code of a problem: the end of its type.
    #[must_use]
    pub fn problem(&self) -> String {
        self.json()["type"]
            .as_str()
            .unwrap_or_default()
            .trim_start_matches("urn:lanyard:problem:")
            .to_owned()
    }
}

impl Client {
    /// A client of a server; without a token it is nobody.
    #[must_use]
    pub fn new(base: &str, token: Option<String>, seen: std::sync::Arc<Seen>) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(LONGEST))
            .build()
            .into();
        Self {
            base: base.to_owned(),
            token,
            seen,
            agent,
        }
    }

    /// Reads.
    #[must_use]
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None, &[])
    }

    /// Posts with a key of its own.
    #[must_use]
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, Some(body), &[("idempotency-key", &new_key())])
    }

    /// Posts with a given key.
    #[must_use]
    pub fn post_with_key(&self, path: &str, body: &Value, key: &str) -> Answer {
        self.send("POST", path, Some(body), &[("idempotency-key", key)])
    }

    /// Posts a change made on a revision.
    #[must_use]
    pub fn post_on(&self, path: &str, etag: &str, body: &Value) -> Answer {
        let headers = [
            ("idempotency-key", new_key()),
            ("if-match", etag.to_owned()),
        ];
        let headers: Vec<_> = headers.iter().map(|(n, v)| (*n, v.as_str())).collect();
        self.send("POST", path, Some(body), &headers)
    }

    /// Reads the `ETag` of an address, then posts the change on it.
    #[must_use]
    #[track_caller]
    pub fn change(&self, address: &str, verb: &str, body: &Value) -> Answer {
        let read = self.get(address).expect(200);
        let etag = read.header("etag").map(str::to_owned);
        self.post_on(
            &format!("{address}/{verb}"),
            &etag.unwrap_or_else(|| panic!("{address} has no ETag")),
            body,
        )
    }

    /// Sends anything.
    ///
    /// # Panics
    /// When the server does not answer at all.
    #[must_use]
    pub fn send(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let bytes = body.map(|body| body.to_string().into_bytes());
        self.send_bytes(method, path, bytes, headers)
    }

    /// Sends anything to a server that may be gone.
    ///
    /// # Errors
    /// It does not answer, or not to the end.
    pub fn try_send(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> Result<Answer, ureq::Error> {
        let bytes = body.map(|body| body.to_string().into_bytes());
        self.try_send_bytes(method, path, bytes, headers)
    }

    /// Sends any bytes as if they were JSON.
    ///
    /// # Panics
    /// When the server does not answer at all.
    #[must_use]
    pub fn send_bytes(
        &self,
        method: &str,
        path: &str,
        body: Option<Vec<u8>>,
        headers: &[(&str, &str)],
    ) -> Answer {
        self.try_send_bytes(method, path, body, headers)
            .expect("the server answers")
    }

    fn try_send_bytes(
        &self,
        method: &str,
        path: &str,
        body: Option<Vec<u8>>,
        headers: &[(&str, &str)],
    ) -> Result<Answer, ureq::Error> {
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let position = self.seen.0.load(Ordering::Relaxed);
        if position > 0 && !headers.iter().any(|(name, _)| *name == "lanyard-position") {
            request = request.header("lanyard-position", position.to_string());
        }
        if body.is_some() && !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request
            .body(body.unwrap_or_default())
            .expect("the parts of a test's request are well-formed");
        let mut response = self.agent.run(request)?;
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| {
                let value = value.to_str().unwrap_or_default().to_owned();
                (name.as_str().to_owned(), value)
            })
            .collect();
        let answer = Answer {
            status: response.status().as_u16(),
            headers,
            body: response.body_mut().read_to_vec()?,
        };
        self.seen.note(answer.header("lanyard-position"));
        Ok(answer)
    }
}
