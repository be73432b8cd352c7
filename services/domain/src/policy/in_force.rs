//! What is in force: what ships, with the trust's editions in its place or beside it.

use std::sync::Arc;

use lanyard_events::Taxonomy;

use super::additions::Additions;
use super::document::DocumentId;
use super::matrix::Matrix;
use super::mistake::{Mistake, parse};
use super::names::PlaybookId;
use super::playbook::Playbook;
use super::register::Register;
use super::shipped::Shipped;
use super::user_actions::UserActions;

/// The editions in force at one moment.
#[derive(Debug, Clone)]
pub struct InForce {
    /// Categories of concern: those that ship, then the trust's own.
    pub taxonomy: Arc<Taxonomy>,
    /// Opening and closing steps of every situation.
    pub common: Arc<Playbook>,
    /// Playbooks: the shipped ones in the order of domain.md 4, then the trust's own by their ids.
    pub playbooks: Vec<Arc<Playbook>>,
    /// The matrices for pupils and for staff.
    pub matrices: Vec<Arc<Matrix>>,
    /// What users may and may not do.
    pub user_actions: Arc<UserActions>,
    /// Registers: the shipped ones by their ids, then the trust's own.
    pub registers: Vec<Arc<Register>>,
}

/// A published edition that this release cannot read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Of which document.
    pub document: DocumentId,
    /// Why.
    pub mistake: Mistake,
}

impl InForce {
    /// What ships with this release.
    #[must_use]
    pub fn shipped() -> Self {
        let shipped = Shipped::get();
        let each = |it: &Playbook| Arc::new(it.clone());
        Self {
            taxonomy: Arc::new(Taxonomy::v1().clone()),
            common: Arc::new(shipped.common.clone()),
            playbooks: shipped.playbooks.iter().map(each).collect(),
            matrices: { shipped.matrices.iter() }
                .map(|it| Arc::new(it.clone()))
                .collect(),
            user_actions: Arc::new(shipped.user_actions.clone()),
            registers: { shipped.registers.iter() }
                .map(|it| Arc::new(it.clone()))
                .collect(),
        }
    }

    /// What ships, with the published editions. They were held to the rules when they were published: a
    /// later release may have stricter ones, which are for the next edition. One that cannot be read any
    /// more is left out, so that the shipped one is in force, and named.
    #[must_use]
    pub fn with<'a>(
        published: impl IntoIterator<Item = (DocumentId, &'a str)>,
    ) -> (Self, Vec<Unreadable>) {
        let mut in_force = Self::shipped();
        let mut unreadable = Vec::new();
        let mut published: Vec<_> = published.into_iter().collect();
        published.sort();
        for (document, text) in published {
            if let Err(mistake) = in_force.put(&document, text) {
                unreadable.push(Unreadable { document, mistake });
            }
        }
        (in_force, unreadable)
    }

    fn put(&mut self, document: &DocumentId, text: &str) -> Result<(), Mistake> {
        match document {
            DocumentId::Playbook(id) => {
                let mut playbook = Playbook::read_form(text)?.0;
                counts_as_shipped(&mut playbook);
                let playbook = Arc::new(playbook);
                if id.as_str() == Playbook::COMMON {
                    self.common = playbook;
                } else if let Some(place) = self.playbooks.iter_mut().find(|it| it.id == *id) {
                    *place = playbook;
                } else {
                    self.playbooks.push(playbook);
                }
            }
            DocumentId::Matrix(id) => {
                let matrix = Arc::new(parse(text)?);
                if let Some(place) = self.matrices.iter_mut().find(|it| it.id == *id) {
                    *place = matrix;
                }
            }
            DocumentId::UserActions => self.user_actions = Arc::new(parse(text)?),
            DocumentId::Taxonomy => {
                let additions: Additions = parse(text)?;
                self.taxonomy = Arc::new(additions.onto(Taxonomy::v1()));
            }
            DocumentId::Register(id) => {
                let register = Arc::new(parse::<Register>(text)?);
                if let Some(place) = self.registers.iter_mut().find(|it| it.id == *id) {
                    *place = register;
                } else {
                    self.registers.push(register);
                }
            }
        }
        Ok(())
    }

    /// A register.
    #[must_use]
    pub fn register(&self, id: &str) -> Option<&Arc<Register>> {
        { self.registers.iter() }.find(|register| register.id.as_str() == id)
    }

    /// A playbook, or the opening and closing steps of all under their own id.
    #[must_use]
    pub fn playbook(&self, id: &str) -> Option<&Arc<Playbook>> {
        let mut all = self.playbooks.iter().chain([&self.common]);
        all.find(|playbook| playbook.id.as_str() == id)
    }

    /// Every playbook that another may name.
    #[must_use]
    pub fn known(&self) -> Vec<PlaybookId> {
        self.playbooks.iter().map(|it| it.id.clone()).collect()
    }

    /// Playbooks that name another: by a step that opens it, or because they do not run beside it.
    #[must_use]
    pub fn naming(&self, id: &PlaybookId) -> Vec<PlaybookId> {
        let names = |it: &&Arc<Playbook>| {
            let opens = it.steps.iter().any(|step| step.opens.as_ref() == Some(id));
            it.id != *id && (opens || it.not_with.contains(id))
        };
        let all = self.playbooks.iter().chain([&self.common]);
        all.filter(names).map(|it| it.id.clone()).collect()
    }
}

/// What the law counts from knowing no edition counts otherwise (R3, R5, R10): one that was published before files
/// said so counts so too.
fn counts_as_shipped(edition: &mut Playbook) {
    let shipped = Shipped::get();
    let playbooks = { shipped.playbooks.iter() }.chain([&shipped.common]);
    let Some(shipped) = { playbooks }.find(|it| it.id == edition.id) else {
        return;
    };
    for step in &mut edition.steps {
        step.from_known |= shipped.step(&step.id).is_some_and(|it| it.from_known);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn text(name: &str) -> (DocumentId, String) {
        let id = DocumentId::parse(name).unwrap();
        let text = id.shipped_text().unwrap();
        (id.clone(), text.replacen("edition = 1", "edition = 2", 1))
    }

    #[test]
    fn the_trusts_editions_take_the_place_of_the_shipped_ones() {
        let published = [
            "playbook.common",
            "playbook.age_inappropriate_games",
            "matrix.staff",
            "user_actions",
        ]
        .map(text);
        let (in_force, unreadable) = InForce::with(
            published
                .iter()
                .map(|(id, text)| (id.clone(), text.as_str())),
        );
        assert_eq!(unreadable, []);
        assert_eq!(in_force.common.edition, 2);
        assert_eq!(
            in_force
                .playbook("age_inappropriate_games")
                .unwrap()
                .edition,
            2
        );
        assert_eq!(in_force.playbook("cyber"), None);
        let editions: Vec<_> = in_force
            .matrices
            .iter()
            .map(|it| (it.id.as_str(), it.edition))
            .collect();
        assert_eq!(editions, [("pupil", 1), ("staff", 2)]);
        assert_eq!(in_force.user_actions.edition, 2);
        assert_eq!(in_force.playbooks.len(), Shipped::get().playbooks.len());
    }

    #[test]
    fn a_playbook_of_the_trusts_own_stands_behind_the_shipped_ones() {
        let (_, text) = text("playbook.age_inappropriate_games");
        let text = text.replace("id = \"age_inappropriate_games\"", "id = \"trust_vaping\"");
        let own = DocumentId::parse("playbook.trust_vaping").unwrap();
        let (in_force, _) = InForce::with([(own, text.as_str())]);
        assert_eq!(
            in_force.playbooks.last().unwrap().id.as_str(),
            "trust_vaping"
        );
        let adult = &in_force.playbook("allegation_against_adult").unwrap().id;
        let own = &in_force.playbooks.last().unwrap().id;
        assert!(in_force.naming(adult).contains(own));
        assert_eq!(in_force.naming(own), []);
    }

    #[test]
    fn what_a_later_release_cannot_read_leaves_the_shipped_one_in_force() {
        let (id, text) = text("playbook.age_inappropriate_games");
        let text = text.replacen("title =", "titel =", 1);
        let (in_force, unreadable) = InForce::with([(id.clone(), text.as_str())]);
        assert_eq!(unreadable[0].document, id);
        assert_eq!(
            in_force
                .playbook("age_inappropriate_games")
                .unwrap()
                .edition,
            1
        );
    }

    #[test]
    fn an_edition_that_was_published_before_files_said_so_counts_from_knowing() {
        for (playbook, steps) in [
            ("lost_device_or_data_breach", &["14.8", "14.9"][..]),
            ("disclosure_of_abuse_or_neglect", &["16.4"]),
            ("looking_into_suspected_misuse", &["M10"]),
        ] {
            let (id, text) = text(&format!("playbook.{playbook}"));
            let text = text.replace("from_known = true\n", "");
            let (in_force, unreadable) = InForce::with([(id, text.as_str())]);
            assert_eq!(unreadable, []);
            let edition = in_force.playbook(playbook).unwrap();
            assert_eq!(edition.edition, 2);
            let counted: Vec<_> = { edition.steps.iter() }
                .filter(|step| step.from_known)
                .map(|step| step.id.as_str())
                .collect();
            assert_eq!(counted, steps);
        }
    }
}
