//! What the events of a piece of evidence add up to.

use lanyard_events::evidence::{EvidenceCaptured, EvidenceEvent, UnreadableWhy};
use lanyard_events::{At, BlobId, Sensitive, StaffId, StreamId};

use crate::refusal::{Code, ImpossibleHistory, Refusal};

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum State {
    /// Nothing is recorded.
    #[default]
    Absent,
    /// It was taken in.
    Captured(Box<Record>),
    /// No file: it was said of a matter that what is attached to it may be illegal to hold.
    MatterReported(StreamId),
    /// Its beginning was erased; nothing can be done with it.
    Erased,
}

/// What is known of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The matter that it belongs to.
    pub matter: StreamId,
    /// The sealed file.
    pub blob: BlobId,
    /// SHA-256 of the file, in lower-case hexadecimal.
    pub sha256: String,
    /// Its media type.
    pub media_type: String,
    /// Reference to quote.
    pub reference: String,
    /// Whether it takes two to open it.
    pub sealing: Sealing,
    /// Whether it may be read at all.
    pub hold: Hold,
    /// The event that moved it last, so that the same again is known for what it is.
    last: Option<Box<EvidenceEvent>>,
}

/// Whether it takes two to open it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sealing {
    /// No.
    Unsealed,
    /// Yes.
    Sealed {
        /// Who has asked.
        asked: Option<Asked>,
        /// Who agreed last.
        opened: Option<Opened>,
    },
}

/// Somebody has asked to open it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Who.
    pub by: StaffId,
    /// Until when somebody else may agree.
    pub until: At,
}

/// Two may read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// Who had asked, and who agreed.
    pub by: [StaffId; 2],
    /// Until when.
    pub until: At,
}

/// Whether it may be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hold {
    /// Yes.
    Readable,
    /// No, by nobody (R6).
    Unreadable(UnreadableWhy),
    /// Nor is it to be kept: the police have said so, and somebody has recorded it.
    Instructed {
        /// Who.
        by: StaffId,
        /// The instruction.
        instruction: Sensitive<String>,
    },
    /// Two have agreed; key and file are being destroyed.
    Agreed,
    /// Key and file are gone.
    Destroyed,
}

impl Record {
    fn of(captured: &EvidenceCaptured) -> Self {
        Self {
            matter: captured.matter,
            blob: captured.blob,
            sha256: captured.sha256.clone(),
            media_type: captured.media_type.clone(),
            reference: captured.reference.clone(),
            sealing: Sealing::Unsealed,
            hold: Hold::Readable,
            last: None,
        }
    }

    fn evolve(&mut self, event: &EvidenceEvent) -> Result<(), ImpossibleHistory> {
        match event {
            EvidenceEvent::Captured(_) | EvidenceEvent::MatterReported(_) => {
                return Err(ImpossibleHistory::at(event.kind()));
            }
            EvidenceEvent::CustodyPassed(_)
            | EvidenceEvent::Opened(_)
            | EvidenceEvent::Released(_) => {}
            EvidenceEvent::Sealed(_) => {
                self.sealing = Sealing::Sealed {
                    asked: None,
                    opened: None,
                };
            }
            EvidenceEvent::OpeningAsked(asked) => {
                let now = Asked {
                    by: asked.by,
                    until: asked.until,
                };
                self.sealing = Sealing::Sealed {
                    asked: Some(now),
                    opened: self.opened(),
                };
            }
            EvidenceEvent::OpeningAgreed(agreed) => {
                let opened = Opened {
                    by: [agreed.asked_by, agreed.by],
                    until: agreed.until,
                };
                self.sealing = Sealing::Sealed {
                    asked: None,
                    opened: Some(opened),
                };
            }
            EvidenceEvent::MadeUnreadable(made) => self.hold = Hold::Unreadable(made.why),
            EvidenceEvent::DestructionInstructed(instructed) => {
                self.hold = Hold::Instructed {
                    by: instructed.by,
                    instruction: instructed.instruction.clone(),
                };
            }
            EvidenceEvent::DestructionAgreed(_) => self.hold = Hold::Agreed,
            EvidenceEvent::Destroyed(_) => self.hold = Hold::Destroyed,
        }
        self.last = Some(Box::new(event.clone()));
        Ok(())
    }

    fn opened(&self) -> Option<Opened> {
        match &self.sealing {
            Sealing::Sealed { opened, .. } => *opened,
            Sealing::Unsealed => None,
        }
    }

    /// Whether this was what moved it last.
    pub(super) fn is_last(&self, event: &EvidenceEvent) -> bool {
        self.last.as_deref() == Some(event)
    }

    /// Refuses what needs a file that may be read; `barred` is what holds for its matter.
    pub(super) fn check_readable(&self, barred: Option<UnreadableWhy>) -> Result<(), Refusal> {
        let why = match &self.hold {
            Hold::Readable => barred,
            Hold::Unreadable(why) => Some(*why),
            Hold::Instructed { .. } | Hold::Agreed => Some(UnreadableWhy::Reported),
            Hold::Destroyed => return Err(destroyed()),
        };
        match why {
            None => Ok(()),
            Some(why) => Err(Refusal::new(Code::EvidenceUnreadable, says(why))),
        }
    }
}

/// Why nobody can read it, in words for whoever asks.
const fn says(why: UnreadableWhy) -> &'static str {
    match why {
        UnreadableWhy::Reported => {
            "It was reported that this may be illegal to hold, so nobody can read it any more (R6). \
             The police get its hash, its name and where it is."
        }
        UnreadableWhy::MatterReported => {
            "It was reported that what is attached to this matter may be illegal to hold, so nobody \
             can read it any more (R6). The police get its hash, its name and where it is."
        }
        UnreadableWhy::Category => {
            "This belongs to a matter about an image that is illegal to hold, so nobody can read it \
             any more (R6). The police get its hash, its name and where it is."
        }
    }
}

/// The refusal of everything that needs the file once it is gone.
pub(super) fn destroyed() -> Refusal {
    Refusal::new(
        Code::EvidenceDestroyed,
        "The file was destroyed on the written instruction of the police.",
    )
}

impl State {
    /// What is known of the file, if anything readable is left.
    #[must_use]
    pub const fn record(&self) -> Option<&Record> {
        match self {
            Self::Captured(record) => Some(record),
            Self::Absent | Self::MatterReported(_) | Self::Erased => None,
        }
    }

    /// Whether it says of a matter that nothing may be attached to it.
    #[must_use]
    pub const fn reports_matter(&self) -> bool {
        matches!(self, Self::MatterReported(_))
    }

    /// The file, or the refusal of everything that needs one.
    pub(super) fn captured(&self) -> Result<&Record, Refusal> {
        match self {
            Self::Captured(record) => Ok(record),
            Self::Absent | Self::MatterReported(_) => {
                Err(Refusal::new(Code::Absent, "There is no such evidence."))
            }
            Self::Erased => Err(Refusal::new(
                Code::Erased,
                "What was known of this evidence was erased: nothing can be done with it any more.",
            )),
        }
    }

    pub(super) fn evolve(self, event: &EvidenceEvent) -> Result<Self, ImpossibleHistory> {
        match (self, event) {
            (Self::Erased, _) => Ok(Self::Erased),
            (Self::Absent, EvidenceEvent::Captured(captured)) => {
                Ok(Self::Captured(Box::new(Record::of(captured))))
            }
            (Self::Absent, EvidenceEvent::MatterReported(reported)) => {
                Ok(Self::MatterReported(reported.matter))
            }
            (Self::Absent | Self::MatterReported(_), _) => Err(ImpossibleHistory::at(event.kind())),
            (Self::Captured(mut record), _) => {
                record.evolve(event)?;
                Ok(Self::Captured(record))
            }
        }
    }

    pub(super) fn evolve_erased(self) -> Self {
        match self {
            Self::Absent | Self::Erased => Self::Erased,
            // What is left of it stays closed: an erased event never opens anything.
            there @ (Self::Captured(_) | Self::MatterReported(_)) => there,
        }
    }
}
