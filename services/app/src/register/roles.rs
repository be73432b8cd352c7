//! Roles are given by two (domain.md 1 rule 7).

use lanyard_access::{Action, PersonKey, Resource, ResourceKind, RoleSet};
use lanyard_domain::staff::{ConfirmRole, EndRole, Granter, HeldRole, ProposeRole, Staff};
use lanyard_domain::{Code, Refusal};
use lanyard_events::staff::StaffEvent;
use lanyard_events::{
    AcademyId, Actor, At, Event, Revision, Role, RoleProposalId, Sensitive, StaffId,
};
use lanyard_projections::directory;
use lanyard_vault::Opened;

use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;

/// Events of one member of staff that are looked through for a proposal.
const MOST_EVENTS: u32 = 10_000;

/// What is said of a role that is proposed.
#[derive(Debug, Clone)]
pub struct ProposedRole {
    /// Until when it is to be held: an acting head, a proxy by name.
    pub until: Option<At>,
    /// Why.
    pub reason: Sensitive<String>,
}

impl App {
    /// Proposes a role; it takes effect when a second senior confirms it.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal.
    pub async fn propose_role(
        &self,
        context: &Context,
        staff: StaffId,
        role: Role,
        academy: Option<AcademyId>,
        proposed: ProposedRole,
    ) -> Result<(Done, RoleProposalId), AppError> {
        let held = HeldRole { role, academy };
        let ProposedRole { until, reason } = proposed;
        self.permit_role(context, staff, held, None, Action::ProposeRole)?;
        let by = Self::granter(context, staff);
        let (command, _) = context.command()?;
        let proposal = RoleProposalId::new(command.new_aggregate());
        let done = self
            .change::<Staff>(context, staff.stream(), Precondition::Free, |_, _| {
                Ok(ProposeRole {
                    proposal,
                    subject: staff,
                    role: held,
                    until,
                    reason: reason.clone(),
                    by: by.clone(),
                }
                .into())
            })
            .await?;
        Ok((done, proposal))
    }

    /// Confirms a proposal of somebody else.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal.
    pub async fn confirm_role(
        &self,
        context: &Context,
        staff: StaffId,
        proposal: RoleProposalId,
    ) -> Result<Done, AppError> {
        let (held, proposed_by) = self.proposal(context, staff, proposal).await?;
        self.permit_role(context, staff, held, Some(proposed_by), Action::ConfirmRole)?;
        let by = Self::granter(context, staff);
        self.change::<Staff>(context, staff.stream(), Precondition::Free, |_, _| {
            Ok(ConfirmRole {
                proposal,
                subject: staff,
                proposed_by,
                by: by.clone(),
            }
            .into())
        })
        .await
    }

    /// Takes a role away, at once.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal.
    pub async fn end_role(
        &self,
        context: &Context,
        staff: StaffId,
        role: Role,
        academy: Option<AcademyId>,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let held = HeldRole { role, academy };
        self.permit_role(context, staff, held, None, Action::EndRole)?;
        let by = Self::granter(context, staff);
        self.change::<Staff>(context, staff.stream(), Precondition::Free, |_, _| {
            Ok(EndRole {
                subject: staff,
                role: held,
                reason: reason.clone(),
                by: by.clone(),
            }
            .into())
        })
        .await
    }

    /// Absent for who may not see the register there; forbidden for who may not give this role.
    fn permit_role(
        &self,
        context: &Context,
        staff: StaffId,
        held: HeldRole,
        proposed_by: Option<Actor>,
        action: Action,
    ) -> Result<(), AppError> {
        let visible = self.on_register(
            context,
            staff.stream(),
            Action::ReadStaffRegister,
            Action::ReadStaffRegister,
        );
        let resource = Resource {
            academy: held.academy,
            routed_to: RoleSet::of(held.role),
            raised_by: proposed_by,
            stream: Some(staff.stream()),
            subject: Some(PersonKey::Staff(staff)),
            ..Resource::new(ResourceKind::Staff)
        };
        match (self.permit(context, action, &resource), visible) {
            (Ok(()), _) => Ok(()),
            (Err(_), Ok(())) => Err(AppError::Forbidden),
            (Err(_), Err(error)) => Err(error),
        }
    }

    fn granter(context: &Context, staff: StaffId) -> Granter {
        let holds = context.caller.roles.iter().map(|held| HeldRole {
            role: held.role,
            academy: held.academy,
        });
        Granter {
            actor: context.caller.actor,
            holds: holds.collect(),
            is_conflicted: Self::is_close(context, staff),
        }
    }

    /// A proposal's role and who made it, from the record itself. Seen only by who may see the
    /// register there.
    async fn proposal(
        &self,
        context: &Context,
        staff: StaffId,
        proposal: RoleProposalId,
    ) -> Result<(HeldRole, Actor), AppError> {
        let is_known = self
            .reader
            .read(|views| directory::caller_of_staff(views, staff, self.now()))?
            .is_some();
        if !is_known || context.staff().is_none() {
            return Err(AppError::NotShown);
        }
        let events = self
            .parts
            .journal
            .read_stream(staff.stream(), Revision(0), MOST_EVENTS)
            .await?;
        for recorded in &events {
            let opened = self.parts.vault.open(&recorded.event)?;
            if let Opened::Event(Event::Staff(StaffEvent::RoleProposed(proposed))) = opened
                && proposed.proposal == proposal
            {
                let held = HeldRole {
                    role: proposed.role,
                    academy: proposed.academy,
                };
                return Ok((held, recorded.event.envelope.actor));
            }
        }
        Err(Refusal::new(Code::NoSuchProposal, "Nobody proposed that role.").into())
    }
}
