//! Events of a grant: reading a case by name until a set time, given by one of its readers or taken by
//! breaking the glass (domain.md 1 rule 2).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::concern::Due;
use crate::id::StaffId;
use crate::payload::{aggregate, payloads};
use crate::sensitive::Sensitive;
use crate::stream::StreamId;

/// What is thought of somebody's having broken the glass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GlassFinding {
    /// It was needed.
    Justified,
    /// It was not needed, and done in good faith.
    NotNeeded,
    /// It was misused.
    Misused,
}

payloads! {
    /// Somebody may read a case by name.
    "grant.given" v 1 GrantGiven {
        /// The case.
        matter: StreamId,
        /// Who may read it.
        to: StaffId,
        /// Until when.
        until: At,
        /// Why.
        reason: Sensitive<String>,
    }
    /// It was taken back before its time.
    "grant.ended" v 1 GrantEnded {
        /// Why.
        reason: Sensitive<String>,
    }
    /// Somebody broke the glass of a case: the actor reads it until a set time.
    "grant.glass_broken" v 1 GrantGlassBroken {
        /// The case.
        matter: StreamId,
        /// Who reads it.
        to: StaffId,
        /// Until when.
        until: At,
        /// Why.
        reason: Sensitive<String>,
        /// Who has a notice of it, from this event on.
        told: Vec<StaffId>,
        /// Who reviews it; none where nobody unconflicted was left.
        reviewer: Option<StaffId>,
        /// By when.
        review: Due,
    }
    /// Somebody tried to break the glass, and there was no such case, or none that they may open so.
    "grant.glass_held" v 1 GrantGlassHeld {
        /// What they asked for, as they typed it.
        asked: Sensitive<String>,
        /// Why.
        reason: Sensitive<String>,
    }
    /// Somebody's having broken the glass was reviewed.
    "grant.reviewed" v 1 GrantReviewed {
        /// What is thought of it.
        finding: GlassFinding,
        /// In words.
        text: Sensitive<String>,
    }
}

aggregate! {
    /// An event of a grant.
    GrantEvent {
        Given(GrantGiven),
        Ended(GrantEnded),
        GlassBroken(GrantGlassBroken),
        GlassHeld(GrantGlassHeld),
        Reviewed(GrantReviewed),
    }
}
