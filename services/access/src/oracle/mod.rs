//! The same decisions a second time, by hand and straight from domain.md 1, for differential tests.
//!
//! It shares nothing with the policies but the question: where one of the two is wrong, they
//! differ. It also fixes `Scope`. Not for use in the service: [`crate::Policies`] decides there.

mod conflicts;

use lanyard_events::{Actor, Role, StaffId};

use self::conflicts::conflicted;
use crate::Decision;
use crate::action::Action;
use crate::caller::{Caller, ClientScope};
use crate::person::PersonKey;
use crate::resource::{Resource, ResourceKind as Kind};

/// Who is around a child is for these, and so is the pupil's whole history.
const SAFEGUARDING: [Role; 4] = [Role::Dsl, Role::DeputyDsl, Role::Head, Role::TrustLead];

/// Decides one question; the same answer as [`crate::Policies::decide`], which a test holds.
#[must_use]
pub fn decide(caller: &Caller, action: Action, resource: &Resource) -> Decision {
    let allowed = action.kinds().contains(&resource.kind)
        && match caller.actor {
            Actor::Staff(me) => Person { caller, me }.may(action, resource),
            Actor::Client(_) => client_may(caller, action, resource),
            Actor::System | Actor::Public => false,
        };
    if allowed && !conflicted(caller, action, resource) {
        Decision::Permit
    } else {
        Decision::Deny
    }
}

struct Person<'a> {
    caller: &'a Caller,
    me: StaffId,
}

impl Person<'_> {
    /// Holds one of these roles where the resource lies.
    fn is(&self, roles: &[Role], at: &Resource) -> bool {
        self.caller.roles.iter().any(|held| {
            let covers = match (held.academy, at.academy) {
                (Some(mine), Some(its)) => mine == its,
                (Some(_), None) => false,
                (None, _) => held.role.is_trust_wide() || held.role == Role::Staff,
            };
            covers && roles.contains(&held.role)
        })
    }

    fn works_here(&self) -> bool {
        self.caller.roles.iter().any(|held| {
            held.academy.is_some() || held.role.is_trust_wide() || held.role == Role::Staff
        })
    }

    /// Reads the matter: it is routed to a role that the person holds where it lies.
    fn reads(&self, matter: &Resource) -> bool {
        use Role::{Chair, DeputyDsl, Dsl, Head, TrustLead};
        matches!(
            matter.kind,
            Kind::Concern
                | Kind::Case
                | Kind::CaseAction
                | Kind::Referral
                | Kind::Allegation
                | Kind::Evidence
                | Kind::Grant
        ) && [Dsl, DeputyDsl, Head, TrustLead, Chair]
            .iter()
            .any(|role| matter.routed_to.contains(*role) && self.is(&[*role], matter))
    }

    fn raised(&self, concern: &Resource) -> bool {
        concern.kind == Kind::Concern
            && concern.raised_by == Some(Actor::Staff(self.me))
            && self.works_here()
    }

    /// Holds a role that the register names, where the entry lies: of the trust's, anywhere; or it is
    /// one's own.
    fn names(&self, entry: &Resource) -> bool {
        let held = |role: Role| {
            self.is(&[role], entry)
                || (entry.academy.is_none()
                    && self.caller.roles.iter().any(|held| {
                        held.role == role
                            && (held.academy.is_some()
                                || role.is_trust_wide()
                                || role == Role::Staff)
                    }))
        };
        entry.kind == Kind::RegisterEntry
            && (entry.routed_to.iter().any(held)
                || (entry.granted.contains(&self.me) && self.works_here()))
    }

    /// May read the matter by a grant in their name.
    fn granted(&self, matter: &Resource) -> bool {
        matter
            .stream
            .is_some_and(|stream| self.caller.granted_matters.contains(&stream))
            && self.works_here()
    }

    /// A pupil's case, and somebody who holds one of four roles anywhere.
    fn breaks_glass(&self, case: &Resource) -> bool {
        use Role::{DeputyDsl, Dsl, Head, TrustLead};
        case.routed_to.contains(Dsl)
            && self.caller.roles.iter().any(|held| {
                [Dsl, DeputyDsl, Head, TrustLead].contains(&held.role)
                    && (held.academy.is_some() || held.role.is_trust_wide())
            })
    }

    /// Answers for a case as its safeguarding lead, headteacher or the group's lead; for an adult's matter as
    /// whoever of headteacher, group's lead and chair it went to.
    fn answers_for(&self, matter: &Resource) -> bool {
        let roles = if matter.kind == Kind::Allegation {
            [Role::Head, Role::TrustLead, Role::Chair]
        } else {
            [Role::Dsl, Role::Head, Role::TrustLead]
        };
        { roles.iter() }.any(|role| matter.routed_to.contains(*role) && self.is(&[*role], matter))
    }

    /// Is the data protection officer for a pupil's case or what belongs to one, or for an attempt that opened none.
    fn reviews(&self, of: &Resource) -> bool {
        of.kind != Kind::Allegation
            && [Role::Dsl, Role::Dpo]
                .iter()
                .any(|role| of.routed_to.contains(*role))
            && self.is(&[Role::Dpo], of)
    }

    /// Is the data protection officer for what goes to safeguarding leads.
    fn keeps_for_pupils(&self, of: &Resource) -> bool {
        of.routed_to.contains(Role::Dsl) && self.is(&[Role::Dpo], of)
    }

    /// May hold a pupil's case as the group's lead, and an adult's matter as whoever it went to.
    fn holds(&self, matter: &Resource) -> bool {
        let lead = Role::TrustLead;
        if matter.kind == Kind::Case {
            matter.routed_to.contains(lead) && self.is(&[lead], matter)
        } else {
            self.directs(matter)
        }
    }

    /// Has the matter as head, as the group's lead or as chair.
    fn directs(&self, matter: &Resource) -> bool {
        [Role::Head, Role::TrustLead, Role::Chair]
            .iter()
            .any(|role| matter.routed_to.contains(*role) && self.is(&[*role], matter))
    }

    fn is_subject(&self, resource: &Resource) -> bool {
        resource.subject == Some(PersonKey::Staff(self.me))
    }

    /// Owns the action, in a role that carries actions out.
    fn assigned(&self, action: &Resource) -> bool {
        use Role::{
            Chair, Comms, DeputyDsl, Dpo, Dsl, Head, Hr, It, Pastoral, Siro, Staff, TrustLead,
        };
        let roles = [
            Staff, Pastoral, It, Siro, Dpo, Hr, Comms, Dsl, DeputyDsl, Head, TrustLead, Chair,
        ];
        action.granted.contains(&self.me) && self.is(&roles, action)
    }

    /// May see the record of which an event is asked for.
    fn sees_stream(&self, of: &Resource) -> bool {
        use Role::{Chair, DeputyDsl, Dsl, Head, TrustLead};
        match of.kind {
            Kind::Concern => self.reads(of) || self.raised(of),
            Kind::Case | Kind::Referral | Kind::Allegation | Kind::Evidence | Kind::Grant => {
                self.reads(of)
            }
            Kind::RegisterEntry => self.names(of),
            Kind::Pupil => self.is(&[Dsl, DeputyDsl, Head, TrustLead], of),
            Kind::Staff => self.is(&[Dsl, DeputyDsl, Head, TrustLead, Chair], of),
            Kind::PolicyDocument => self.works_by_policy(),
            Kind::Academy | Kind::CaseAction | Kind::Overview | Kind::Log | Kind::AccessLog => {
                false
            }
        }
    }

    /// Holds one of these roles, wherever that is.
    fn is_anywhere(&self, roles: &[Role]) -> bool {
        self.caller.roles.iter().any(|held| {
            roles.contains(&held.role) && (held.academy.is_some() || held.role.is_trust_wide())
        })
    }

    /// Is a senior, or checks the trust.
    fn works_by_policy(&self) -> bool {
        use Role::{Auditor, Chair, DeputyDsl, Dpo, Dsl, Head, TrustLead};
        self.is_anywhere(&[Dsl, DeputyDsl, Head, TrustLead, Chair, Dpo, Auditor])
    }

    fn counts(&self, what: &Resource) -> bool {
        let lead = self.is(&[Role::TrustLead], what);
        let team = self.is(&[Role::TrustTeam], what);
        if what.kind == Kind::Overview {
            return lead || team;
        }
        (lead && what.routed_to.contains(Role::TrustLead))
            || (team && what.routed_to.contains(Role::Dsl))
    }

    /// Counts matters exactly, of some academy.
    fn counts_anywhere(&self) -> bool {
        use Role::{Chair, DeputyDsl, Dsl, Head, TrustLead, TrustTeam};
        self.is_anywhere(&[Dsl, DeputyDsl, Head, TrustLead, TrustTeam, Chair])
    }

    /// The page is the pupil's, its rows are matters.
    fn sees_history(&self, of: &Resource) -> bool {
        use Role::{DeputyDsl, Dsl, Head, TrustLead};
        if of.kind == Kind::Pupil {
            self.is(&[Dsl, DeputyDsl, Head, TrustLead], of)
        } else {
            self.reads(of)
        }
    }

    fn proposes(&self, change: &Resource) -> bool {
        let only = |allowed: &[Role]| {
            !change.routed_to.is_empty() && change.routed_to.iter().all(|r| allowed.contains(&r))
        };
        self.is(&[Role::TrustLead], change)
            || (self.is(&[Role::Head], change)
                && only(&[Role::Pastoral, Role::Dsl, Role::DeputyDsl, Role::It]))
            || (self.is(&[Role::Chair], change) && only(&[Role::TrustLead]))
    }

    #[allow(
        clippy::too_many_lines,
        reason = "a table: every action once, so that none is forgotten"
    )]
    fn may(&self, action: Action, on: &Resource) -> bool {
        use Role::{
            Auditor, Chair, DeputyDsl, Dpo, Dsl, Governor, Head, It, Pastoral, Staff, TrustLead,
            TrustTeam,
        };
        match action {
            Action::RaiseConcern | Action::ReadAcademy | Action::SeeDuty => self.is(Role::ALL, on),
            Action::SeeConcernStatus => self.raised(on),
            Action::AddInformation
            | Action::ListConcerns
            | Action::AddEvidence
            | Action::ReportIllegal => self.reads(on) || self.raised(on),
            Action::ReadCase
            | Action::ListCases
            | Action::ReadAllegation
            | Action::ListAllegations => self.reads(on) || self.granted(on),
            Action::BreakGlass => self.breaks_glass(on),
            Action::ReadGrant | Action::ReviewGrant => self.reads(on) || self.reviews(on),
            Action::ExplainAccess => {
                self.reviews(on) || (on.kind == Kind::Allegation && self.answers_for(on))
            }
            Action::ListRetention => self.reads(on) || self.keeps_for_pupils(on),
            Action::HoldMatter => self.holds(on) || self.keeps_for_pupils(on),
            Action::LiftHold => self.holds(on),
            Action::TellGovernors => self.directs(on),
            Action::ReadLooks => self.answers_for(on) || self.reviews(on),
            Action::AddEntry | Action::ReadEntry | Action::WorkEntry | Action::ListEntries => {
                self.names(on)
            }
            Action::ReadConcern
            | Action::CorrectConcern
            | Action::TriageConcern
            | Action::WorkCase
            | Action::OwnCase
            | Action::CloseCase
            | Action::ReopenCase
            | Action::GiveGrant
            | Action::EndGrant
            | Action::ReadEvidence
            | Action::WorkEvidence
            | Action::Search
            | Action::ReadReferral
            | Action::WorkReferral
            | Action::ListReferrals
            | Action::ListDue
            | Action::WorkAllegation
            | Action::OwnAllegation
            | Action::CloseAllegation => self.reads(on),
            Action::MarkConflict | Action::ConfirmConflict | Action::LiftConflict => {
                self.reads(on) || self.names(on)
            }
            Action::CompleteAction => self.reads(on) || self.assigned(on),
            Action::ListMyActions => self.assigned(on),
            Action::ReadPupilRoster => {
                self.is(&[Staff, Pastoral, Dsl, DeputyDsl, Head, It, TrustLead], on)
            }
            Action::ReadPupilHistory => self.sees_history(on),
            Action::WritePupil => self.is(&[It, Head, Dsl, DeputyDsl], on),
            Action::ReadPupilContacts
            | Action::WritePupilContacts
            | Action::WriteCourtOrders
            | Action::MarkDoNotContact => self.is(&SAFEGUARDING, on),
            Action::TakePupilFile => self.is(&[Dsl, DeputyDsl, Head], on),
            Action::LiftDoNotContact => self.is(&[Dsl, DeputyDsl], on),
            Action::ReadStaffRegister => self.is(
                &[Staff, Pastoral, Dsl, DeputyDsl, Head, It, TrustLead, Chair],
                on,
            ),
            Action::ReadStaffMember => {
                self.is(&[Dsl, DeputyDsl, Head, It, TrustLead, Chair], on)
                    || (self.is_subject(on) && self.works_here())
            }
            Action::WriteStaff | Action::BindLogin => self.is(&[It, Head, TrustLead], on),
            Action::ListDeliveries => self.is(&[It, TrustLead], on),
            Action::ProposeRole => self.proposes(on),
            Action::ConfirmRole => self.is(&[Dsl, DeputyDsl, Head, TrustLead, Chair], on),
            Action::EndRole | Action::ReviewRelation => self.is(&[Head, TrustLead, Chair], on),
            Action::RegisterRelation => {
                self.is(&[Dsl, DeputyDsl, Head, TrustLead], on)
                    || (self.is_subject(on) && self.works_here())
            }
            Action::WriteAcademy => self.is(&[TrustLead, It], on),
            Action::ReadRota => self.is(&[Dsl, DeputyDsl, Head, TrustLead, TrustTeam], on),
            Action::SetDuty => self.is(&[Dsl, DeputyDsl, Head, TrustLead], on),
            Action::ReadPolicy => self.works_by_policy(),
            Action::EditPolicy => self.is_anywhere(&[TrustLead]),
            Action::PublishPolicy => self.is_anywhere(&[Dsl, DeputyDsl, Head, TrustLead, Chair]),
            Action::ReadTrustOverview => self.counts(on),
            Action::PublishSnapshot => self.is(&[TrustLead, Chair], on),
            Action::ReadSnapshots => self.is(&[Governor], on) && !self.counts_anywhere(),
            Action::ReadInspection if on.kind == Kind::Academy => {
                self.is(&[Dsl, DeputyDsl, Head, TrustLead], on)
            }
            Action::ReadInspection => self.reads(on),
            Action::CountAllegations => {
                self.reads(on) || (on.routed_to.contains(Head) && self.is(&[Dsl, DeputyDsl], on))
            }
            Action::ReadReceipt | Action::ReadLogProof => self.sees_stream(on),
            Action::ReadLogEntries => self.is(&[Auditor], on),
            Action::ReadAccessLog => self.is(&[Auditor, Dpo], on),
            Action::ReadDeviations => self.is(&[Auditor], on),
        }
    }
}

#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "whatever no scope of a client names is denied to it"
)]
fn client_may(caller: &Caller, action: Action, on: &Resource) -> bool {
    let Some(rights) = &caller.client else {
        return false;
    };
    let has = |scope: ClientScope| rights.scopes.contains(&scope);
    let raised = on.raised_by == Some(caller.actor) && on.kind == Kind::Concern;
    on.academy
        .is_some_and(|its| rights.academies.contains(&its))
        && match action {
            Action::RaiseConcern => has(ClientScope::ConcernsWrite),
            Action::SeeConcernStatus | Action::ListConcerns => {
                raised && has(ClientScope::ConcernsRead)
            }
            Action::AddInformation => raised && has(ClientScope::ConcernsWrite),
            Action::ReadReceipt | Action::ReadLogProof => {
                raised && (has(ClientScope::ConcernsRead) || has(ClientScope::ConcernsWrite))
            }
            Action::AddEvidence | Action::ReportIllegal => {
                raised && has(ClientScope::ConcernsWrite)
            }
            Action::AddEntry => has(ClientScope::RegistersWrite),
            Action::ReadPupilRoster => has(ClientScope::PupilsRead),
            Action::WritePupil | Action::WritePupilContacts => has(ClientScope::PupilsWrite),
            Action::ReadStaffRegister | Action::ReadStaffMember => has(ClientScope::StaffRead),
            Action::WriteStaff | Action::BindLogin => has(ClientScope::StaffWrite),
            Action::ReadAcademy => !rights.scopes.is_empty(),
            _ => false,
        }
}
