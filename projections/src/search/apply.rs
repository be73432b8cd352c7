//! Texts of events into the index.

use lanyard_events::allegation::AllegationEvent;
use lanyard_events::case::{AskedFirst, CaseEvent};
use lanyard_events::concern::{ConcernEvent, ConcernRaised, Reporter};
use lanyard_events::{LinkedPerson, PersonRef, Sensitive};

use crate::casework::Applying;
use crate::error::Fault;

/// What is said in a concern's event.
pub(crate) fn apply_concern(at: &Applying<'_>, event: &ConcernEvent) -> Result<(), Fault> {
    let mut text = Text::default();
    match event {
        ConcernEvent::Raised(raised) => text.raised(raised),
        ConcernEvent::InformationAdded(added) => {
            text.add(&added.text).maybe(added.childs_words.as_ref());
        }
        ConcernEvent::PersonCorrected(corrected) => {
            text.person(&corrected.to).add(&corrected.reason);
        }
        ConcernEvent::TextCorrected(corrected) => {
            text.add(&corrected.text).add(&corrected.reason);
        }
        ConcernEvent::PassedOn(passed) => {
            text.add(&passed.reason);
        }
        ConcernEvent::Triaged(triaged) => {
            text.add(&triaged.reason);
        }
        ConcernEvent::Rerouted(rerouted) => {
            text.add(&rerouted.reason);
        }
    }
    text.index(at)
}

/// What is said in a case's event.
pub(crate) fn apply_case(at: &Applying<'_>, event: &CaseEvent) -> Result<(), Fault> {
    let mut text = Text::default();
    match event {
        CaseEvent::Opened(opened) => text.add(&opened.reason).plain(&opened.reference),
        CaseEvent::ConcernAdded(_) => &mut text,
        CaseEvent::NoteAdded(note) => text.add(&note.text),
        CaseEvent::ActionPlanned(planned) => text.add(&planned.title),
        CaseEvent::ActionDone(done) => text.add(&done.outcome),
        CaseEvent::ActionGiven(given) => text.add(&given.reason),
        CaseEvent::ParentsContacted(told) => text
            .add(&told.contact)
            .add(&told.summary)
            .maybe(told.asked_first.as_ref().map(said_first)),
        CaseEvent::ParentsNotTold(not_told) => {
            text.maybe(not_told.contact.as_ref()).add(&not_told.reason)
        }
        CaseEvent::PlanSet(set) => text
            .maybe(set.social_worker.as_ref())
            .maybe(set.note.as_ref()),
        CaseEvent::PlanEnded(ended) => text.add(&ended.reason),
        CaseEvent::Assessed(assessed) => text.add(&assessed.text),
        CaseEvent::WishesHeard(heard) => text.add(&heard.text),
        CaseEvent::MeasureTaken(taken) => text.add(&taken.text),
        CaseEvent::MeasureEnded(ended) => text.add(&ended.reason),
        CaseEvent::PersonLinked(linked) => text
            .person(&linked.person.person)
            .maybe(linked.reason.as_ref()),
        CaseEvent::PersonCorrected(corrected) => text.person(&corrected.to).add(&corrected.reason),
        CaseEvent::OwnerChanged(changed) => text.add(&changed.reason),
        CaseEvent::OwnerLost(lost) => text.add(&lost.reason),
        CaseEvent::PlaybookStarted(started) => text.maybe(started.reason.as_ref()),
        CaseEvent::StepDone(done) => text
            .maybe(done.text.as_ref())
            .maybe(done.reference.as_ref()),
        CaseEvent::StepSkipped(skipped) => text.add(&skipped.reason),
        CaseEvent::StepGiven(given) => text.maybe(given.reason.as_ref()),
        CaseEvent::InvestigationRecorded(recorded) => text.all(recorded.fact.texts()),
        CaseEvent::DutiesLeft(left) => text.add(&left.reason),
        CaseEvent::Closed(closed) => text.add(&closed.reason),
        CaseEvent::Reopened(reopened) => text.add(&reopened.reason),
        CaseEvent::Held(held) => text.add(&held.reason),
        CaseEvent::HoldLifted(lifted) => text.add(&lifted.reason),
        CaseEvent::GovernorsTold(told) => text.add(&told.reason),
    };
    text.index(at)
}

const fn said_first(asked: &AskedFirst) -> &Sensitive<String> {
    match asked {
        AskedFirst::Asked { advice, .. } => advice,
        AskedFirst::NotAsked { reason } => reason,
    }
}

/// What is said in an event of an adult's matter; found by its readers only.
pub(crate) fn apply_allegation(at: &Applying<'_>, event: &AllegationEvent) -> Result<(), Fault> {
    let mut text = Text::default();
    match event {
        AllegationEvent::Opened(opened) => text.add(&opened.reason).plain(&opened.reference),
        AllegationEvent::ConcernAdded(_) | AllegationEvent::DecisionDue(_) => &mut text,
        AllegationEvent::PersonLinked(linked) => text
            .person(&linked.person.person)
            .maybe(linked.reason.as_ref()),
        AllegationEvent::PersonCorrected(corrected) => {
            text.person(&corrected.to).add(&corrected.reason)
        }
        AllegationEvent::PersonMatched(matched) => text.add(&matched.reason),
        AllegationEvent::ThresholdDecided(decided) => text.add(&decided.reasons),
        AllegationEvent::Consulted(consulted) => text
            .maybe(consulted.adviser.as_ref())
            .add(&consulted.advice),
        AllegationEvent::NoteAdded(note) => text.add(&note.text),
        AllegationEvent::SupportPersonNamed(named) => {
            text.person(&named.person).maybe(named.note.as_ref())
        }
        AllegationEvent::TellingDecided(decided) => text.add(&decided.reason),
        AllegationEvent::InterimMeasureDecided(decided) => text
            .maybe(decided.alternatives.as_ref())
            .add(&decided.reason),
        AllegationEvent::EnquiryNoted(noted) => text.add(&noted.looked_at).add(&noted.found),
        AllegationEvent::OutcomeRecorded(recorded) => text
            .add(&recorded.reasons)
            .add(&recorded.dbs.reason)
            .add(&recorded.tra.reason),
        AllegationEvent::ChildCaseLinked(linked) => text.add(&linked.reason),
        AllegationEvent::ChildCaseDeclined(declined) => text.add(&declined.reason),
        AllegationEvent::NameShared(shared) => text.add(&shared.reason),
        AllegationEvent::OwnerChanged(changed) => text.add(&changed.reason),
        AllegationEvent::Rerouted(rerouted) => text.add(&rerouted.reason),
        AllegationEvent::PlaybookStarted(started) => text.maybe(started.reason.as_ref()),
        AllegationEvent::StepDone(done) => text
            .maybe(done.text.as_ref())
            .maybe(done.reference.as_ref()),
        AllegationEvent::StepSkipped(skipped) => text.add(&skipped.reason),
        AllegationEvent::StepGiven(given) => text.maybe(given.reason.as_ref()),
        AllegationEvent::InvestigationRecorded(recorded) => text.all(recorded.fact.texts()),
        AllegationEvent::DutiesLeft(left) => text.add(&left.reason),
        AllegationEvent::Closed(closed) => text.add(&closed.reason),
        AllegationEvent::Reopened(reopened) => text.add(&reopened.reason),
        AllegationEvent::Held(held) => text.add(&held.reason),
        AllegationEvent::HoldLifted(lifted) => text.add(&lifted.reason),
        AllegationEvent::GovernorsTold(told) => text.add(&told.reason),
    };
    text.index(at)
}

/// All that one event says.
#[derive(Default)]
struct Text(String);

impl Text {
    fn plain(&mut self, text: &str) -> &mut Self {
        if !text.is_empty() {
            self.0.push_str(text);
            self.0.push('\n');
        }
        self
    }

    fn add(&mut self, text: &Sensitive<String>) -> &mut Self {
        self.plain(text.expose())
    }

    fn maybe(&mut self, text: Option<&Sensitive<String>>) -> &mut Self {
        if let Some(text) = text {
            self.add(text);
        }
        self
    }

    fn all(&mut self, texts: Vec<&Sensitive<String>>) -> &mut Self {
        for text in texts {
            self.add(text);
        }
        self
    }

    fn person(&mut self, person: &PersonRef) -> &mut Self {
        match person {
            PersonRef::Described { description } => self.add(description),
            // Names on a register are found by the register.
            PersonRef::Pupil { .. } | PersonRef::Staff { .. } => self,
        }
    }

    fn people(&mut self, people: &[LinkedPerson]) {
        for linked in people {
            self.person(&linked.person);
        }
    }

    fn raised(&mut self, raised: &ConcernRaised) {
        self.0.reserve(raised.account.expose().len() + 256);
        self.add(&raised.account)
            .maybe(raised.childs_words.as_ref())
            .maybe(raised.action_taken.as_ref())
            .maybe(raised.when_text.as_ref())
            .maybe(raised.place.description.as_ref())
            .maybe(raised.place.address.as_ref())
            .plain(raised.place.platform.as_deref().unwrap_or_default())
            .plain(raised.place.device.as_deref().unwrap_or_default())
            .plain(&raised.reference)
            .plain(raised.external_reference.as_deref().unwrap_or_default());
        for account in &raised.place.accounts {
            self.add(account);
        }
        for mark in &raised.body_map {
            self.add(&mark.description);
        }
        if let Reporter::Named { name } = &raised.reporter {
            self.add(name);
        }
        self.people(&raised.people);
    }

    fn index(&self, at: &Applying<'_>) -> Result<(), Fault> {
        if !self.0.is_empty() {
            at.conn
                .prepare_cached("INSERT INTO text_index (rowid, body) VALUES (?1, ?2)")?
                .execute((at.position, &self.0))?;
        }
        Ok(())
    }
}
