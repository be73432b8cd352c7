//! What the events of a case's links add up to.

use std::collections::BTreeMap;

use lanyard_events::CaseId;
use lanyard_events::case_links::{CaseLinkKind, CaseLinksEvent};

/// The links of a case; none before the first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    links: BTreeMap<CaseId, CaseLinkKind>,
}

impl State {
    /// What the case has to do with another one; `None` where they are not linked.
    #[must_use]
    pub fn kind_of(&self, case: CaseId) -> Option<CaseLinkKind> {
        self.links.get(&case).copied()
    }

    pub(super) fn evolve(mut self, event: &CaseLinksEvent) -> Self {
        match event {
            CaseLinksEvent::Linked(linked) => {
                self.links.insert(linked.case, linked.kind);
            }
            // The link may be what was erased.
            CaseLinksEvent::Unlinked(unlinked) => {
                self.links.remove(&unlinked.case);
            }
        }
        self
    }
}
