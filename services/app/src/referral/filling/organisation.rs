//! The academy, the trust, who holds which office, and whoever fills the form in.

use lanyard_domain::clock::in_words;
use lanyard_events::{AcademyId, Role, StaffId};
use lanyard_projections::ViewError;
use lanyard_projections::directory::{self, StaffMember};

use super::known::Known;
use super::place::Place;
use crate::app::App;
use crate::context::Context;
use crate::error::AppError;

impl App {
    pub(super) fn know_place(
        &self,
        known: &mut Known,
        academy: Option<AcademyId>,
    ) -> Result<(), AppError> {
        let trust = self.reader.read(directory::trust)?;
        known.maybe(Place::TrustName, trust.map(|trust| trust.name));
        for (role, name, contact) in [
            (Role::Head, Some(Place::HeadName), Some(Place::HeadContact)),
            (Role::Dsl, Some(Place::DslName), None),
            (Role::Hr, Some(Place::HrName), None),
            (Role::Chair, None, Some(Place::ChairContact)),
            (Role::Dpo, None, Some(Place::DpoContact)),
            (Role::It, None, Some(Place::ItContact)),
        ] {
            let Some(holder) = self.holder(role, academy)? else {
                continue;
            };
            if let Some(place) = name {
                known.put(place, name_of(&holder));
            }
            if let Some(place) = contact {
                let email = holder.email.as_ref().map(|email| email.expose().clone());
                let reached = [Some(name_of(&holder)), email];
                known.several(place, reached.into_iter().flatten(), ", ");
            }
        }
        let Some(academy) = academy else {
            return Ok(());
        };
        let row = self
            .reader
            .read(|views| directory::academy(views, academy))?;
        if let Some(row) = row {
            known.put(Place::ChildSchool, row.name.clone());
            known.put(Place::AcademyName, row.name);
            known.maybe(Place::AcademyUrn, row.urn);
            known.put(Place::AcademyAuthority, row.local_authority);
        }
        Ok(())
    }

    /// The first who holds a role at an academy, else for the whole trust.
    fn holder(
        &self,
        role: Role,
        academy: Option<AcademyId>,
    ) -> Result<Option<StaffMember>, AppError> {
        let now = self.now();
        let first = |academy| {
            self.reader.read(|views| {
                let holders = directory::holders(views, role, academy, now)?;
                let first = holders.first().map(|holder| holder.staff);
                Ok::<_, ViewError>(match first {
                    Some(staff) => directory::staff_member(views, staff)?,
                    None => None,
                })
            })
        };
        match first(academy)? {
            None if academy.is_some() => Ok(first(None)?),
            found => Ok(found),
        }
    }

    pub(super) fn know_submitter(
        &self,
        known: &mut Known,
        context: &Context,
    ) -> Result<(), AppError> {
        known.put(Place::SubmissionAt, in_words(self.now()));
        let Some(member) = self.member(context.staff())? else {
            return Ok(());
        };
        known.put(Place::SubmitterName, name_of(&member));
        known.secret(Place::SubmitterRole, member.staff.job_title.as_ref());
        known.secret(Place::SubmitterEmail, member.email.as_ref());
        Ok(())
    }

    pub(super) fn member(&self, staff: Option<StaffId>) -> Result<Option<StaffMember>, AppError> {
        let Some(staff) = staff else {
            return Ok(None);
        };
        Ok(self
            .reader
            .read(|views| directory::staff_member(views, staff))?)
    }

    pub(super) fn staff_name(&self, staff: StaffId) -> Result<Option<String>, AppError> {
        Ok(self.member(Some(staff))?.as_ref().map(name_of))
    }
}

pub(super) fn name_of(member: &StaffMember) -> String {
    let staff = &member.staff;
    format!("{} {}", staff.forename.expose(), staff.surname.expose())
}
