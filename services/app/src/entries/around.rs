//! What an entry stands among: calendar, who keeps its clocks, the matter whose number it has.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use lanyard_access::PersonKey;
use lanyard_domain::clock::SchoolCalendar;
use lanyard_domain::policy::Register;
use lanyard_domain::register::{Around, Linked};
use lanyard_domain::{Code, Refusal};
use lanyard_events::{AcademyId, PersonRef, Role, StaffId, StreamId};
use lanyard_projections::access_row::access_row;
use lanyard_projections::registers::matter_of;

use crate::app::App;
use crate::caller::key_of;
use crate::error::AppError;

/// An entry of the trust keeps to no academy's calendar; no clock of such a register counts school
/// days, which a test of the registers holds.
const TRUST_DAY_ENDS: &str = "17:00";

impl App {
    /// Looks it up for an entry that is to be. `linked` is what the fields name.
    pub(crate) async fn around(
        &self,
        register: &Arc<Register>,
        academy: Option<AcademyId>,
        linked: &Linked,
    ) -> Result<Around, AppError> {
        self.around_entry(register, academy, linked, None).await
    }

    /// The same of one that is there: nobody to whom it is closed keeps a clock of it. What stands behind it without
    /// a number stays there, and its people keep no clock of it either.
    pub(crate) async fn around_entry(
        &self,
        register: &Arc<Register>,
        academy: Option<AcademyId>,
        linked: &Linked,
        entry: Option<StreamId>,
    ) -> Result<Around, AppError> {
        self.are_on_a_register(linked)?;
        let by_number = { linked.number.as_ref() }
            .map(|number| self.reader.read(|views| matter_of(views, number.expose())))
            .transpose()?
            .flatten();
        let matter = linked.behind.or(by_number);
        let mut people: Vec<PersonKey> = linked.people.iter().filter_map(key_of).collect();
        if let Some(matter) = matter {
            people.extend(self.reader.read(|views| access_row(views, matter))?.people);
        }
        let calendar = match academy {
            Some(academy) => self.calendar_at(Some(academy)).await?,
            None => Arc::new(of_the_trust()?),
        };
        Ok(Around {
            register: Arc::clone(register),
            calendar,
            holders: { self.keepers(register, academy, &people, [matter, entry]) }.await?,
            matter,
        })
    }

    /// The same of one that follows from a matter which none of its fields names: it stands behind the entry, and
    /// nobody who is shut out of it sees the entry or keeps a clock of it (domain.md 1 rule 1).
    pub(crate) async fn around_behind(
        &self,
        register: &Arc<Register>,
        academy: Option<AcademyId>,
        linked: &Linked,
        matter: Option<StreamId>,
    ) -> Result<Around, AppError> {
        let mut around = self.around(register, academy, linked).await?;
        let Some(matter) = matter else {
            return Ok(around);
        };
        let mut people: Vec<PersonKey> = linked.people.iter().filter_map(key_of).collect();
        people.extend(self.reader.read(|views| access_row(views, matter))?.people);
        let keepers = self.keepers(register, academy, &people, [Some(matter), None]);
        around.holders = keepers.await?;
        around.matter = Some(matter);
        Ok(around)
    }

    /// Whoever is named is on a register; the ids are the caller's, so they are not repeated.
    fn are_on_a_register(&self, linked: &Linked) -> Result<(), AppError> {
        for person in &linked.named {
            let stream: StreamId = match person {
                PersonRef::Pupil { id } => (*id).into(),
                PersonRef::Staff { id } => (*id).into(),
                PersonRef::Described { .. } => continue,
            };
            if !self.reader.read(|views| access_row(views, stream))?.exists {
                return Err(Refusal::of_field(
                    Code::PersonNotOnRegister,
                    "/fields",
                    "Somebody named here is neither on the roster nor on the staff register.",
                )
                .into());
            }
        }
        Ok(())
    }

    /// For each role that has clocks to keep, somebody unconflicted who holds it here.
    async fn keepers(
        &self,
        register: &Register,
        academy: Option<AcademyId>,
        people: &[PersonKey],
        [matter, entry]: [Option<StreamId>; 2],
    ) -> Result<BTreeMap<Role, StaffId>, AppError> {
        let roles: BTreeSet<Role> = { register.clocks.iter() }
            .flat_map(|clock| clock.owner.iter().copied())
            .collect();
        let mut keepers = BTreeMap::new();
        for role in roles {
            let holders = self.unconflicted_holders(role, academy, people, matter);
            for keeper in holders.await? {
                if !self.is_closed_to(keeper, entry).await? {
                    keepers.insert(role, keeper);
                    break;
                }
            }
        }
        Ok(keepers)
    }

    /// Whether this very entry was closed to somebody.
    async fn is_closed_to(
        &self,
        staff: StaffId,
        entry: Option<StreamId>,
    ) -> Result<bool, AppError> {
        let (Some(entry), Some(row)) = (entry, self.staff_row(staff)?) else {
            return Ok(false);
        };
        Ok(self.exclusions(row.conflict).await?.bars_matter(entry))
    }
}

fn of_the_trust() -> Result<SchoolCalendar, AppError> {
    SchoolCalendar::new(TRUST_DAY_ENDS, Vec::new(), Vec::new())
        .map_err(|error| AppError::internal("the trust's calendar", error))
}
