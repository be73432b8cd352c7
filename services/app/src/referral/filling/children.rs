//! The children of the matter: the one whom it is about, the others, brothers and sisters; and those who
//! are said to have done it or saw it.

use lanyard_access::Action;
use lanyard_domain::case::Links;
use lanyard_domain::clock::london_day;
use lanyard_domain::pupil::{Around, Pupil};
use lanyard_events::pupil::ContactRelation;
use lanyard_events::{LinkRole, PersonRef, PupilId, StreamId};
use lanyard_projections::access_row::access_row;
use lanyard_projections::directory;

use super::around;
use super::known::Known;
use super::place::Place;
use crate::app::App;
use crate::context::Context;
use crate::error::AppError;

/// The children whom a matter is about, the first of them first. Where nobody is said to be harmed, all who
/// are linked.
pub(super) fn children(links: &Links) -> Vec<PupilId> {
    let of = |wanted: fn(LinkRole) -> bool| -> Vec<PupilId> {
        { links.people() }
            .filter(|linked| wanted(linked.role))
            .filter_map(|linked| linked.person.pupil())
            .collect()
    };
    let harmed = of(|role| role == LinkRole::Affected);
    if harmed.is_empty() {
        of(|role| role != LinkRole::Witness)
    } else {
        harmed
    }
}

impl App {
    /// Whether somebody may do that with what a stream holds.
    pub(super) fn may(
        &self,
        context: &Context,
        stream: StreamId,
        action: Action,
    ) -> Result<bool, AppError> {
        let row = self.reader.read(|views| access_row(views, stream))?;
        Ok(row.exists && self.permit(context, action, &row.resource()).is_ok())
    }

    /// Who the children are, and who else is linked. A member of staff who is said to have done it is named
    /// out of an adult's matter only.
    pub(super) fn know_people(
        &self,
        known: &mut Known,
        links: &Links,
        about_adult: bool,
    ) -> Result<(), AppError> {
        let children = children(links);
        let mut names = Vec::new();
        for (place, child) in children.iter().enumerate() {
            let row = self.reader.read(|views| directory::pupil(views, *child))?;
            let Some(row) = row else { continue };
            let surname = row.surname.expose();
            let used = row.preferred_forename.as_ref().unwrap_or(&row.forename);
            names.push(format!("{} {surname}", used.expose()));
            if place == 0 {
                if row.preferred_forename.is_some() {
                    let registered = format!("{} {surname}", row.forename.expose());
                    known.put(Place::ChildKnownAs, registered);
                }
                let born = row.date_of_birth.map(|day| day.to_string());
                known.maybe(Place::ChildDateOfBirth, born);
                let year = row.year_group.map(|year| year.to_string());
                known.maybe(Place::ChildYearGroup, year);
                known.secret(Place::ChildUpn, row.upn.as_ref());
            }
        }
        // The first is whom it is about; the others are further children of the same matter.
        if let Some((first, others)) = names.split_first() {
            known.put(Place::ChildName, first.clone());
            known.several(Place::ChildOthers, others.iter().cloned(), "; ");
        }
        for (role, place) in [
            (LinkRole::Sibling, Place::ChildSiblings),
            (LinkRole::AllegedToHaveDoneIt, Place::ConcernSuspect),
            (LinkRole::Witness, Place::ConcernWitnesses),
        ] {
            let mut names = Vec::new();
            for linked in links.people().filter(|linked| linked.role == role) {
                let is_staff = linked.person.staff().is_some();
                if !is_staff || about_adult || role == LinkRole::Witness {
                    names.extend(self.person_name(&linked.person)?);
                }
            }
            known.several(place, names, "; ");
        }
        Ok(())
    }

    fn person_name(&self, person: &PersonRef) -> Result<Option<String>, AppError> {
        Ok(match person {
            PersonRef::Pupil { id } => {
                let row = self.reader.read(|views| directory::pupil(views, *id))?;
                row.map(|row| {
                    let forename = row.preferred_forename.as_ref().unwrap_or(&row.forename);
                    format!("{} {}", forename.expose(), row.surname.expose())
                })
            }
            PersonRef::Staff { id } => self.staff_name(*id)?,
            PersonRef::Described { description } => Some(description.expose().clone()),
        })
    }

    /// Who is around the children, for whoever may read that of them: it is a look at each.
    pub(super) async fn know_around(
        &self,
        known: &mut Known,
        context: &Context,
        children: &[PupilId],
    ) -> Result<(), AppError> {
        let today = london_day(self.now());
        let mut shown = Vec::new();
        let mut warnings = Vec::new();
        for (place, child) in children.iter().enumerate() {
            let stream = child.stream();
            if !self.may(context, stream, Action::ReadPupilContacts)? {
                continue;
            }
            shown.push(stream);
            let loaded = self.load::<Pupil>(stream).await?;
            let Some(around) = loaded.state.around() else {
                continue;
            };
            let lines = around::do_not_contact(around, today);
            if children.len() > 1 && !lines.is_empty() {
                let name = self.person_name(&PersonRef::Pupil { id: *child })?;
                warnings.push(format!("Around {}:", name.unwrap_or_default()));
            }
            warnings.extend(lines);
            if place == 0 {
                know_first_around(known, around);
                let designations = around::designations(around, today);
                known.several(Place::ChildDesignations, designations, "; ");
            }
        }
        known.several(Place::ChildDoNotContact, warnings, "\n");
        self.looked(context, shown).await
    }
}

/// What is told of the child whom the form is about.
fn know_first_around(known: &mut Known, around: &Around) {
    known.several(Place::ChildContacts, around::contacts(around), "\n");
    let responsible = around::responsible(around);
    known.several(Place::ChildParentalResponsibility, responsible, "\n");
    known.secret(Place::ChildCommunication, around.communication());
    let workers = around::related(around, ContactRelation::SocialWorker);
    known.otherwise(
        Place::ChildSocialWorker,
        (!workers.is_empty()).then(|| workers.join("; ")),
    );
    let siblings = around::related(around, ContactRelation::Sibling);
    known.otherwise(
        Place::ChildSiblings,
        (!siblings.is_empty()).then(|| siblings.join("; ")),
    );
}
