//! What the events of a referral add up to.

use lanyard_events::referral::{NextDue, ReferralEvent, ReferralNeeded};
use lanyard_events::step::FilledField;
use lanyard_events::{CategoryId, Sensitive, StaffId, StreamId};

use crate::refusal::{Code, ImpossibleHistory, Refusal};

/// A referral.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum State {
    /// Nothing is recorded.
    #[default]
    Absent,
    /// It is there.
    There(Box<Record>),
    /// Its beginning was erased; nothing can be done with it.
    Erased,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The desk is to be told.
    Needed,
    /// The desk is not told after all.
    NotMade,
    /// The desk was told.
    Submitted,
    /// The desk has confirmed that it has it.
    Acknowledged,
    /// The desk has answered.
    Answered,
    /// Nothing is left to do.
    Closed,
}

/// What is known of a referral.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The desk.
    pub agency: String,
    /// What it comes out of.
    pub matter: StreamId,
    /// The matter's category.
    pub category: CategoryId,
    /// Who has it in hand.
    pub owner: StaffId,
    /// How far it has come.
    pub stage: Stage,
    /// Fields of the form, as they were filled in last.
    pub fields: Vec<FilledField>,
    /// What comes next with the desk.
    pub next: NextDue,
    /// Whether it was told by telephone and waits for its writing.
    pub spoken: bool,
    /// The desk's reference, the newest.
    pub their_reference: Option<Sensitive<String>>,
    /// Whether the trust does not agree with what the desk answered last.
    pub disputed: bool,
    /// The step that says so.
    pub step: Option<lanyard_events::step::StepName>,
    /// The event that moved it last, so that the same again is known for what it is.
    pub last: Option<Box<ReferralEvent>>,
}

impl Record {
    fn of(needed: &ReferralNeeded) -> Self {
        Self {
            agency: needed.agency.clone(),
            matter: needed.matter,
            category: needed.category.clone(),
            owner: needed.owner,
            stage: Stage::Needed,
            fields: Vec::new(),
            next: NextDue::default(),
            spoken: false,
            their_reference: None,
            disputed: false,
            step: needed.step.clone(),
            last: None,
        }
    }

    fn evolve(&mut self, event: &ReferralEvent) -> Result<(), ImpossibleHistory> {
        match event {
            ReferralEvent::Needed(_) => return Err(ImpossibleHistory::at(event.kind())),
            ReferralEvent::Drafted(drafted) => self.fields.clone_from(&drafted.fields),
            ReferralEvent::Submitted(submitted) => {
                self.stage = self.stage.max(Stage::Submitted);
                self.spoken = submitted.next.in_writing.is_some();
                self.next = submitted.next.clone();
                self.refer(submitted.their_reference.as_ref());
            }
            ReferralEvent::PutInWriting(put) => {
                self.spoken = false;
                self.next = put.next.clone();
            }
            ReferralEvent::Acknowledged(acknowledged) => {
                self.stage = self.stage.max(Stage::Acknowledged);
                self.refer(acknowledged.their_reference.as_ref());
            }
            ReferralEvent::Chased(chased) => self.next = chased.next.clone(),
            ReferralEvent::Answered(answered) => {
                self.stage = self.stage.max(Stage::Answered);
                self.disputed = false;
                self.refer(answered.their_reference.as_ref());
            }
            ReferralEvent::Disputed(disputed) => {
                self.disputed = true;
                if let Some(next) = &disputed.next {
                    self.next = next.clone();
                }
            }
            ReferralEvent::NotMade(_) => self.stage = Stage::NotMade,
            ReferralEvent::NeededAgain(_) => self.stage = Stage::Needed,
            ReferralEvent::Given(given) => self.owner = given.owner,
            ReferralEvent::Closed(_) => self.stage = Stage::Closed,
        }
        self.last = Some(Box::new(event.clone()));
        Ok(())
    }

    fn refer(&mut self, reference: Option<&Sensitive<String>>) {
        if let Some(reference) = reference {
            self.their_reference = Some(reference.clone());
        }
    }

    /// Whether this was what moved it last.
    pub(super) fn is_last(&self, event: &ReferralEvent) -> bool {
        self.last.as_deref() == Some(event)
    }
}

impl State {
    /// What is known of it, if anything readable is left.
    #[must_use]
    pub const fn record(&self) -> Option<&Record> {
        match self {
            Self::There(record) => Some(record),
            Self::Absent | Self::Erased => None,
        }
    }

    /// The referral, or the refusal of everything that needs one.
    pub(super) fn there(&self) -> Result<&Record, Refusal> {
        match self {
            Self::There(record) => Ok(record),
            Self::Absent => Err(Refusal::new(Code::Absent, "There is no such referral.")),
            Self::Erased => Err(Refusal::new(
                Code::Erased,
                "The content of this referral was erased: nothing can be done with it any more.",
            )),
        }
    }

    /// The referral, if it has come as far as `from` and is not over.
    pub(super) fn at_least(&self, from: Stage, detail: &'static str) -> Result<&Record, Refusal> {
        let record = self.there()?;
        if record.stage == Stage::NotMade {
            return Err(Refusal::new(
                Code::ReferralNotMade,
                "It was decided not to make this referral. Change the answer of the step that asked \
                 for it, or put a new one into the queue.",
            ));
        }
        if record.stage == Stage::Closed {
            let detail = "This referral is closed.";
            return Err(Refusal::new(Code::ReferralClosed, detail));
        }
        if record.stage < from {
            return Err(Refusal::new(Code::ReferralNotSubmitted, detail));
        }
        Ok(record)
    }

    pub(super) fn evolve(self, event: &ReferralEvent) -> Result<Self, ImpossibleHistory> {
        match (self, event) {
            (Self::Erased, _) => Ok(Self::Erased),
            (Self::Absent, ReferralEvent::Needed(needed)) => {
                Ok(Self::There(Box::new(Record::of(needed))))
            }
            (Self::Absent, _) => Err(ImpossibleHistory::at(event.kind())),
            (Self::There(mut record), _) => {
                record.evolve(event)?;
                Ok(Self::There(record))
            }
        }
    }

    pub(super) fn evolve_erased(self) -> Self {
        match self {
            Self::Absent | Self::Erased => Self::Erased,
            there @ Self::There(_) => there,
        }
    }
}
