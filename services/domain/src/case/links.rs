//! Who is linked to a case, and what brought each of them: a concern, or somebody's hand. A
//! correction that follows a concern may take away only what that concern brought.

use std::collections::BTreeSet;

use lanyard_events::{ConcernId, LinkRole, LinkedPerson, PersonRef};

/// What linked a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    Concern(ConcernId),
    Hand,
}

#[derive(Debug, Clone, PartialEq)]
struct Link {
    linked: LinkedPerson,
    sources: BTreeSet<Source>,
}

/// The people linked to a case, each once, in the order in which they came.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Links(Vec<Link>);

impl Links {
    /// Everybody linked, with their parts.
    pub fn people(&self) -> impl Iterator<Item = &LinkedPerson> {
        self.0.iter().map(|link| &link.linked)
    }

    /// How many they are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The part somebody plays; `None` if they are not linked.
    #[must_use]
    pub fn part_of(&self, who: &PersonRef) -> Option<LinkRole> {
        self.find(who).map(|link| link.linked.role)
    }

    /// Somebody with their part and the word for it; `None` if they are not linked.
    #[must_use]
    pub fn linked(&self, who: &PersonRef) -> Option<&LinkedPerson> {
        self.find(who).map(|link| &link.linked)
    }

    /// Whether that concern, and nothing else, brought them here.
    pub(crate) fn only_by(&self, who: &PersonRef, concern: ConcernId) -> bool {
        self.find(who)
            .is_some_and(|link| link.sources.iter().all(|s| *s == Source::Concern(concern)))
    }

    /// Whether that concern, perhaps with others, brought them here.
    pub(crate) fn also_by(&self, who: &PersonRef, concern: ConcernId) -> bool {
        self.find(who)
            .is_some_and(|link| link.sources.contains(&Source::Concern(concern)))
    }

    fn find(&self, who: &PersonRef) -> Option<&Link> {
        self.0.iter().find(|link| link.linked.person == *who)
    }

    /// Links what a concern names. Whoever is linked already keeps their part.
    pub(crate) fn add_concern(&mut self, concern: ConcernId, people: &[LinkedPerson]) {
        for linked in people {
            self.add(linked, Source::Concern(concern));
        }
    }

    /// Links by hand.
    pub(crate) fn add_by_hand(&mut self, linked: &LinkedPerson) {
        self.add(linked, Source::Hand);
    }

    fn add(&mut self, linked: &LinkedPerson, source: Source) {
        let found = self
            .0
            .iter_mut()
            .find(|link| link.linked.person == linked.person);
        match found {
            Some(link) => {
                link.sources.insert(source);
            }
            None => self.0.push(Link {
                linked: linked.clone(),
                sources: [source].into(),
            }),
        }
    }

    /// Puts `to` in the place of `from`; whoever is linked already keeps their part, and `from` just
    /// goes.
    pub(crate) fn replace(&mut self, from: &PersonRef, to: &PersonRef) {
        let Some(place) = self.0.iter().position(|link| link.linked.person == *from) else {
            return;
        };
        match self.0.iter().position(|link| link.linked.person == *to) {
            None => self.0[place].linked.person = to.clone(),
            Some(other) if other == place => {}
            Some(other) => {
                let sources = std::mem::take(&mut self.0[place].sources);
                self.0[other].sources.extend(sources);
                self.0.remove(place);
            }
        }
    }
}
