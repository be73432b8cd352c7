//! One line of the table: a figure, what it is held against, and what came of it.

use serde::Serialize;

/// What design.md 8 asks of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "bound")]
pub enum Target {
    /// Of the ratio: at least so much.
    RatioAtLeast(f64),
    /// Of the figure: at least so much.
    AtLeast(f64),
    /// Of the figure: at most so much.
    AtMost(f64),
}

/// Whether a figure is what design.md 8 asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is.
    Met,
    /// It is not.
    FallsShort,
    /// Nothing is asked.
    Measured,
}

/// One figure.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// What was measured.
    pub name: String,
    /// Ours over the peer's, so that more is better; where there is a peer.
    pub ratio: Option<f64>,
    /// The figure.
    pub figure: f64,
    /// Its unit.
    pub unit: &'static str,
    /// The peer's figure, in the same unit.
    pub peer: Option<f64>,
    /// What is asked.
    pub target: Option<Target>,
    /// What else belongs to the figure.
    pub note: String,
}

impl Row {
    /// A figure of which nothing is asked yet.
    pub fn new(name: impl Into<String>, figure: f64, unit: &'static str) -> Self {
        Self {
            name: name.into(),
            ratio: None,
            figure,
            unit,
            peer: None,
            target: None,
            note: String::new(),
        }
    }

    /// Beside a peer's figure; `ratio` is ours over the peer's, turned so that more is better.
    #[must_use]
    pub const fn beside(mut self, peer: f64, ratio: f64) -> Self {
        self.peer = Some(peer);
        self.ratio = Some(ratio);
        self
    }

    /// Held against a target.
    #[must_use]
    pub const fn asked(mut self, target: Target) -> Self {
        self.target = Some(target);
        self
    }

    /// With a word beside it.
    #[must_use]
    pub fn noting(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// What came of it.
    pub fn verdict(&self) -> Verdict {
        let met = match self.target {
            None => return Verdict::Measured,
            Some(Target::RatioAtLeast(bound)) => self.ratio.is_some_and(|ratio| ratio >= bound),
            Some(Target::AtLeast(bound)) => self.figure >= bound,
            Some(Target::AtMost(bound)) => self.figure <= bound,
        };
        if met {
            Verdict::Met
        } else {
            Verdict::FallsShort
        }
    }
}
