//! What can be asked of a conflict stream. Facts from outside travel in the commands.

use lanyard_events::concern::Due;
use lanyard_events::staff::Relation;
use lanyard_events::{PersonRef, Sensitive, StaffId, StreamId};

use crate::command::commands;
use crate::senior::Senior;

commands! {
    /// Any command to a conflict stream.
    AddPerson, PlanPersonReview, ReviewPerson, LiftPerson, AddMatter, AskReview, PlanReview,
    ConfirmMatter, ReviewMatter, LiftMatter,
}

/// Closes every matter that links a person: oneself at registration, somebody close later.
#[derive(Debug, Clone)]
pub struct AddPerson {
    /// A pupil or a member of staff.
    pub person: PersonRef,
    /// How close.
    pub relation: Relation,
}

/// Plans that somebody looks again at whether a person is still close.
#[derive(Debug, Clone)]
pub struct PlanPersonReview {
    /// Who is close.
    pub person: PersonRef,
    /// Who looks, looked up by the caller; none where nobody unconflicted is left.
    pub owner: Option<StaffId>,
    /// By when.
    pub due: Due,
}

/// Says that a person is still close.
#[derive(Debug, Clone)]
pub struct ReviewPerson {
    /// Who is close.
    pub person: PersonRef,
    /// Fact: whose conflict stream this is.
    pub owner: StaffId,
    /// Who looked, with the facts about them.
    pub by: Senior,
    /// Why it stays so.
    pub reason: Sensitive<String>,
}

/// Opens the matters of a person again who is close no more, or never was.
#[derive(Debug, Clone)]
pub struct LiftPerson {
    /// Who.
    pub person: PersonRef,
    /// Fact: whose conflict stream this is.
    pub owner: StaffId,
    /// Who lifts it, with the facts about them.
    pub by: Senior,
    /// Who agrees, with the facts about them.
    pub second: Option<Senior>,
    /// Why.
    pub reason: Sensitive<String>,
}

/// Closes one matter, at once; anybody may mark it.
#[derive(Debug, Clone)]
pub struct AddMatter {
    /// Concern, case, adult's matter or entry of a register.
    pub matter: StreamId,
    /// Why.
    pub reason: Sensitive<String>,
}

/// Asks an unconflicted senior to confirm or lift what was marked.
#[derive(Debug, Clone)]
pub struct AskReview {
    /// Concern, case or adult's matter.
    pub matter: StreamId,
    /// Who is asked, looked up by the caller; none where nobody unconflicted is left.
    pub owner: Option<StaffId>,
    /// By when.
    pub due: Due,
    /// Fact: the owner of the stream had the matter, or something of it, in hand.
    pub had_in_hand: bool,
}

/// Plans that somebody looks again at what was closed with another matter: nobody marked it, so nobody has
/// to confirm it.
#[derive(Debug, Clone)]
pub struct PlanReview {
    /// Case or adult's matter.
    pub matter: StreamId,
    /// Who looks, looked up by the caller; none where nobody unconflicted is left.
    pub owner: Option<StaffId>,
    /// By when.
    pub due: Due,
}

/// Confirms that a matter stays closed.
#[derive(Debug, Clone)]
pub struct ConfirmMatter {
    /// Concern or case.
    pub matter: StreamId,
    /// Fact: whose conflict stream this is.
    pub owner: StaffId,
    /// Who confirms, with the facts about them.
    pub by: Senior,
}

/// Says that a confirmed conflict was looked at again, and stands.
#[derive(Debug, Clone)]
pub struct ReviewMatter {
    /// Concern, case or adult's matter.
    pub matter: StreamId,
    /// Fact: whose conflict stream this is.
    pub owner: StaffId,
    /// Who looked, with the facts about them.
    pub by: Senior,
    /// Why it stays closed.
    pub reason: Sensitive<String>,
}

/// Opens a matter again that was marked wrongly.
#[derive(Debug, Clone)]
pub struct LiftMatter {
    /// Concern or case.
    pub matter: StreamId,
    /// Fact: whose conflict stream this is.
    pub owner: StaffId,
    /// Who lifts it, with the facts about them.
    pub by: Senior,
    /// Who agrees, with the facts about them: what somebody has marked and nobody confirmed takes one.
    pub second: Option<Senior>,
    /// Why.
    pub reason: Sensitive<String>,
}
