//! What each writer appends: a case, then notes on it, then the next case; or a note on a new stream
//! each time, as the peers are given (`crate::peers`).

use std::sync::Arc;

use lanyard_events::case::{CaseEvent, CaseNoteAdded, CaseOpened, NoteKind};
use lanyard_events::{
    AcademyId, Actor, CategoryId, ConcernId, Event, LinkRole, LinkedPerson, PersonRef, PupilId,
    Role, Sensitive, StaffId, StreamKind,
};
use lanyard_journal::Append;
use lanyard_vault::{Vault, WrappedKey};

use crate::history::{Former, Thread};

/// Events of a case before the next one is begun.
const EVENTS_EACH: u32 = 8;
/// 10 November 2026, 08:00Z; each append comes a millisecond after the one before.
const START_MILLIS: i64 = 1_794_297_600_000;
/// A note of usual length.
const NOTE: &str = "Spoke with the form tutor after registration. She has been quieter this week \
    and sat on her own at lunch on Monday and Tuesday. The tutor will have a word with the two \
    friends she used to sit with and will tell me on Friday how it goes. No change at home that \
    anybody here knows of. I will see her myself before the end of the week.";

/// The first event of a stream, and the stream's key, which a recorder stores before it.
pub struct Begun {
    /// The event.
    pub append: Append,
    /// The key.
    pub key: WrappedKey,
}

/// One writer.
pub struct Writer {
    former: Former,
    case: Option<(Thread, u32)>,
    academy: AcademyId,
    actor: StaffId,
}

impl Writer {
    /// `seed` tells writers apart.
    pub fn new(vault: Arc<Vault>, seed: u64) -> Self {
        let mut former = Former::new(vault, START_MILLIS, seed + 1);
        let (academy, actor) = (AcademyId::new(former.id()), StaffId::new(former.id()));
        Self {
            former,
            case: None,
            academy,
            actor,
        }
    }

    /// The next append: one event, formed and sealed.
    pub fn next(&mut self) -> Append {
        self.former.millis += 1;
        let actor = Actor::Staff(self.actor);
        if let Some((thread, events)) = &mut self.case
            && *events < EVENTS_EACH
        {
            *events += 1;
            return self.former.append(thread, actor, &note());
        }
        let opened = self.opened();
        let (mut thread, _key) = self.former.begin(StreamKind::Case, Some(self.academy));
        let append = self.former.append(&mut thread, actor, &opened);
        self.case = Some((thread, 1));
        append
    }

    /// The next append where each goes to a stream of its own.
    pub fn begin(&mut self) -> Begun {
        self.former.millis += 1;
        let (mut thread, key) = self.former.begin(StreamKind::Case, Some(self.academy));
        let actor = Actor::Staff(self.actor);
        let append = self.former.append(&mut thread, actor, &note());
        Begun { append, key }
    }

    fn opened(&mut self) -> Event {
        let pupil = PupilId::new(self.former.id());
        Event::Case(CaseEvent::Opened(CaseOpened {
            concern: ConcernId::new(self.former.id()),
            category: CategoryId::new("cyber_bullying"),
            people: vec![LinkedPerson::new(
                PersonRef::Pupil { id: pupil },
                LinkRole::Affected,
            )],
            routed_to: vec![Role::Dsl, Role::DeputyDsl, Role::Head, Role::TrustLead],
            owner: self.actor,
            reason: Sensitive::from("A pattern over three weeks; needs a plan and an owner."),
            reference: "K7QM2XWD".to_owned(),
        }))
    }
}

fn note() -> Event {
    Event::Case(CaseEvent::NoteAdded(CaseNoteAdded {
        kind: NoteKind::Note,
        text: Sensitive::from(NOTE),
    }))
}

/// So many writers' appends, one of each in turn, made before the clock starts.
pub fn premade(vault: &Arc<Vault>, writers: usize, appends: usize) -> Vec<Vec<Append>> {
    (0..writers)
        .map(|writer| {
            let mut writer = Writer::new(Arc::clone(vault), writer as u64);
            (0..appends / writers).map(|_| writer.next()).collect()
        })
        .collect()
}
