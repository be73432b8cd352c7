//! What can be asked of a grant. Facts from outside travel in the commands.

use lanyard_events::concern::Due;
use lanyard_events::grant::GlassFinding;
use lanyard_events::{At, Sensitive, StaffId, StreamId};

use crate::command::commands;

commands! {
    /// Any command to a grant.
    Give, BreakGlass, HoldGlass, End, Review,
}

/// Lets somebody read a case by name.
#[derive(Debug, Clone)]
pub struct Give {
    /// The case.
    pub matter: StreamId,
    /// Who gives it: one of the case's readers.
    pub by: StaffId,
    /// Who may read it.
    pub to: StaffId,
    /// Fact: they are excluded from this matter.
    pub to_is_conflicted: bool,
    /// Fact: their last day has passed.
    pub to_has_left: bool,
    /// Until when: ahead, and within [`super::GRANT_MAX_DAYS`].
    pub until: At,
    /// Why.
    pub reason: Sensitive<String>,
}

/// Breaks the glass of a case.
#[derive(Debug, Clone)]
pub struct BreakGlass {
    /// The case.
    pub matter: StreamId,
    /// Who breaks it, and reads the case.
    pub by: StaffId,
    /// Why.
    pub reason: Sensitive<String>,
    /// Fact: unconflicted people who have a notice of it.
    pub told: Vec<StaffId>,
    /// Fact: the data protection officer, or an unconflicted stand-in; never whoever broke it.
    pub reviewer: Option<StaffId>,
    /// Fact: two working days from now.
    pub review: Due,
}

/// Notes that somebody tried to, and nothing opened.
#[derive(Debug, Clone)]
pub struct HoldGlass {
    /// What they asked for, as they typed it.
    pub asked: Sensitive<String>,
    /// Why.
    pub reason: Sensitive<String>,
}

/// Takes a grant back.
#[derive(Debug, Clone)]
pub struct End {
    /// Why.
    pub reason: Sensitive<String>,
}

/// Says what is thought of somebody's having broken the glass.
#[derive(Debug, Clone)]
pub struct Review {
    /// Who says so.
    pub by: StaffId,
    /// What is thought of it.
    pub finding: GlassFinding,
    /// In words.
    pub text: Sensitive<String>,
}
