//! What a conflict of interest takes away, whatever the roles give (domain.md 1 rule 1), and the rule of two.

use lanyard_events::Actor;

use crate::action::Action;
use crate::caller::Caller;
use crate::person::PersonKey;
use crate::resource::{Resource, ResourceKind as Kind};

/// Whether a conflict of interest, or the rule of two, stands against it.
pub(super) fn conflicted(caller: &Caller, action: Action, on: &Resource) -> bool {
    let is_me = |person: &PersonKey| matches!((person, caller.actor), (PersonKey::Staff(id), Actor::Staff(me)) if *id == me);
    let close = |person: &PersonKey| is_me(person) || caller.excluded_persons.contains(person);
    let about_me_or_mine = on.subject.as_ref().is_some_and(close);
    // One's own entry of a register is not hidden by those whom it links.
    let own = |on: &Resource| {
        on.kind == Kind::RegisterEntry && { on.granted.iter() }
            .any(|staff| is_me(&PersonKey::Staff(*staff)))
    };
    match action {
        Action::RaiseConcern
        | Action::AddEntry
        | Action::ReadPupilRoster
        | Action::WritePupil
        | Action::ReadStaffRegister
        | Action::ReadStaffMember
        | Action::WriteStaff
        | Action::ListDeliveries
        | Action::RegisterRelation
        | Action::ReadAcademy
        | Action::WriteAcademy
        | Action::SeeDuty
        | Action::ReadRota
        | Action::SetDuty
        | Action::ReadPolicy
        | Action::EditPolicy
        | Action::PublishPolicy
        | Action::PublishSnapshot
        | Action::ReadSnapshots
        | Action::ReadLogEntries => false,
        Action::ProposeRole | Action::EndRole | Action::BindLogin | Action::ReviewRelation => {
            about_me_or_mine
        }
        Action::ConfirmRole => about_me_or_mine || on.raised_by == Some(caller.actor),
        // Marking may name oneself or somebody close: whom it is marked for does not count.
        Action::MarkConflict => marked(caller, on) || (on.people.iter().any(close) && !own(on)),
        Action::SeeConcernStatus
        | Action::ReadConcern
        | Action::AddInformation
        | Action::CorrectConcern
        | Action::TriageConcern
        | Action::ListConcerns
        | Action::ReadCase
        | Action::WorkCase
        | Action::OwnCase
        | Action::CloseCase
        | Action::ReopenCase
        | Action::ListCases
        | Action::CompleteAction
        | Action::ReadReferral
        | Action::WorkReferral
        | Action::ListReferrals
        | Action::ListDue
        | Action::ReadAllegation
        | Action::WorkAllegation
        | Action::OwnAllegation
        | Action::CloseAllegation
        | Action::ListAllegations
        | Action::ListMyActions
        | Action::Search
        | Action::ReadEvidence
        | Action::WorkEvidence
        | Action::AddEvidence
        | Action::ReportIllegal
        | Action::BreakGlass
        | Action::GiveGrant
        | Action::ReadGrant
        | Action::EndGrant
        | Action::ReviewGrant
        | Action::ReadLooks
        | Action::ExplainAccess
        | Action::HoldMatter
        | Action::LiftHold
        | Action::TellGovernors
        | Action::ListRetention
        | Action::ConfirmConflict
        | Action::LiftConflict
        | Action::ReadPupilHistory
        | Action::ReadPupilContacts
        | Action::WritePupilContacts
        | Action::WriteCourtOrders
        | Action::TakePupilFile
        | Action::MarkDoNotContact
        | Action::LiftDoNotContact
        | Action::ReadTrustOverview
        | Action::ReadInspection
        | Action::CountAllegations
        | Action::ReadReceipt
        | Action::ReadLogProof
        | Action::ReadEntry
        | Action::WorkEntry
        | Action::ListEntries
        | Action::ReadAccessLog
        | Action::ReadDeviations => {
            let links_close = on.people.iter().any(close);
            marked(caller, on) || (links_close && !own(on)) || about_me_or_mine
        }
    }
}

/// The matter itself is in the caller's conflict stream.
fn marked(caller: &Caller, on: &Resource) -> bool {
    on.stream
        .is_some_and(|stream| caller.excluded_matters.contains(&stream))
}
