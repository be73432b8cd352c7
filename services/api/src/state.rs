//! What every handler shares.

use std::sync::Arc;

use lanyard_app::{App, Clock, Randomness};

use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::settings::Settings;
use crate::tokens::Issuers;

/// The application with what the edge adds: issuers of tokens, limits, metrics. Cloning is cheap;
/// all server threads share one.
#[derive(Clone)]
pub struct ApiState(Arc<Shared>);

struct Shared {
    app: Arc<App>,
    issuers: Arc<Issuers>,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
    settings: Settings,
    limits: Limits,
    metrics: Metrics,
}

impl ApiState {
    /// Joins the parts.
    ///
    /// `issuers` may be filled and refreshed by the caller at any time. `clock` decides whether a
    /// token has expired; `randomness` names requests.
    #[must_use]
    pub fn new(
        app: Arc<App>,
        issuers: Arc<Issuers>,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
        settings: Settings,
    ) -> Self {
        let limits = Limits::new(&settings);
        let metrics = Metrics::new(&settings.figures);
        crate::metrics::watch(&settings.figures, &app);
        Self(Arc::new(Shared {
            app,
            issuers,
            clock,
            randomness,
            settings,
            limits,
            metrics,
        }))
    }

    pub(crate) fn app(&self) -> &App {
        &self.0.app
    }

    pub(crate) fn issuers(&self) -> &Issuers {
        &self.0.issuers
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        self.0.clock.as_ref()
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// A name for one request, 16 random bytes in hexadecimal; it says nothing of the caller.
    pub(crate) fn request_id(&self) -> String {
        let mut bytes = [0; 16];
        self.0.randomness.fill(&mut bytes);
        format!("{:032x}", u128::from_be_bytes(bytes))
    }
}
