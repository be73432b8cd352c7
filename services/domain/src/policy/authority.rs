//! Local authorities whose clocks differ from the national ones (domain.md 3).

use serde::Deserialize;

use super::due::Due;
use super::mistake::{Mistake, parse};
use super::names::Agency;

/// One local authority.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// Its three digits.
    pub code: String,
    /// What people read.
    pub name: String,
    /// Clocks of its desks.
    pub clocks: Vec<LocalClock>,
    /// Where this comes from.
    pub source: Vec<String>,
}

/// The clock of one of its desks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalClock {
    /// Which desk.
    pub agency: Agency,
    /// By when it is told.
    pub due: Due,
    /// By which rule.
    pub rule: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Authorities {
    authority: Vec<Authority>,
}

impl Authority {
    /// Reads the file of all.
    pub(super) fn read_all(text: &str) -> Result<Vec<Self>, Mistake> {
        let file: Authorities = parse(text)?;
        Ok(file.authority)
    }

    /// Its clock for a desk, where it has one of its own.
    #[must_use]
    pub fn clock(&self, agency: Agency) -> Option<&LocalClock> {
        self.clocks.iter().find(|clock| clock.agency == agency)
    }
}
