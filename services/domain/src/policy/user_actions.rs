//! What users may and may not do (playbooks.md 6).

use std::collections::BTreeSet;

use serde::Deserialize;

use super::kept::Fixed;
use super::mistake::{Mistake, line_of_key, lines_of_rows, parse};

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

impl UserAction {
    fn against(&self, shipped: &Self, fixed: &mut Fixed) {
        let id = &self.id;
        fixed.that(
            self.class == shipped.class
                && self.certain == shipped.certain
                && self.source == shipped.source,
            || format!("row {id}: class, certain and source are the seed's, and never change"),
        );
        let by_rule = matches!(shipped.effect, Effect::R6 | Effect::R7);
        fixed.that(!by_rule || self.effect == shipped.effect, || {
            let effect = shipped.effect.name();
            format!("row {id}: effect must stay \"{effect}\"")
        });
        fixed.that(
            (self.may_be_illegal || !shipped.may_be_illegal) && (self.dpo || !shipped.dpo),
            || format!("row {id}: what is flagged stays flagged"),
        );
    }
}

impl UserActions {
    /// Reads a file.
    ///
    /// # Errors
    /// What is wrong.
    pub fn read(text: &str) -> Result<Self, Vec<Mistake>> {
        let table: Self = parse(text).map_err(|mistake| vec![mistake])?;
        if table.edition == 0 {
            let line = line_of_key(text, "edition");
            return Err(vec![Mistake::at(line, "edition begins with 1")]);
        }
        Ok(table)
    }

    /// What an edition of the trust's says otherwise than the shipped one where that never changes: what
    /// the seed calls each action, what goes by R6 or R7, and what was flagged (playbooks.md 6).
    pub(super) fn against(&self, shipped: &Self, text: &str) -> Vec<Mistake> {
        let mut fixed = Fixed::new(line_of_key(text, "id"));
        fixed.that(self.id == shipped.id, || {
            format!("id must stay \"{}\"", shipped.id)
        });
        let mut seen = BTreeSet::new();
        let lines = lines_of_rows(text).unwrap_or_default();
        for (row, line) in self.rows.iter().zip(lines) {
            fixed.at(line);
            fixed.that(seen.insert(&row.id), || {
                format!("row {} is there twice", row.id)
            });
            match shipped.rows.iter().find(|its| its.id == row.id) {
                Some(its) => row.against(its, &mut fixed),
                None => fixed.that(row.source.is_some(), || {
                    format!("row {}: a row of your own says source = \"added\"", row.id)
                }),
            }
        }
        fixed.at(line_of_key(text, "id"));
        for row in { shipped.rows.iter() }.filter(|row| !seen.contains(&row.id)) {
            fixed.that(false, || format!("row {} may not be left out", row.id));
        }
        fixed.found()
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
