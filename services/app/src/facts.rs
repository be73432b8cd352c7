//! Facts that the rules need and that stand elsewhere: who somebody is, which roles they hold, from
//! what they are excluded. Looked up first, carried in the command (style.md).

use std::collections::BTreeSet;

use lanyard_access::PersonKey;
use lanyard_domain::routing::{RoutingFacts, StaffFacts};
use lanyard_domain::{Code, Refusal, Senior};
use lanyard_events::concern::AboutAdult;
use lanyard_events::staff::Employer;
use lanyard_events::{AcademyId, LinkedPerson, PersonRef, Role, StaffId, StreamId};
use lanyard_projections::access_row::access_row;
use lanyard_projections::directory::{self, CallerRow};

use crate::app::App;
use crate::caller::key_of;
use crate::error::AppError;

/// Roles that an adult's matter can be routed to (domain.md 1 rule 7, alternates).
const RECEIVERS: [Role; 3] = [Role::Head, Role::TrustLead, Role::Chair];

impl App {
    /// Refuses people who are on no register, with the place of each.
    pub(crate) fn check_people(&self, people: &[LinkedPerson]) -> Result<(), AppError> {
        people.iter().enumerate().try_for_each(|(i, linked)| {
            self.check_person(&linked.person, &format!("/people/{i}/person"))
        })
    }

    /// Refuses somebody who is on no register.
    pub(crate) fn check_person(&self, person: &PersonRef, pointer: &str) -> Result<(), AppError> {
        let stream: StreamId = match person {
            PersonRef::Pupil { id } => (*id).into(),
            PersonRef::Staff { id } => (*id).into(),
            PersonRef::Described { .. } => return Ok(()),
        };
        if self.reader.read(|views| access_row(views, stream))?.exists {
            return Ok(());
        }
        Err(Refusal::of_field(
            Code::PersonNotOnRegister,
            format!("{pointer}/id"),
            "Nobody on the register has this id; describe the person in words instead.",
        )
        .into())
    }

    /// Refuses somebody who is not on the staff register.
    pub(crate) fn check_staff(
        &self,
        staff: StaffId,
        pointer: &'static str,
    ) -> Result<(), AppError> {
        match self.staff_row(staff)? {
            Some(_) => Ok(()),
            None => Err(Refusal::of_field(
                Code::PersonNotOnRegister,
                pointer,
                "Nobody on the staff register has this id.",
            )
            .into()),
        }
    }

    /// Refuses somebody who cannot be given anything of a matter by name (domain.md 1): governors, the executive,
    /// the central team, auditors and guests see figures, a notice or the chain, unless they have another role
    /// besides. Nor can whoever has left. Whoever works at a school otherwise can: a teacher, too (R5).
    pub(crate) fn check_can_carry_out(
        &self,
        staff: StaffId,
        pointer: &'static str,
    ) -> Result<(), AppError> {
        self.check_staff(staff, pointer)?;
        let row = self.staff_row(staff)?;
        if row.as_ref().is_some_and(|row| self.has_left(row)) {
            return Err(Refusal::of_field(
                Code::CannotCarryOut,
                pointer,
                "This person has left: name somebody who works here.",
            )
            .into());
        }
        let roles = row.map(|row| row.roles).unwrap_or_default();
        let only_looks = |role| {
            matches!(
                role,
                Role::Governor | Role::Elt | Role::TrustTeam | Role::Auditor | Role::Guest
            )
        };
        if roles.is_empty() || !roles.iter().all(|held| only_looks(held.role)) {
            return Ok(());
        }
        Err(Refusal::of_field(
            Code::CannotCarryOut,
            pointer,
            "This person sees figures or a notice only, and would never see what is given to them: name somebody \
             who works with pupils or for the school.",
        )
        .into())
    }

    /// Somebody on the staff register with their roles.
    pub(crate) fn staff_row(&self, staff: StaffId) -> Result<Option<CallerRow>, AppError> {
        Ok(self
            .reader
            .read(|views| directory::caller_of_staff(views, staff, self.now()))?)
    }

    /// What routing needs to know (domain.md 1 rule 1). A concern about pupils that links no staff
    /// needs nothing.
    pub(crate) async fn routing(
        &self,
        academy: AcademyId,
        about_adult: AboutAdult,
        people: &[LinkedPerson],
    ) -> Result<RoutingFacts, AppError> {
        let linked: Vec<StaffId> = people.iter().filter_map(|p| p.person.staff()).collect();
        if about_adult == AboutAdult::No && linked.is_empty() {
            return Ok(RoutingFacts::default());
        }
        self.routing_in(None, academy, people).await
    }

    /// The same in a matter that exists: whoever it is closed to by itself counts for nothing either.
    pub(crate) async fn routing_in(
        &self,
        matter: Option<StreamId>,
        academy: AcademyId,
        people: &[LinkedPerson],
    ) -> Result<RoutingFacts, AppError> {
        let linked = people.iter().filter_map(|p| p.person.staff());
        let mut facts = RoutingFacts::default();
        for staff in linked {
            if let Some(row) = self.staff_row(staff)? {
                let employer = self.employer(staff)?;
                facts.staff.push(staff_facts(&row, academy, employer));
            }
        }
        let keys: Vec<PersonKey> = people.iter().filter_map(|p| key_of(&p.person)).collect();
        facts.unconflicted = self.unconflicted(matter, academy, &keys).await?;
        Ok(facts)
    }

    fn employer(&self, staff: StaffId) -> Result<Employer, AppError> {
        let member = self
            .reader
            .read(|views| directory::staff_member(views, staff))?;
        Ok(member.map_or(Employer::Academy, |member| member.staff.employer))
    }

    /// The roles that somebody holds who is excluded from nobody of these people.
    async fn unconflicted(
        &self,
        matter: Option<StreamId>,
        academy: AcademyId,
        people: &[PersonKey],
    ) -> Result<BTreeSet<Role>, AppError> {
        let mut available = BTreeSet::new();
        for role in RECEIVERS {
            let holders = self.unconflicted_holders(role, academy, people, matter);
            if !holders.await?.is_empty() {
                available.insert(role);
            }
        }
        Ok(available)
    }

    /// Somebody who is to act as a senior in a matter, with the facts about them.
    pub(crate) async fn senior(
        &self,
        staff: StaffId,
        matter: StreamId,
        pointer: &'static str,
    ) -> Result<Senior, AppError> {
        self.check_staff(staff, pointer)?;
        let academy = self.reader.read(|views| access_row(views, matter))?.academy;
        Ok(Senior {
            staff,
            is_senior_here: self.is_senior(staff, academy)?,
            is_conflicted: self.bars(staff, matter).await?,
        })
    }

    /// Who is to come second in a matter, if anybody is named, with the facts about them. In one that no
    /// safeguarding lead sees it is none of them: they would learn of it by being asked.
    pub(crate) async fn second(
        &self,
        second: Option<StaffId>,
        matter: StreamId,
    ) -> Result<Option<Senior>, AppError> {
        let Some(second) = second else {
            return Ok(None);
        };
        let row = self.reader.read(|views| access_row(views, matter))?;
        let found = if row.routed_to.contains(Role::Dsl) {
            self.senior(second, matter, "/second").await?
        } else {
            self.second_senior(second, matter, "/second").await?
        };
        Ok(Some(found))
    }

    /// Whether somebody holds a senior role for an academy today (domain.md 1 rule 7).
    pub(crate) fn is_senior(
        &self,
        staff: StaffId,
        academy: Option<AcademyId>,
    ) -> Result<bool, AppError> {
        let Some(row) = self.staff_row(staff)? else {
            return Ok(false);
        };
        let here = |held: &lanyard_access::HeldRole| {
            held.role.is_senior() && (held.role.is_trust_wide() || held.academy == academy)
        };
        Ok(!self.has_left(&row) && row.roles.iter().any(here))
    }

    /// Whether somebody is excluded from a matter, by person or by matter.
    pub(crate) async fn bars(&self, staff: StaffId, matter: StreamId) -> Result<bool, AppError> {
        let Some(row) = self.staff_row(staff)? else {
            return Ok(false);
        };
        let seen = self.reader.read(|views| access_row(views, matter))?;
        let excluded = self.exclusions(row.conflict).await?;
        // An entry of a register is closed to whoever the matter is closed to that stands behind it.
        let by_behind = match seen.behind {
            Some(behind) => {
                let behind = self.reader.read(|views| access_row(views, behind))?;
                excluded.bars(&behind.people) || excluded.bars_matter(behind.matter)
            }
            None => false,
        };
        // A referral is closed to whoever the matter is closed to that it comes out of.
        Ok(by_behind || excluded.bars(&seen.people) || excluded.bars_matter(seen.matter))
    }

    /// Whether somebody's last day has passed.
    pub(crate) fn has_left(&self, row: &CallerRow) -> bool {
        let today = lanyard_domain::clock::london_day(self.now());
        row.ended_on.is_some_and(|day| day < today)
    }
}

fn staff_facts(row: &CallerRow, academy: AcademyId, employer: Employer) -> StaffFacts {
    let here = |roles: &[Role]| {
        row.roles
            .iter()
            .any(|held| roles.contains(&held.role) && held.academy == Some(academy))
    };
    let anywhere = |roles: &[Role]| row.roles.iter().any(|held| roles.contains(&held.role));
    StaffFacts {
        staff: row.staff,
        holds_head_here: here(&[Role::Head]),
        holds_dsl_here: here(&[Role::Dsl, Role::DeputyDsl]),
        is_it: here(&[Role::It]),
        trust_employed: employer == Employer::Trust,
        is_trust_lead: anywhere(&[Role::TrustLead]),
        is_elt_or_governor_or_trustee: anywhere(&[Role::Elt, Role::Governor, Role::Chair]),
    }
}
