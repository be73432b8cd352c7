//! What the tests stand on: stores in a folder of their own, one issuer of tokens for clients and
//! one for people, and an intake that records nothing but says it did.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::header::AUTHORIZATION;
use actix_web::test::{self, TestRequest};
use actix_web::{App as Application, Error};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey};
use lanyard_access::Policies;
use lanyard_api::{
    ApiState, IssuerKind, IssuerSettings, Issuers, MetricsReaders, Settings, Subject,
};
use lanyard_app::{App, Clock, Parts, SystemRandomness};
use lanyard_events::{At, Position, Revision};
use lanyard_evidence::note::Signer;
use lanyard_intake::{Answer, Answering, Intake, IntakeError, Proposal};
use lanyard_journal::{SqliteJournal, Stamp};
use lanyard_ledger::Ledger;
use lanyard_projections::Views;
use lanyard_vault::{RootKey, SqliteKeyVault, Vault};
use serde_json::{Value, json};

const NOW_MILLIS: i64 = 1_794_319_500_000;
const AUDIENCE: &str = "lanyard";
const CLIENTS: &str = "https://clients.example";
const STAFF: &str = "https://staff.example";
pub const ACADEMY: &str = "018f4e9a-0000-7000-8000-0000000000a1";

struct Standing;

impl Clock for Standing {
    fn now(&self) -> At {
        At::from_millis(NOW_MILLIS)
    }
}

impl Stamp for Standing {
    fn now(&self) -> At {
        At::from_millis(NOW_MILLIS)
    }

    fn not_before(&self) -> [u8; 32] {
        [0; 32]
    }
}

/// Says that everything was recorded; counts the proposals.
#[derive(Default)]
struct Agreeable(AtomicU64);

impl Intake for Agreeable {
    fn submit(&self, proposal: Proposal) -> Answering<'_, Result<Answer, IntakeError>> {
        let position = Position(self.0.fetch_add(1, Ordering::Relaxed) + 1);
        let revision = Revision::after(proposal.expected);
        Box::pin(std::future::ready(Ok(Answer::Recorded {
            first: position,
            last: position,
            revision,
        })))
    }
}

pub struct Stand {
    pub state: ApiState,
    key: EncodingKey,
    _folder: tempfile::TempDir,
}

/// No limit, and metrics for anyone.
pub fn open_settings() -> Settings {
    Settings {
        not_shown_per_minute: None,
        requests_per_minute: None,
        metrics: MetricsReaders::Anyone,
        body_bytes: 4_096,
        ..Settings::default()
    }
}

/// So many a minute.
pub fn a_minute(number: u32) -> Option<NonZeroU32> {
    NonZeroU32::new(number)
}

/// A clock that cannot be read.
struct Broken;

impl Clock for Broken {
    fn now(&self) -> At {
        panic!("Amara Example")
    }
}

impl Stand {
    pub async fn new(settings: Settings) -> Self {
        Self::with_clock(settings, Arc::new(Standing)).await
    }

    /// One in which every handler panics that needs to know the time.
    pub async fn that_panics() -> Self {
        Self::with_clock(open_settings(), Arc::new(Broken)).await
    }

    async fn with_clock(settings: Settings, clock: Arc<dyn Clock>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let journal = SqliteJournal::open(&at("journal.sqlite"), Arc::new(Standing)).unwrap();
        let journal: Arc<dyn lanyard_journal::Journal> = Arc::new(journal);
        let keys = SqliteKeyVault::open(&at("keys.sqlite")).unwrap();
        let root = RootKey::create(&at("root.key")).unwrap();
        let ledger = lanyard_ledger::Settings {
            dir: at("tiles"),
            public_dir: at("log"),
            origin: "api.test.example".to_owned(),
            part: lanyard_ledger::Part::Signer {
                signer: Signer::new("api.test.example", &[7; 32]).unwrap(),
                lock: lanyard_ledger::LockAt::File(at("checkpoint.lock")),
            },
        };
        let ledger = Ledger::start(ledger, Arc::clone(&journal)).await.unwrap();
        std::fs::create_dir(at("views")).unwrap();
        let app = App::start(Parts {
            journal,
            intake: Arc::new(Agreeable::default()),
            vault: Arc::new(Vault::new(Arc::new(keys), root).unwrap()),
            blobs: None,
            ledger: Arc::new(ledger),
            views: Arc::new(Views::open(&at("views")).unwrap()),
            policies: Arc::new(Policies::shipped()),
            clock: Arc::new(Standing),
            randomness: Arc::new(SystemRandomness),
            promise: Arc::new(false),
            format: lanyard_events::FORMAT,
        });
        let pair = Ed25519KeyPair::generate().unwrap();
        let state = ApiState::new(
            app,
            issuers(&pair),
            clock,
            Arc::new(SystemRandomness),
            settings,
        );
        Self {
            state,
            key: EncodingKey::from_ed_der(pair.to_pkcs8().unwrap().as_ref()),
            _folder: folder,
        }
    }

    /// The API as the binary has it.
    pub async fn api(
        &self,
    ) -> impl Service<actix_http::Request, Response = ServiceResponse, Error = Error> + use<> {
        let state = self.state.clone();
        let application =
            Application::new().configure(move |service| lanyard_api::configure(service, state));
        test::init_service(application).await
    }

    /// The `Authorization` of a client with all scopes, for Oakfield.
    pub fn client(&self) -> (actix_web::http::header::HeaderName, String) {
        self.bearer(&json!({
            "iss": CLIENTS, "aud": AUDIENCE, "exp": NOW_MILLIS / 1000 + 600,
            "client_id": "018f4e9a-0000-7000-8000-0000000000d1", "academies": [ACADEMY],
            "scope": "concerns:read concerns:write pupils:read pupils:write staff:read staff:write",
        }))
    }

    /// The `Authorization` of somebody whom the staff register does not know.
    pub fn stranger(&self) -> (actix_web::http::header::HeaderName, String) {
        self.bearer(&json!({
            "iss": STAFF, "aud": AUDIENCE, "exp": NOW_MILLIS / 1000 + 600, "sub": "mallory",
        }))
    }

    fn bearer(&self, claims: &Value) -> (actix_web::http::header::HeaderName, String) {
        let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let header = json!({"alg": "EdDSA", "kid": "k"});
        let message = format!("{}.{}", part(&header), part(claims));
        let signature =
            jsonwebtoken::crypto::sign(message.as_bytes(), &self.key, Algorithm::EdDSA).unwrap();
        (AUTHORIZATION, format!("Bearer {message}.{signature}"))
    }
}

fn issuers(pair: &Ed25519KeyPair) -> Arc<Issuers> {
    let issuer = |issuer: &str, kind| IssuerSettings {
        issuer: issuer.to_owned(),
        audience: AUDIENCE.to_owned(),
        kind,
    };
    let issuers = Issuers::new([
        issuer(CLIENTS, IssuerKind::Clients),
        issuer(STAFF, IssuerKind::People(Subject::Sub)),
    ]);
    let key = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
    let keys = json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "k", "x": key}]});
    for name in [CLIENTS, STAFF] {
        issuers.set_keys(name, &keys.to_string()).unwrap();
    }
    Arc::new(issuers)
}

/// Status, headers and body of an answer.
pub struct Got {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Got {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The code of a problem; checks what holds for all.
    pub fn problem(&self) -> String {
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json")
        );
        let problem = self.json();
        assert_eq!(problem["status"], self.status);
        let kind = problem["type"].as_str().unwrap();
        kind.strip_prefix("urn:lanyard:problem:")
            .unwrap()
            .to_owned()
    }
}

/// Sends a request and takes the whole answer.
pub async fn send(
    api: &impl Service<actix_http::Request, Response = ServiceResponse, Error = Error>,
    request: TestRequest,
) -> Got {
    let response = match api.call(request.to_request()).await {
        Ok(response) => response.into_parts().1,
        Err(error) => error.error_response(),
    };
    let headers = response
        .headers()
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    Got {
        status: response.status().as_u16(),
        headers,
        body: actix_web::body::to_bytes(response.into_body())
            .await
            .unwrap()
            .to_vec(),
    }
}
