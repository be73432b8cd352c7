//! The figures of one process, in one registry: what `/metrics` shows and what OTLP pushes.

use std::sync::{Arc, Mutex, PoisonError};

use prometheus::core::Collector;
use prometheus::proto::MetricFamily;
use prometheus::{IntCounter, IntGauge, IntGaugeVec, Opts, Registry, TextEncoder};

type Update = Box<dyn Fn() + Send + Sync>;

/// A registry, with what brings its gauges up to date before it is read. Cloning shares it.
#[derive(Clone, Default)]
pub struct Figures(Arc<Shared>);

#[derive(Default)]
struct Shared {
    registry: Registry,
    updates: Mutex<Vec<Update>>,
}

impl std::fmt::Debug for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Figures")
    }
}

impl Figures {
    /// Adds a figure.
    ///
    /// # Panics
    /// When its name is taken: each is registered once, in a registry of our own.
    #[must_use]
    pub fn add<C: Collector + Clone + 'static>(&self, figure: C) -> C {
        let registered = self.0.registry.register(Box::new(figure.clone()));
        registered.expect("each name is registered once");
        figure
    }

    /// A number that goes up and down.
    ///
    /// # Panics
    /// When the name is ill-formed or taken.
    #[must_use]
    pub fn gauge(&self, name: &str, help: &str) -> IntGauge {
        self.add(IntGauge::with_opts(Opts::new(name, help)).expect("the name is well-formed"))
    }

    /// Numbers that go up and down, one for each value of a label.
    ///
    /// # Panics
    /// When the name is ill-formed or taken.
    #[must_use]
    pub fn gauges(&self, name: &str, help: &str, label: &str) -> IntGaugeVec {
        let gauges = IntGaugeVec::new(Opts::new(name, help), &[label]);
        self.add(gauges.expect("the names are well-formed"))
    }

    /// A number that only goes up.
    ///
    /// # Panics
    /// When the name is ill-formed or taken.
    #[must_use]
    pub fn counter(&self, name: &str, help: &str) -> IntCounter {
        self.add(IntCounter::with_opts(Opts::new(name, help)).expect("the name is well-formed"))
    }

    /// Is called whenever the figures are about to be read; must not wait.
    pub fn before_reading(&self, update: impl Fn() + Send + Sync + 'static) {
        let mut updates = self
            .0
            .updates
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        updates.push(Box::new(update));
    }

    /// All figures, up to date.
    #[must_use]
    pub fn gather(&self) -> Vec<MetricFamily> {
        let updates = self
            .0
            .updates
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for update in updates.iter() {
            update();
        }
        drop(updates);
        self.0.registry.gather()
    }

    /// The text that Prometheus reads.
    ///
    /// # Errors
    /// Never, as far as is known: a string takes everything.
    pub fn text(&self) -> Result<String, prometheus::Error> {
        TextEncoder::new().encode_to_string(&self.gather())
    }
}
