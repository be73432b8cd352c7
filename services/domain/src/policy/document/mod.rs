//! A document of policy by its name, and what a text has to fulfil to be published as an edition of it.

#[cfg(test)]
mod tests;

use std::fmt;

use serde::Deserialize;

use super::additions::Additions;
use super::in_force::InForce;
use super::matrix::Matrix;
use super::mistake::{Mistake, line_of_key, parse};
use super::names::{Field, PlaybookId};
use super::playbook::{Around, MOST_BYTES, Playbook};
use super::register::{Against, Register};
use super::shipped::Shipped;
use super::user_actions::UserActions;

/// Which document: `playbook.cyber_bullying`, `matrix.pupil`, `user_actions`, `taxonomy`, `register.breaches`.
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
    /// A register.
    Register(Field),
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
    /// A register.
    Register(Box<Register>),
}

const PLAYBOOK: &str = "playbook.";
const MATRIX: &str = "matrix.";
const REGISTER: &str = "register.";
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
        if let Some(id) = name.strip_prefix(REGISTER) {
            let id = Self::Register(Field::try_from(id.to_owned()).ok()?);
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
            .chain({ shipped.registers.iter() }.map(|it| Self::Register(it.id.clone())))
            .collect()
    }

    /// Whether editions of it only add: entries or concerns hold what was in force, so that it is never withdrawn.
    #[must_use]
    pub fn only_adds(&self) -> bool {
        match self {
            Self::Taxonomy | Self::Register(_) => true,
            Self::Playbook(_) | Self::Matrix(_) | Self::UserActions => false,
        }
    }

    /// Whether it is of a trust's own.
    #[must_use]
    pub fn is_own(&self) -> bool {
        match self {
            Self::Playbook(id) => id.is_own(),
            Self::Register(id) => id.is_own(),
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
            Self::Register(id) => shipped.register(id.as_str()).map(|it| it.edition),
        }
    }

    /// Whether this release brings a newer edition than stood when one of the trust's was published; the first
    /// stood where nobody noted which.
    #[must_use]
    pub fn is_newer_than(&self, beside: Option<u16>) -> bool {
        is_newer(self.shipped_edition(), beside)
    }

    /// The file that this release brings.
    #[must_use]
    pub fn shipped_text(&self) -> Option<&'static str> {
        match self {
            Self::Playbook(id) => Shipped::text_of("playbooks", id.as_str()),
            Self::Matrix(id) => Shipped::text_of("matrices", id),
            Self::UserActions => Shipped::text_of("matrices", USER_ACTIONS),
            Self::Taxonomy => Shipped::text_of("", Additions::ID),
            Self::Register(id) => Shipped::text_of("registers", id.as_str()),
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
            Self::Register(id) => id.as_str(),
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
            Self::Register(id) => {
                let against = Against {
                    shipped: shipped.register(id.as_str()),
                    in_force: in_force.register(id.as_str()).map(AsRef::as_ref),
                };
                let register = Register::read_edited(text, against)?;
                Ok(Document::Register(Box::new(register)))
            }
        }
    }
}

fn is_newer(shipped: Option<u16>, beside: Option<u16>) -> bool {
    shipped.is_some_and(|shipped| shipped > beside.unwrap_or(1))
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
            Self::Register(register) => register.edition,
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
            Self::Register(register) => &register.title,
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
            Self::Register(id) => write!(f, "{REGISTER}{id}"),
        }
    }
}
