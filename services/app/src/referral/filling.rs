//! Forms filled in from the record: what the case, its first concern and the registers say, so that
//! nobody types it twice. A name goes only to a desk that takes names; an image never goes anywhere.

use std::collections::BTreeMap;

use lanyard_access::{Action, Scope};
use lanyard_domain::allegation::{self, Allegation};
use lanyard_domain::case::{Case, Record};
use lanyard_domain::clock::in_words;
use lanyard_domain::concern::{Concern, Matter};
use lanyard_domain::policy::{Form, Shipped};
use lanyard_domain::referral::State;
use lanyard_events::allegation::{AllegationThresholdDecided, LimbAnswer};
use lanyard_events::concern::{ConcernEvent, ConcernRaised, Reporter};
use lanyard_events::step::FilledField;
use lanyard_events::{
    AcademyId, Actor, ConcernId, Event, LinkRole, PersonRef, PupilId, ReferralId, Revision, Role,
    Sensitive, StaffId, StreamId, StreamKind, Taxonomy,
};
use lanyard_projections::evidence::{EvidenceStage, evidence_of};
use lanyard_projections::{Paging, directory};
use lanyard_vault::Opened;

use super::asked;
use super::work::form_of;
use crate::app::App;
use crate::context::Context;
use crate::error::AppError;
use crate::load::Loaded;

/// A desk's form with what is in it.
#[derive(Debug, Clone)]
pub struct FilledForm {
    /// The form.
    pub form: &'static Form,
    /// Filled in by somebody.
    pub drafted: Vec<FilledField>,
    /// What the record has for other fields.
    pub proposed: Vec<FilledField>,
    /// Revision of the referral.
    pub revision: Revision,
}

/// What is known, by the place that forms fill from. One value each; several people or words are
/// joined.
#[derive(Default)]
struct Known(BTreeMap<&'static str, String>);

impl Known {
    fn put(&mut self, place: &'static str, value: impl Into<String>) {
        let value = value.into();
        if !value.trim().is_empty() {
            self.0.insert(place, value);
        }
    }

    fn maybe(&mut self, place: &'static str, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.put(place, value);
        }
    }

    fn secret(&mut self, place: &'static str, value: Option<&Sensitive<String>>) {
        self.maybe(place, value.map(|value| value.expose().clone()));
    }
}

/// Where a form takes what must not be opened any more from.
const HASHES: &str = "evidence.hashes";
/// Files named in one form; nobody has more of such files.
const MOST_FILES: u32 = 200;

impl App {
    /// The form of a referral's desk, with what was filled in and what the record proposes.
    ///
    /// # Errors
    /// `NotShown` also where the desk has no form.
    pub async fn referral_form(
        &self,
        context: &Context,
        id: ReferralId,
    ) -> Result<FilledForm, AppError> {
        self.address(context, id.stream(), asked(Action::ReadReferral))
            .await?;
        let loaded = self
            .load::<lanyard_domain::referral::Referral>(id.stream())
            .await?;
        let form = form_of(&loaded.state).ok_or(AppError::NotShown)?;
        let record = loaded.state.record().ok_or(AppError::NotShown)?;
        let drafted = record.fields.clone();
        let mut proposed = self.fields_from_record(context, &loaded, form).await?;
        proposed.retain(|filled| !drafted.iter().any(|it| it.field == filled.field));
        Ok(FilledForm {
            form,
            drafted,
            proposed,
            revision: loaded.tip.map_or(Revision(0), |tip| tip.revision),
        })
    }

    /// Every field of a form that the record has something for.
    pub(super) async fn fields_from_record(
        &self,
        context: &Context,
        loaded: &Loaded<State>,
        form: &'static Form,
    ) -> Result<Vec<FilledField>, AppError> {
        let Some(record) = loaded.state.record() else {
            return Ok(Vec::new());
        };
        let mut known = Known::default();
        self.know_place(&mut known, loaded.academy)?;
        self.know_submitter(&mut known, context)?;
        if record.matter.kind == StreamKind::Allegation {
            let matter = self.load::<Allegation>(record.matter).await?;
            if let Some(matter) = matter.state.record() {
                self.know_allegation(&mut known, matter).await?;
            }
        } else {
            let case = self.load::<Case>(record.matter).await?;
            if let Some(case) = case.state.record() {
                self.know_case(&mut known, case).await?;
            }
        }
        if form
            .fields
            .iter()
            .any(|field| field.from.as_deref() == Some(HASHES))
        {
            self.know_hashes(&mut known, context, record.matter).await?;
        }
        let takes_names = Shipped::get()
            .desk(form.agency)
            .is_some_and(|desk| desk.names_allowed);
        let filled = |field: &lanyard_domain::policy::FormField| {
            let place = field.from.as_deref()?;
            let is_name = ["child.", "adult.", "evidence."]
                .iter()
                .any(|of| place.starts_with(of));
            let value = known.0.get(place).filter(|_| takes_names || !is_name)?;
            let fits = field.choices.is_empty() || field.choices.contains(value);
            fits.then(|| FilledField {
                field: field.id.to_string(),
                value: Sensitive::from(value.as_str()),
            })
        };
        Ok(form.fields.iter().filter_map(filled).collect())
    }

    /// What nobody may read any more (R6): hash, name and where it is, and never anything of what is in it.
    async fn know_hashes(
        &self,
        known: &mut Known,
        context: &Context,
        matter: StreamId,
    ) -> Result<(), AppError> {
        let scope = Scope::of(&context.caller, Action::ReadEvidence);
        let paging = Paging::first(MOST_FILES);
        let page = self
            .query(move |views| evidence_of(views, &scope, matter, paging))
            .await?;
        let barred = self.barred(matter).await?.is_some();
        let closed = { page.rows.iter() }
            .filter(|row| barred || row.stage != EvidenceStage::Readable)
            .map(|row| {
                let place = match (&row.custody, row.stage) {
                    (_, EvidenceStage::Destroyed) => "destroyed".to_owned(),
                    (Some(custody), _) => custody.place.expose().clone(),
                    (None, _) => {
                        format!("sealed in the record, reference {}", row.captured.reference)
                    }
                };
                format!(
                    "SHA-256 {}; {}; {place}",
                    row.captured.sha256,
                    row.captured.name.expose()
                )
            });
        known.put(HASHES, closed.collect::<Vec<_>>().join("\n"));
        Ok(())
    }

    fn know_place(&self, known: &mut Known, academy: Option<AcademyId>) -> Result<(), AppError> {
        let Some(academy) = academy else {
            return Ok(());
        };
        let (row, trust, head, dsl) = self.reader.read(|views| {
            Ok::<_, lanyard_projections::ViewError>((
                directory::academy(views, academy)?,
                directory::trust(views)?,
                directory::holders(views, Role::Head, Some(academy))?,
                directory::holders(views, Role::Dsl, Some(academy))?,
            ))
        })?;
        if let Some(row) = row {
            known.put("child.school", row.name.clone());
            known.put("academy.name", row.name);
            known.maybe("academy.urn", row.urn);
            known.put("academy.local_authority", row.local_authority);
        }
        known.maybe("trust.name", trust.map(|trust| trust.name));
        for (place, holders) in [("head.name", head), ("dsl.name", dsl)] {
            if let Some(holder) = holders.first() {
                known.maybe(place, self.staff_name(holder.staff)?);
            }
        }
        Ok(())
    }

    fn know_submitter(&self, known: &mut Known, context: &Context) -> Result<(), AppError> {
        known.put("submission.at", in_words(self.now()));
        let Some(staff) = context.staff() else {
            return Ok(());
        };
        known.maybe("submitter.name", self.staff_name(staff)?);
        let member = self
            .reader
            .read(|views| directory::staff_member(views, staff))?;
        let job = member.and_then(|member| member.staff.job_title);
        known.secret("submitter.role", job.as_ref());
        Ok(())
    }

    async fn know_case(&self, known: &mut Known, case: &Record) -> Result<(), AppError> {
        known.put("case.reference", case.reference.clone());
        known.maybe("case.owner", self.staff_name(case.owner)?);
        let taxonomy = self.taxonomy()?;
        known.put(
            "concern.category",
            category(&taxonomy, case.category.as_str()),
        );
        self.know_children(known, case.children())?;
        self.know_first(known, case.concerns.first()).await
    }

    async fn know_allegation(
        &self,
        known: &mut Known,
        matter: &allegation::Record,
    ) -> Result<(), AppError> {
        known.put("case.reference", matter.reference.clone());
        known.maybe("case.owner", self.staff_name(matter.owner)?);
        let taxonomy = self.taxonomy()?;
        known.put(
            "concern.category",
            category(&taxonomy, matter.category.as_str()),
        );
        let children = { matter.links.people() }.filter_map(|linked| match linked.person {
            PersonRef::Pupil { id } => Some(id),
            PersonRef::Staff { .. } | PersonRef::Described { .. } => None,
        });
        self.know_children(known, children)?;
        self.know_adult(known, matter)?;
        if let Some(decided) = &matter.threshold {
            know_threshold(known, decided);
        }
        self.know_first(known, matter.concerns.first()).await
    }

    /// The adult whom it is about: the first who is alleged to have done it.
    fn know_adult(&self, known: &mut Known, matter: &allegation::Record) -> Result<(), AppError> {
        let accused =
            { matter.links.people() }.find(|linked| linked.role == LinkRole::AllegedToHaveDoneIt);
        match accused.map(|linked| &linked.person) {
            Some(PersonRef::Staff { id }) => {
                known.maybe("adult.name", self.staff_name(*id)?);
                let member = self
                    .reader
                    .read(|views| directory::staff_member(views, *id))?;
                let job = member.and_then(|member| member.staff.job_title);
                known.secret("adult.role", job.as_ref());
            }
            Some(PersonRef::Described { description }) => {
                known.secret("adult.name", Some(description));
            }
            Some(PersonRef::Pupil { .. }) | None => {}
        }
        Ok(())
    }

    async fn know_first(
        &self,
        known: &mut Known,
        first: Option<&ConcernId>,
    ) -> Result<(), AppError> {
        let Some(first) = first else {
            return Ok(());
        };
        let known_at = self.known_at(first.stream()).await?;
        known.put("concern.reported_at", in_words(known_at));
        known.put(
            "case.opened_on",
            in_words(self.begun_at(first.stream()).await?),
        );
        let loaded = self.load::<Concern>(first.stream()).await?;
        if let Some(matter) = loaded.state.matter() {
            know_matter(known, matter);
        }
        if let Some((raised, actor)) = self.raised(*first).await? {
            know_raised(known, &raised);
            match (&raised.reporter, actor) {
                (Reporter::Actor, Actor::Staff(staff)) => {
                    known.maybe("reporter.name", self.staff_name(staff)?);
                }
                (Reporter::Named { name }, _) => known.secret("reporter.name", Some(name)),
                (Reporter::Actor | Reporter::Anonymous, _) => {}
            }
        }
        Ok(())
    }

    fn know_children(
        &self,
        known: &mut Known,
        children: impl Iterator<Item = PupilId>,
    ) -> Result<(), AppError> {
        let mut names = Vec::new();
        for (place, child) in children.enumerate() {
            let row = self.reader.read(|views| directory::pupil(views, child))?;
            let Some(row) = row else { continue };
            let forename = row.preferred_forename.as_ref().unwrap_or(&row.forename);
            names.push(format!("{} {}", forename.expose(), row.surname.expose()));
            if place == 0 {
                known.maybe(
                    "child.date_of_birth",
                    row.date_of_birth.map(|day| day.to_string()),
                );
                known.maybe(
                    "child.year_group",
                    row.year_group.map(|year| year.to_string()),
                );
                known.secret("child.upn", row.upn.as_ref());
            }
        }
        // The first is whom it is about; the others are further children of the same matter.
        if let Some((first, others)) = names.split_first() {
            known.put("child.name", first.clone());
            known.put("child.others", others.join("; "));
        }
        Ok(())
    }

    /// How a concern was first told, and by whom.
    async fn raised(&self, id: ConcernId) -> Result<Option<(ConcernRaised, Actor)>, AppError> {
        let journal = &self.parts.journal;
        let first = journal.read_stream(id.stream(), Revision(0), 1).await?;
        let Some(first) = first.first() else {
            return Ok(None);
        };
        match self.parts.vault.open(&first.event)? {
            Opened::Event(Event::Concern(ConcernEvent::Raised(raised))) => {
                Ok(Some((raised, first.event.envelope.actor)))
            }
            Opened::Event(_) | Opened::Erased => Ok(None),
        }
    }

    fn staff_name(&self, staff: StaffId) -> Result<Option<String>, AppError> {
        let member = self
            .reader
            .read(|views| directory::staff_member(views, staff))?;
        Ok(member.map(|member| {
            let staff = member.staff;
            format!("{} {}", staff.forename.expose(), staff.surname.expose())
        }))
    }
}

fn know_threshold(known: &mut Known, decided: &AllegationThresholdDecided) {
    let limbs = &decided.limbs;
    for (place, limb) in [
        (
            "threshold.limbs.harmed_or_may_have_harmed",
            limbs.harmed_or_may_have_harmed,
        ),
        ("threshold.limbs.possible_offence", limbs.possible_offence),
        ("threshold.limbs.may_pose_a_risk", limbs.may_pose_a_risk),
        (
            "threshold.limbs.may_not_be_suitable",
            limbs.may_not_be_suitable,
        ),
    ] {
        known.put(
            place,
            match limb {
                LimbAnswer::Yes => "yes",
                LimbAnswer::No => "no",
                LimbAnswer::Unknown => "unknown",
            },
        );
    }
    known.put("threshold.reasons", decided.reasons.expose().clone());
}

fn know_matter(known: &mut Known, matter: &Matter) {
    known.put("concern.account", matter.account.expose().clone());
    known.secret("concern.exact_words", matter.childs_words.as_ref());
    known.secret("concern.action_taken", matter.action_taken.as_ref());
}

fn know_raised(known: &mut Known, raised: &ConcernRaised) {
    let place = &raised.place;
    known.secret("concern.occurred_at", raised.when_text.as_ref());
    known.secret("concern.place", place.description.as_ref());
    known.maybe("concern.platform", place.platform.clone());
    known.secret("concern.addresses", place.address.as_ref());
    let accounts: Vec<&str> = { place.accounts.iter() }
        .map(|account| account.expose().as_str())
        .collect();
    known.put("concern.account_names", accounts.join(", "));
    known.maybe("device.description", place.device.clone());
    let danger = if raised.danger_now { "yes" } else { "no" };
    known.put("concern.danger_now", danger);
    let injuries: Vec<String> = { raised.body_map.iter() }
        .map(|mark| format!("{}: {}", mark.region, mark.description.expose()))
        .collect();
    known.put("concern.injuries", injuries.join("; "));
}

fn category(taxonomy: &Taxonomy, id: &str) -> String {
    { taxonomy.category(id) }.map_or_else(|| id.to_owned(), |category| category.label.clone())
}
