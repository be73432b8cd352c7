//! A document of policy by its name, and what a text has to fulfil to be published as an edition of it.

use std::fmt;

use serde::Deserialize;

use super::additions::Additions;
use super::in_force::InForce;
use super::matrix::Matrix;
use super::mistake::{Mistake, line_of_key, parse};
use super::names::PlaybookId;
use super::playbook::{Around, MOST_BYTES, Playbook};
use super::shipped::Shipped;
use super::user_actions::UserActions;

/// Which document: `playbook.cyber_bullying`, `matrix.pupil`, `user_actions`, `taxonomy`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentId {
    /// A playbook, or the steps that all have in common.
    Playbook(PlaybookId),
    /// A matrix.
    Matrix(String),
    /// The table of user actions.
    UserActions,
    /// Categories of the trust's own.
    Taxonomy,
}

/// A document, read and held to the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Document {
    /// A playbook.
    Playbook(Box<Playbook>),
    /// A matrix.
    Matrix(Matrix),
    /// The table of user actions.
    UserActions(UserActions),
    /// Categories of the trust's own.
    Taxonomy(Additions),
}

const PLAYBOOK: &str = "playbook.";
const MATRIX: &str = "matrix.";
const USER_ACTIONS: &str = "user_actions";

/// So far ahead of the highest edition may the next be: a slip of the finger in the number (20226 for 2026)
/// would otherwise leave none for those that come after.
const EDITIONS_AHEAD: u16 = 100;

/// All that has to be right to know whose a file is.
#[derive(Deserialize)]
struct Named {
    id: String,
}

impl DocumentId {
    /// The document of a name, where one may be edited or added under it.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        if let Some(id) = name.strip_prefix(PLAYBOOK) {
            let id = PlaybookId::try_from(id.to_owned()).ok()?;
            let id = Self::Playbook(id);
            return (id.is_shipped() || id.is_own()).then_some(id);
        }
        let id = match name.strip_prefix(MATRIX) {
            Some(id) => Self::Matrix(id.to_owned()),
            None if name == USER_ACTIONS => Self::UserActions,
            None if name == Additions::ID => Self::Taxonomy,
            None => return None,
        };
        id.is_shipped().then_some(id)
    }

    /// Every document that ships, playbooks first.
    #[must_use]
    pub fn shipped() -> Vec<Self> {
        let shipped = Shipped::get();
        let playbooks = [&shipped.common].into_iter().chain(&shipped.playbooks);
        let matrices = { shipped.matrices.iter() }.map(|it| Self::Matrix(it.id.clone()));
        { playbooks.map(|it| Self::Playbook(it.id.clone())) }
            .chain(matrices)
            .chain([Self::UserActions, Self::Taxonomy])
            .collect()
    }

    /// Whether it is of a trust's own.
    #[must_use]
    pub fn is_own(&self) -> bool {
        match self {
            Self::Playbook(id) => id.is_own(),
            Self::Matrix(_) | Self::UserActions | Self::Taxonomy => false,
        }
    }

    /// Whether this release brings an edition of it.
    #[must_use]
    pub fn is_shipped(&self) -> bool {
        self.shipped_edition().is_some()
    }

    /// The number of the edition that this release brings.
    #[must_use]
    pub fn shipped_edition(&self) -> Option<u16> {
        let shipped = Shipped::get();
        match self {
            Self::Playbook(id) => shipped.any_playbook(id).map(|it| it.edition),
            Self::Matrix(id) => shipped.matrix(id).map(|it| it.edition),
            Self::UserActions => Some(shipped.user_actions.edition),
            Self::Taxonomy => Some(shipped.additions.edition),
        }
    }

    /// The file that this release brings.
    #[must_use]
    pub fn shipped_text(&self) -> Option<&'static str> {
        match self {
            Self::Playbook(id) => Shipped::text_of("playbooks", id.as_str()),
            Self::Matrix(id) => Shipped::text_of("matrices", id),
            Self::UserActions => Shipped::text_of("matrices", USER_ACTIONS),
            Self::Taxonomy => Shipped::text_of("", Additions::ID),
        }
    }

    /// Reads a text as an edition of this document, among the others in force. `highest` is the highest
    /// edition that was ever in force: the next is higher, and not far ahead.
    ///
    /// # Errors
    /// Every mistake against the rules with its line; of mistakes in the form, the first.
    pub fn read(
        &self,
        text: &str,
        highest: u16,
        in_force: &InForce,
    ) -> Result<Document, Vec<Mistake>> {
        if text.len() > MOST_BYTES {
            let what = format!("a file has at most {MOST_BYTES} bytes");
            return Err(vec![Mistake::at(1, what)]);
        }
        let named: Named = parse(text).map_err(|mistake| vec![mistake])?;
        if named.id != self.id() {
            let line = line_of_key(text, "id");
            let what = format!(
                "its id is \"{}\"; that of {self} is \"{}\"",
                named.id,
                self.id()
            );
            return Err(vec![Mistake::at(line, what)]);
        }
        let document = self.read_among(text, in_force)?;
        let mut found = Vec::new();
        if document.edition() <= highest {
            let line = line_of_key(text, "edition");
            let what = format!("edition {highest} was in force: the next has a higher number");
            found.push(Mistake::at(line, what));
        }
        let most = highest.saturating_add(EDITIONS_AHEAD);
        if document.edition() > most {
            let line = line_of_key(text, "edition");
            let what =
                format!("edition {highest} was the highest so far: the next is at most {most}");
            found.push(Mistake::at(line, what));
        }
        held(document, found)
    }

    /// As its file says it.
    fn id(&self) -> &str {
        match self {
            Self::Playbook(id) => id.as_str(),
            Self::Matrix(id) => id,
            Self::UserActions => USER_ACTIONS,
            Self::Taxonomy => Additions::ID,
        }
    }

    fn read_among(&self, text: &str, in_force: &InForce) -> Result<Document, Vec<Mistake>> {
        let shipped = Shipped::get();
        match self {
            Self::Playbook(id) => {
                let mut known = in_force.known();
                known.push(id.clone());
                let is_common = id.as_str() == Playbook::COMMON;
                let around = Around {
                    taxonomy: &in_force.taxonomy,
                    common: (!is_common).then_some(&in_force.common),
                    known: &known,
                };
                let playbook = Playbook::read_edited(text, &around, shipped.any_playbook(id))?;
                Ok(Document::Playbook(Box::new(playbook)))
            }
            Self::Matrix(id) => {
                let matrix = Matrix::read(text)?;
                let found = { shipped.matrix(id) }
                    .map_or_else(Vec::new, |shipped| matrix.against(shipped, text));
                held(Document::Matrix(matrix), found)
            }
            Self::UserActions => {
                let table = UserActions::read(text)?;
                let found = table.against(&shipped.user_actions, text);
                held(Document::UserActions(table), found)
            }
            Self::Taxonomy => {
                let additions = Additions::read(text, &in_force.taxonomy)?;
                Ok(Document::Taxonomy(additions))
            }
        }
    }
}

fn held(document: Document, found: Vec<Mistake>) -> Result<Document, Vec<Mistake>> {
    if found.is_empty() {
        Ok(document)
    } else {
        Err(found)
    }
}

impl Document {
    /// The number of its edition.
    #[must_use]
    pub fn edition(&self) -> u16 {
        match self {
            Self::Playbook(playbook) => playbook.edition,
            Self::Matrix(matrix) => matrix.edition,
            Self::UserActions(table) => table.edition,
            Self::Taxonomy(additions) => additions.edition,
        }
    }

    /// What people read.
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            Self::Playbook(playbook) => &playbook.title,
            Self::Matrix(matrix) => &matrix.title,
            Self::UserActions(table) => &table.title,
            Self::Taxonomy(additions) => &additions.title,
        }
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Playbook(id) => write!(f, "{PLAYBOOK}{id}"),
            Self::Matrix(id) => write!(f, "{MATRIX}{id}"),
            Self::UserActions => f.write_str(USER_ACTIONS),
            Self::Taxonomy => f.write_str(Additions::ID),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn document(name: &str) -> DocumentId {
        DocumentId::parse(name).unwrap()
    }

    /// What is said of a shipped file with something in it changed, published as the next edition.
    fn edited(name: &str, right: &str, wrong: &str) -> Vec<String> {
        let id = document(name);
        let text = id
            .shipped_text()
            .unwrap()
            .replacen("edition = 1", "edition = 2", 1);
        assert!(text.contains(right), "{name}: {right}");
        let read = id.read(&text.replacen(right, wrong, 1), 1, &InForce::shipped());
        read.err()
            .into_iter()
            .flatten()
            .map(|it| it.to_string())
            .collect()
    }

    #[test]
    fn every_shipped_document_has_its_name_and_may_be_published_again() {
        for id in DocumentId::shipped() {
            assert_eq!(document(&id.to_string()), id);
            assert_eq!(
                edited(&id.to_string(), "edition = 2", "edition = 3"),
                [""; 0]
            );
            let again = id.read(id.shipped_text().unwrap(), 1, &InForce::shipped());
            let said = again.unwrap_err().remove(0);
            assert!(said.what.contains("higher number"), "{said}");
        }
    }

    #[test]
    fn other_names_are_of_nothing() {
        for name in [
            "",
            "playbook.",
            "playbook.vaping",
            "matrix.parents",
            "registers",
        ] {
            assert_eq!(DocumentId::parse(name), None, "{name}");
        }
        assert!(document("playbook.trust_vaping").is_own());
    }

    #[test]
    fn words_owners_and_proposals_may_be_edited() {
        let grooming = "playbook.inappropriate_contact_with_a_child";
        assert_eq!(edited(grooming, "title = \"", "title = \"Ours: "), [""; 0]);
        assert_eq!(
            edited(
                "matrix.pupil",
                "technical = \"propose\"",
                "technical = \"consider\""
            ),
            [""; 0]
        );
    }

    #[test]
    fn what_law_asks_for_can_neither_go_nor_be_softened() {
        let grooming = "playbook.inappropriate_contact_with_a_child";
        // Renaming a step leaves it out.
        let gone = edited(grooming, "id = \"7.6\"", "id = \"7.99\"");
        let said = "step 7.6 may not be left out: it sends to a desk";
        assert!(gone.iter().any(|it| it.contains(said)), "{gone:?}");
        let stop = edited(
            "playbook.looking_into_suspected_misuse",
            "stop_rule = true\n",
            "",
        );
        let said = "step M1: stop_rule must stay";
        assert!(stop.iter().any(|it| it.contains(said)), "{stop:?}");
        let common = edited("playbook.common", "id = \"O3\"", "id = \"O33\"");
        assert!(
            common
                .iter()
                .any(|it| it.contains("step O3 may not be left out")),
            "{common:?}"
        );
    }

    #[test]
    fn the_next_edition_is_not_far_ahead() {
        let games = "playbook.age_inappropriate_games";
        assert_eq!(edited(games, "edition = 2", "edition = 101"), [""; 0]);
        let ahead = edited(games, "edition = 2", "edition = 102");
        assert_eq!(
            ahead,
            ["line 4: edition 1 was the highest so far: the next is at most 101"]
        );
    }

    #[test]
    fn what_the_seed_says_never_changes() {
        let ticks = edited("matrix.pupil", "\"certain\"", "\"unknown\"");
        assert!(
            ticks[0].contains("row P1: cells are what the seed says"),
            "{ticks:?}"
        );
        assert!(!ticks[0].starts_with("line 1:"), "{ticks:?}");
        let row = edited("matrix.staff", "id = \"S16\"", "id = \"S17\"");
        assert!(
            row.iter()
                .any(|it| it.contains("row S16 may not be left out")),
            "{row:?}"
        );
        let effect = edited("user_actions", "effect = \"r6\"", "effect = \"policy\"");
        assert!(
            effect[0].contains("row U1: effect must stay \"r6\""),
            "{effect:?}"
        );
    }

    #[test]
    fn a_playbook_of_ones_own_keeps_to_its_prefix_and_names_what_there_is() {
        let own = document("playbook.trust_vaping");
        let shipped = document("playbook.age_inappropriate_games");
        let text = shipped.shipped_text().unwrap();
        let said = |text: &str| match own.read(text, 0, &InForce::shipped()) {
            Ok(_) => Vec::new(),
            Err(found) => found.iter().map(ToString::to_string).collect::<Vec<_>>(),
        };
        let wrong = said(text);
        assert!(
            wrong[0].contains("its id is \"age_inappropriate_games\""),
            "{wrong:?}"
        );
        let in_force = InForce::shipped();
        let known = in_force.known();
        let around = Around {
            taxonomy: &in_force.taxonomy,
            common: Some(&in_force.common),
            known: &known,
        };
        let wrong = Playbook::read_edited(text, &around, None).unwrap_err();
        assert!(
            wrong
                .iter()
                .any(|it| it.what.contains("begins with trust_")),
            "{wrong:?}"
        );
        let right = text
            .replace("id = \"age_inappropriate_games\"", "id = \"trust_vaping\"")
            .replace("number = 8\n", "")
            .replace("[\"age_inappropriate_games\"]", "[\"copyright\"]")
            .replace("\nnot_with = [", "\nnot_with = [] # [");
        assert_eq!(said(&right), [""; 0]);
        for (fits, wrong, why) in [
            (
                "[\"copyright\"]",
                "[\"grooming\"]",
                "opens_for may not name grooming",
            ),
            (
                "not_with = []",
                "not_with = [\"suspected_indecent_image\"]",
                "not_with may name playbooks of your own only",
            ),
            (
                "due = \"5sd\"\n",
                "due = \"5sd\"\nstop_rule = true\n",
                "step 8.2: no stop rule may be added",
            ),
            ("id = \"8.6\"", "id = \"O4\"", "step O4 is one of those"),
        ] {
            assert!(right.contains(fits), "{fits}");
            let found = said(&right.replacen(fits, wrong, 1));
            assert!(found.iter().any(|it| it.contains(why)), "{why}: {found:?}");
        }
        let other = right.replace("trust_vaping", "trust_smoking");
        assert!(said(&other)[0].contains("its id is \"trust_smoking\""));
    }
}
