//! What users may and may not do (playbooks.md 6).

use serde::Deserialize;

use super::mistake::{Mistake, parse};

/// The table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserActions {
    /// Its id.
    pub id: String,
    /// Rises with every change that is published.
    pub edition: u16,
    /// What people read.
    pub title: String,
    /// Where it comes from.
    pub source: Vec<String>,
    /// Its rows.
    #[serde(rename = "row")]
    pub rows: Vec<UserAction>,
}

/// One thing that somebody may do.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserAction {
    /// Its id, like U1.
    pub id: String,
    /// What people read.
    pub text: String,
    /// What the seed calls it.
    pub class: ActionClass,
    /// Whether the seed's table is certain there.
    pub certain: bool,
    /// What follows in the product.
    pub effect: Effect,
    /// Whether it may be illegal though the seed does not say so.
    #[serde(default)]
    pub may_be_illegal: bool,
    /// Whether the data protection officer is told.
    #[serde(default)]
    pub dpo: bool,
    /// "added" for what the seed does not know.
    #[serde(default)]
    pub source: Option<String>,
}

/// What the seed calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionClass {
    /// Unacceptable and illegal.
    UnacceptableIllegal,
    /// Unacceptable.
    Unacceptable,
    /// Acceptable for nominated users.
    NominatedUsers,
    /// Acceptable at certain times.
    CertainTimes,
}

/// What follows in the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Rule R6.
    R6,
    /// Rule R7.
    R7,
    /// A matrix proposes.
    Matrix,
    /// Each academy's policy says; no incident.
    Policy,
}

impl ActionClass {
    /// As the file writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnacceptableIllegal => "unacceptable_illegal",
            Self::Unacceptable => "unacceptable",
            Self::NominatedUsers => "nominated_users",
            Self::CertainTimes => "certain_times",
        }
    }
}

impl Effect {
    /// As the file writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::R6 => "r6",
            Self::R7 => "r7",
            Self::Matrix => "matrix",
            Self::Policy => "policy",
        }
    }
}

impl UserActions {
    /// Reads a file.
    ///
    /// # Errors
    /// What is wrong.
    pub fn read(text: &str) -> Result<Self, Vec<Mistake>> {
        parse(text).map_err(|mistake| vec![mistake])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Shipped;

    #[test]
    fn the_rows_of_the_seed_are_all_there() {
        // playbooks.md 6: 23 rows, and what the seed of 2019 does not know.
        let table = &Shipped::get().user_actions;
        let of_seed = || table.rows.iter().filter(|row| row.source.is_none());
        let count = |class, certain| {
            of_seed()
                .filter(|row| row.class == class && row.certain == certain)
                .count()
        };
        assert_eq!(of_seed().count(), 23);
        assert_eq!(count(ActionClass::UnacceptableIllegal, true), 4);
        assert_eq!(count(ActionClass::Unacceptable, true), 12);
        assert_eq!(count(ActionClass::Unacceptable, false), 1);
        assert_eq!(count(ActionClass::NominatedUsers, true), 4);
        assert_eq!(count(ActionClass::CertainTimes, true), 2);
        let to_r6 = of_seed().filter(|row| row.effect == Effect::R6).count();
        assert_eq!(to_r6, 1, "images of child abuse");
    }
}
