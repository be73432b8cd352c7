//! What starting a playbook needs: the playbook, the calendar, and somebody for each of its steps.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use lanyard_access::PersonKey;
use lanyard_domain::clock::SchoolCalendar;
use lanyard_domain::policy::{InForce, Owner, Playbook};
use lanyard_domain::steps::{Owners, StartPlaybook};
use lanyard_events::{AcademyId, Actor, CategoryId, Role, StaffId, StreamId};
use lanyard_projections::access_row::access_row;
use lanyard_projections::directory;

use crate::app::App;
use crate::error::AppError;

/// The playbook that a category proposes: the first in the order of domain.md 4, then of the trust's own,
/// never one about staff.
pub(crate) fn proposed_for<'a>(
    in_force: &'a InForce,
    category: &CategoryId,
) -> Option<&'a Arc<Playbook>> {
    { in_force.playbooks.iter() }
        .find(|playbook| !playbook.about_adults && playbook.opens_for.contains(category))
}

impl App {
    /// A playbook as it would start now in a matter of these people, with somebody unconflicted for
    /// each of its steps.
    pub(crate) async fn start_of(
        &self,
        playbook: Arc<Playbook>,
        academy: Option<AcademyId>,
        owner: StaffId,
        people: &[PersonKey],
        matter: Option<StreamId>,
    ) -> Result<StartPlaybook, AppError> {
        let common = Arc::clone(&self.in_force()?.common);
        let academy = academy.ok_or(AppError::NotShown)?;
        let steps = playbook.steps.iter().chain(&common.steps);
        let roles: BTreeSet<Role> = { steps.flat_map(|step| &step.owner) }
            .filter_map(|owner| match owner {
                // Which tutor is meant, only the case's owner knows: they give the step on by name
                // (domain.md 1, row pastoral). A step by itself already says that there is a case.
                Owner::Role(Role::Pastoral | Role::Staff) => None,
                Owner::Role(role) => Some(*role),
                Owner::Finder | Owner::Raiser | Owner::SecondSenior => None,
            })
            .collect();
        let mut by_role = BTreeMap::new();
        for role in roles {
            let holders = self.unconflicted_holders(role, academy, people, matter);
            if let Some(holder) = holders.await?.first() {
                by_role.insert(role, *holder);
            }
        }
        Ok(StartPlaybook {
            playbook,
            common,
            owners: Owners {
                by_role,
                raiser: None,
                otherwise: owner,
            },
            reason: None,
            counts_from: self.now(),
            known_at: self.now(),
            calendar: self.calendar_at(Some(academy)).await?,
        })
    }

    /// Whoever raised a concern in their own name, where a step of it can be theirs: on the staff register,
    /// working where the matter lies, without a conflict in it.
    pub(crate) async fn raiser_of(
        &self,
        concern: StreamId,
        academy: Option<AcademyId>,
        people: &[PersonKey],
        matter: Option<StreamId>,
    ) -> Result<Option<StaffId>, AppError> {
        let raised = self.reader.read(|views| access_row(views, concern))?;
        let Some(Actor::Staff(staff)) = raised.raised_by else {
            return Ok(None);
        };
        let Some(row) = self.staff_row(staff)? else {
            return Ok(None);
        };
        let works_here = row.academy.is_none() || row.academy == academy;
        if !works_here || self.has_left(&row) {
            return Ok(None);
        }
        let excluded = self.exclusions(row.conflict).await?;
        let barred = excluded.bars(people)
            || excluded.bars_matter(concern)
            || matter.is_some_and(|matter| excluded.bars_matter(matter));
        Ok((!barred).then_some(staff))
    }

    /// Everybody who holds a role for an academy, or for the whole trust, and has no conflict in a matter
    /// of these people.
    pub(crate) async fn unconflicted_holders(
        &self,
        role: Role,
        academy: impl Into<Option<AcademyId>>,
        people: &[PersonKey],
        matter: Option<StreamId>,
    ) -> Result<Vec<StaffId>, AppError> {
        let academy = academy.into();
        let holders = self
            .reader
            .read(|views| directory::holders(views, role, academy, self.now()))?;
        let mut found = Vec::new();
        for holder in holders {
            if self.has_left(&holder) {
                continue;
            }
            let excluded = self.exclusions(holder.conflict).await?;
            let barred = matter.is_some_and(|matter| excluded.bars_matter(matter));
            if !barred && !excluded.bars(people) {
                found.push(holder.staff);
            }
        }
        Ok(found)
    }

    /// The local authority of an academy.
    pub(crate) fn authority_of(
        &self,
        academy: Option<AcademyId>,
    ) -> Result<Option<String>, AppError> {
        let Some(academy) = academy else {
            return Ok(None);
        };
        let row = self
            .reader
            .read(|views| directory::academy(views, academy))?;
        Ok(row.map(|row| row.local_authority))
    }

    /// The calendar of a matter's academy.
    pub(crate) async fn calendar_of_matter(
        &self,
        matter: StreamId,
    ) -> Result<Arc<SchoolCalendar>, AppError> {
        let row = self.reader.read(|views| access_row(views, matter))?;
        self.calendar_at(row.academy).await
    }

    /// The calendar of an academy. What follows from an event asks by the event's academy: the views
    /// may not have the event yet.
    pub(crate) async fn calendar_at(
        &self,
        academy: Option<AcademyId>,
    ) -> Result<Arc<SchoolCalendar>, AppError> {
        let academy = academy.ok_or(AppError::NotShown)?;
        self.calendar(academy).await?.ok_or(AppError::NotShown)
    }
}
