//! What can be asked of a piece of evidence. Facts from outside travel in the commands.

use lanyard_events::evidence::UnreadableWhy;
use lanyard_events::{At, BlobId, PersonRef, Sensitive, StaffId, StreamId};

use crate::command::commands;
use crate::senior::Senior;

commands! {
    /// Any command to a piece of evidence.
    Capture, PassCustody, Seal, AskToOpen, AgreeToOpen, Open, Release, MakeUnreadable,
    InstructDestruction, AgreeDestruction, Destroyed, ReportMatter,
}

/// Takes a file in.
#[derive(Debug, Clone)]
pub struct Capture {
    /// The matter that it belongs to.
    pub matter: StreamId,
    /// Fact: nothing may be attached to the matter, and why (R6).
    pub barred: Option<UnreadableWhy>,
    /// The sealed file.
    pub blob: BlobId,
    /// SHA-256 of the file, in lower-case hexadecimal.
    pub sha256: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its media type, as it was said to be.
    pub media_type: String,
    /// Fact: its first bytes are those of a file of that type (see [`super::media`]).
    pub is_of_type: bool,
    /// The name that it had.
    pub name: Sensitive<String>,
    /// What it is.
    pub description: Sensitive<String>,
    /// When it was taken or made.
    pub made_at: Option<At>,
    /// Who takes it in.
    pub captured_by: Option<StaffId>,
    /// The designated computer.
    pub computer: Option<Sensitive<String>>,
    /// Who is there.
    pub present: Vec<StaffId>,
    /// See [`crate::reference::of_command`].
    pub reference: String,
}

/// Somebody else keeps it, or it is kept elsewhere.
#[derive(Debug, Clone)]
pub struct PassCustody {
    /// Who.
    pub to: PersonRef,
    /// Where.
    pub place: Sensitive<String>,
    /// Since when; not ahead.
    pub at: At,
    /// Why.
    pub reason: Option<Sensitive<String>>,
}

/// Seals it.
#[derive(Debug, Clone)]
pub struct Seal {
    /// Why.
    pub reason: Sensitive<String>,
}

/// Asks to open what is sealed.
#[derive(Debug, Clone)]
pub struct AskToOpen {
    /// Who, with the facts about them.
    pub by: Senior,
    /// Why.
    pub reason: Sensitive<String>,
    /// Fact: nothing may be held in its matter (R6).
    pub barred: Option<UnreadableWhy>,
}

/// Agrees that it is opened.
#[derive(Debug, Clone)]
pub struct AgreeToOpen {
    /// Who, with the facts about them.
    pub by: Senior,
    /// Fact: nothing may be held in its matter (R6).
    pub barred: Option<UnreadableWhy>,
}

/// Reads the file.
#[derive(Debug, Clone)]
pub struct Open {
    /// Who, if they are on the staff register.
    pub by: Option<StaffId>,
    /// Fact: nothing may be held in its matter (R6), also where no event says so of this file yet.
    pub barred: Option<UnreadableWhy>,
}

/// Hands it over.
#[derive(Debug, Clone)]
pub struct Release {
    /// To whom.
    pub to: Sensitive<String>,
    /// Their reference.
    pub reference: Option<Sensitive<String>>,
    /// When; not ahead.
    pub at: At,
    /// Why, and what exactly.
    pub reason: Sensitive<String>,
}

/// Makes it unreadable to everyone (R6).
#[derive(Debug, Clone)]
pub struct MakeUnreadable {
    /// Why.
    pub why: UnreadableWhy,
    /// Who says so.
    pub by: Option<StaffId>,
    /// In whose words.
    pub note: Option<Sensitive<String>>,
}

/// Records that the police want it destroyed.
#[derive(Debug, Clone)]
pub struct InstructDestruction {
    /// Who, with the facts about them.
    pub by: Senior,
    /// The written instruction.
    pub instruction: Sensitive<String>,
}

/// Agrees that it is destroyed.
#[derive(Debug, Clone)]
pub struct AgreeDestruction {
    /// Who, with the facts about them.
    pub by: Senior,
}

/// Key and file are gone.
#[derive(Debug, Clone)]
pub struct Destroyed;

/// Says of a matter that what is attached to it may be illegal to hold.
#[derive(Debug, Clone)]
pub struct ReportMatter {
    /// Which one.
    pub matter: StreamId,
    /// Who says so.
    pub by: Option<StaffId>,
    /// In whose words.
    pub note: Option<Sensitive<String>>,
}
