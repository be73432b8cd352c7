//! A piece of evidence: a file that belongs to a matter, who keeps what it is of, who opened it, and its
//! end (domain.md 2, Evidence; R6).
//!
//! The bytes are never here: what is known of them (length, digest, whether they are of the type that was
//! said) travels in the commands.

mod command;
pub mod media;
mod rules;
mod state;

#[cfg(test)]
mod samples;

use lanyard_events::evidence::EvidenceEvent;
use lanyard_events::{At, CategoryId, Event, StreamKind};

pub use command::{
    AgreeDestruction, AgreeToOpen, AskToOpen, Capture, Command, Destroyed, InstructDestruction,
    MakeUnreadable, Open, PassCustody, Release, ReportMatter, Seal,
};
pub use state::{Asked, Hold, Opened, Record, Sealing, State};

use crate::aggregate::Aggregate;
use crate::refusal::{ImpossibleHistory, Refusal};

/// Categories, and playbooks of the same names, under which nothing may be attached to a matter: a picture of
/// somebody under 18 is illegal to hold, also where only pupils are involved (R6, UKCIS 2024).
const NOTHING_ATTACHED: [&str; 2] = [
    "suspected_indecent_image",
    "nudes_and_semi_nudes_between_pupils",
];

/// Whether a matter of this category takes no files (R6).
#[must_use]
pub fn takes_no_files(category: &CategoryId) -> bool {
    NOTHING_ATTACHED.contains(&category.as_str())
}

/// Whether a matter in which this playbook runs takes no files (R6).
#[must_use]
pub fn takes_no_files_while(playbook: &str) -> bool {
    NOTHING_ATTACHED.contains(&playbook)
}

/// The rules of a piece of evidence.
#[derive(Debug)]
pub struct Evidence;

impl Aggregate for Evidence {
    const KIND: StreamKind = StreamKind::Evidence;
    type State = State;
    type Command = Command;
    type Event = EvidenceEvent;

    fn own(event: &Event) -> Option<&EvidenceEvent> {
        if let Event::Evidence(own) = event {
            Some(own)
        } else {
            None
        }
    }

    fn decide(state: &State, command: Command, at: At) -> Result<Vec<EvidenceEvent>, Refusal> {
        match command {
            Command::Capture(capture) => rules::capture::decide(state, capture, at),
            Command::PassCustody(pass) => rules::pass_custody::decide(state, pass, at),
            Command::Seal(seal) => rules::seal::decide(state, seal),
            Command::AskToOpen(ask) => rules::ask_to_open::decide(state, ask, at),
            Command::AgreeToOpen(agree) => rules::agree_to_open::decide(state, agree, at),
            Command::Open(open) => rules::open::decide(state, open, at),
            Command::Release(release) => rules::release::decide(state, release, at),
            Command::MakeUnreadable(make) => rules::make_unreadable::decide(state, make),
            Command::InstructDestruction(instruct) => {
                rules::instruct_destruction::decide(state, instruct)
            }
            Command::AgreeDestruction(agree) => rules::agree_destruction::decide(state, agree),
            Command::Destroyed(destroyed) => rules::destroyed::decide(state, destroyed),
            Command::ReportMatter(report) => rules::report_matter::decide(state, report),
        }
    }

    fn evolve(state: State, event: &EvidenceEvent) -> Result<State, ImpossibleHistory> {
        state.evolve(event)
    }

    fn evolve_erased(state: State) -> State {
        state.evolve_erased()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lanyard_events::Taxonomy;

    #[test]
    fn what_takes_no_files_is_in_the_taxonomy() {
        for id in NOTHING_ATTACHED {
            assert!(Taxonomy::v1().category(id).is_some(), "{id}");
            assert!(takes_no_files(&CategoryId::new(id)) && takes_no_files_while(id));
        }
        assert!(!takes_no_files(&CategoryId::new("cyber_bullying")));
    }

    #[test]
    fn the_playbooks_of_these_names_exist() {
        let playbooks = &crate::policy::Shipped::get().playbooks;
        for id in NOTHING_ATTACHED {
            assert!(
                playbooks.iter().any(|playbook| playbook.id.as_str() == id),
                "{id}"
            );
        }
    }
}
