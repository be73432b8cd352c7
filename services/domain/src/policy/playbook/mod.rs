//! Playbooks: what do we do if … (domain.md 4). A trust edits one as a file and publishes it as an
//! edition; a case keeps the edition that it started with.

mod check;
mod kept;
mod step;
#[cfg(test)]
mod tests;

use lanyard_events::CategoryId;
use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

use super::mistake::{Mistake, line_of, line_of_key, parse};
use super::names::PlaybookId;
pub use check::Around;
pub use step::{Done, DoneKind, Grounds, Per, Skip, Step, StepId};

/// Longest file that is read: the longest shipped one is under 10 KiB.
pub const MOST_BYTES: usize = 128 * 1024;

/// One playbook.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Playbook {
    /// Its id.
    pub id: PlaybookId,
    /// Its place among the shipped ones (domain.md 4); a trust's own have none.
    #[serde(default)]
    pub number: Option<u16>,
    /// Rises with every change that is published.
    pub edition: u16,
    /// What people read.
    pub title: String,
    /// Where it comes from.
    pub source: Vec<String>,
    /// Categories for which it is proposed.
    #[serde(default)]
    pub opens_for: Vec<CategoryId>,
    /// Playbooks that do not run beside it.
    #[serde(default)]
    pub not_with: Vec<PlaybookId>,
    /// Whether it is about an adult who works here: never run in a pupil's case (domain.md 1 rule 1).
    #[serde(default)]
    pub about_adults: bool,
    /// Whether it may run in an adult's matter too, though it is not about adults alone.
    #[serde(default)]
    pub also_for_adults: bool,
    /// Whether the opening and closing steps of every situation belong to it.
    pub common: bool,
    /// Its steps, in order.
    #[serde(rename = "step", default)]
    pub steps: Vec<Step>,
}

/// Where each step begins.
#[derive(Deserialize)]
struct Places {
    #[serde(default)]
    step: Vec<Spanned<IgnoredAny>>,
}

impl Playbook {
    /// Id of the opening and closing steps.
    pub const COMMON: &str = "common";

    /// Reads a file and holds it to the rules.
    ///
    /// # Errors
    /// Every mistake against the rules with its line; of mistakes in the form, the first.
    pub fn read(text: &str, around: &Around<'_>) -> Result<Self, Vec<Mistake>> {
        let (playbook, lines) = Self::read_form(text).map_err(|mistake| vec![mistake])?;
        playbook.held_to_the_rules(&lines, around)
    }

    /// Reads an edition of the trust's: a shipped playbook as it is edited, or one of its own.
    ///
    /// # Errors
    /// As `read`; and what may be neither edited away nor added.
    pub fn read_edited(
        text: &str,
        around: &Around<'_>,
        shipped: Option<&Self>,
    ) -> Result<Self, Vec<Mistake>> {
        let (playbook, lines) = Self::read_form(text).map_err(|mistake| vec![mistake])?;
        let mut found = check::mistakes(&playbook, &lines, around);
        let head = line_of_key(text, "id");
        if let Some(shipped) = shipped {
            found.extend(kept::mistakes(&playbook, &lines, head, shipped));
        } else {
            if !playbook.id.is_own() {
                let own = PlaybookId::OWN;
                let what = format!("the id of a playbook of your own begins with {own}");
                found.push(Mistake::at(head, what));
            }
            if playbook.number.is_some() {
                let line = line_of_key(text, "number");
                found.push(Mistake::at(line, "number is for shipped playbooks"));
            }
            found.extend(kept::mistakes_of_own(&playbook, &lines, head));
        }
        if found.is_empty() {
            Ok(playbook)
        } else {
            Err(found)
        }
    }

    /// The second half of `read`: what `read_form` has read, if it breaks no rule.
    pub(super) fn held_to_the_rules(
        self,
        lines: &[usize],
        around: &Around<'_>,
    ) -> Result<Self, Vec<Mistake>> {
        let mistakes = check::mistakes(&self, lines, around);
        if mistakes.is_empty() {
            Ok(self)
        } else {
            Err(mistakes)
        }
    }

    /// Reads a file; answers the line of each step beside it.
    pub(super) fn read_form(text: &str) -> Result<(Self, Vec<usize>), Mistake> {
        if text.len() > MOST_BYTES {
            return Err(Mistake::at(
                1,
                format!("a playbook has at most {MOST_BYTES} bytes"),
            ));
        }
        let playbook: Self = parse(text)?;
        let places: Places = parse(text)?;
        let lines = { places.step.iter() }.map(|step| line_of(text, &step.span()));
        Ok((playbook, lines.collect()))
    }

    /// The step of an id.
    #[must_use]
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == *id)
    }
}
