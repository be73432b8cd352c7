//! What an installation can set about its API.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use crate::figures::Figures;
use crate::proxies::TrustedProxies;

/// Limits and switches of the API. `Settings::default()` is what a production installation wants.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The longest body taken, in bytes. The longest account with body map is some 60 KiB.
    pub body_bytes: usize,
    /// How long a client may take to send a body.
    pub body_timeout: Duration,
    /// How long a request may take altogether; the recorder's own limit is 3 s (design.md 1.4).
    pub request_timeout: Duration,
    /// Answers `not shown` for each caller and minute before content is refused (design.md 5).
    /// `None` switches the limit off: for the demonstration and the test harness only.
    pub not_shown_per_minute: Option<NonZeroU32>,
    /// Requests for each caller and minute; `None` for no limit.
    pub requests_per_minute: Option<NonZeroU32>,
    /// Proxies that are believed when they say from where a request came.
    pub trusted_proxies: TrustedProxies,
    /// Who may read `/metrics`.
    pub metrics: MetricsReaders,
    /// The figures of this process, which the API adds its own to.
    pub figures: Figures,
    /// What does not work although the process answers, for `/readyz`.
    pub impaired: Impaired,
}

/// Asks what does not work just now, in plain words; shown in `/readyz` and no reason to send people
/// elsewhere.
#[derive(Clone)]
pub struct Impaired(Arc<dyn Fn() -> Vec<&'static str> + Send + Sync>);

impl Impaired {
    /// By asking.
    pub fn new(ask: impl Fn() -> Vec<&'static str> + Send + Sync + 'static) -> Self {
        Self(Arc::new(ask))
    }

    pub(crate) fn now(&self) -> Vec<&'static str> {
        (self.0)()
    }
}

impl Default for Impaired {
    fn default() -> Self {
        Self::new(Vec::new)
    }
}

impl std::fmt::Debug for Impaired {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.now())
    }
}

/// Who may read `/metrics`: its counts give away how many concerns are raised.
#[derive(Clone, Default)]
pub enum MetricsReaders {
    /// Nobody: the address answers like one that does not exist.
    #[default]
    Nobody,
    /// Anybody who reaches the port: for a port that only the monitoring can reach, and the
    /// demonstration.
    Anyone,
    /// Whoever sends this as a bearer token.
    Bearer(String),
}

impl std::fmt::Debug for MetricsReaders {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Nobody => "Nobody",
            Self::Anyone => "Anyone",
            Self::Bearer(_) => "Bearer(..)",
        })
    }
}

/// 60 answers `not shown` a minute (design.md 5).
const NOT_SHOWN_PER_MINUTE: NonZeroU32 = NonZeroU32::new(60).expect("60 is not zero");

/// A hundred requests a second: more than any page or sync needs, less than hurts.
const REQUESTS_PER_MINUTE: NonZeroU32 = NonZeroU32::new(6_000).expect("6000 is not zero");

impl Default for Settings {
    fn default() -> Self {
        Self {
            body_bytes: 256 * 1024,
            body_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(20),
            not_shown_per_minute: Some(NOT_SHOWN_PER_MINUTE),
            requests_per_minute: Some(REQUESTS_PER_MINUTE),
            trusted_proxies: TrustedProxies::default(),
            metrics: MetricsReaders::default(),
            figures: Figures::default(),
            impaired: Impaired::default(),
        }
    }
}
