//! Forms filled in from the record, so that nobody types it twice: a file for each source. What somebody
//! may not see is in no form of theirs; what is said of adults is in no child's form. A name goes only to
//! a desk that takes names; an image never goes anywhere.

mod adult;
mod agencies;
mod around;
mod breach;
mod children;
mod concerns;
mod evidence;
mod history;
mod known;
mod organisation;
mod parents;
mod place;
mod steps;
mod thread;

use lanyard_access::Action;
use lanyard_domain::allegation::{self, Allegation};
use lanyard_domain::case::{Case, Record};
use lanyard_domain::policy::{Form, FormField, Shipped};
use lanyard_domain::referral::{Referral, State};
use lanyard_domain::steps::Playbooks;
use lanyard_events::step::FilledField;
use lanyard_events::{
    AllegationId, ReferralId, Revision, Sensitive, StreamId, StreamKind, Taxonomy,
};
use lanyard_projections::case_timeline::TimelineEntry;

use self::known::Known;
use self::place::{Place, may_name};
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

/// A form that is being filled in, and for whom.
struct Filling<'a> {
    context: &'a Context,
    form: &'static Form,
    referral: ReferralId,
    matter: StreamId,
    /// What the reader sees of the matter.
    entries: Vec<TimelineEntry>,
}

impl Filling<'_> {
    /// Whether the form asks for anything of these sources.
    fn asks(&self, sources: &[&str]) -> bool {
        let fields = self.form.fields.iter();
        { fields.filter_map(|field| field.from.as_deref()) }
            .any(|from| sources.iter().any(|source| from.starts_with(source)))
    }

    /// The matter with its concerns that are shown.
    fn matters(&self) -> impl Iterator<Item = StreamId> + '_ {
        let concerns = thread::concerns(&self.entries);
        { concerns.into_iter() }
            .map(|concern| concern.stream())
            .chain([self.matter])
    }
}

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
        let loaded = self.load::<Referral>(id.stream()).await?;
        let form = form_of(&loaded.state).ok_or(AppError::NotShown)?;
        let record = loaded.state.record().ok_or(AppError::NotShown)?;
        let drafted = record.fields.clone();
        let mut proposed = self.fields_from_record(context, id, &loaded, form).await?;
        proposed.retain(|filled| !drafted.iter().any(|it| it.field == filled.field));
        Ok(FilledForm {
            form,
            drafted,
            proposed,
            revision: loaded.tip.map_or(Revision(0), |tip| tip.revision),
        })
    }

    /// Every field of a form that the record has something for, as far as somebody may see it.
    pub(super) async fn fields_from_record(
        &self,
        context: &Context,
        referral: ReferralId,
        loaded: &Loaded<State>,
        form: &'static Form,
    ) -> Result<Vec<FilledField>, AppError> {
        let Some(record) = loaded.state.record() else {
            return Ok(Vec::new());
        };
        let filling = Filling {
            context,
            form,
            referral,
            matter: record.matter,
            entries: self.entries_of_matter(context, record.matter).await?,
        };
        let mut known = Known::default();
        self.know_place(&mut known, loaded.academy)?;
        self.know_submitter(&mut known, context)?;
        if record.matter.kind == StreamKind::Allegation {
            let matter = self.load::<Allegation>(record.matter).await?;
            if let Some(matter) = matter.state.record() {
                self.know_allegation(&mut known, &filling, matter).await?;
            }
        } else {
            let case = self.load::<Case>(record.matter).await?;
            if let Some(case) = case.state.record() {
                self.know_case(&mut known, &filling, case).await?;
            }
        }
        let takes_names = Shipped::get()
            .desk(form.agency)
            .is_some_and(|desk| desk.names_allowed);
        Ok({ form.fields.iter() }
            .filter_map(|field| filled(&known, field, takes_names))
            .collect())
    }

    async fn know_case(
        &self,
        known: &mut Known,
        filling: &Filling<'_>,
        case: &Record,
    ) -> Result<(), AppError> {
        known.put(Place::CaseReference, case.reference.clone());
        known.maybe(Place::CaseOwner, self.staff_name(case.owner)?);
        let taxonomy = self.taxonomy()?;
        let category = category(&taxonomy, case.category.as_str());
        known.put(Place::ConcernCategory, category);
        self.know_people(known, &case.links, false)?;
        let children = children::children(&case.links);
        if let Some(child) = children.first() {
            parents::know_parents(known, &filling.entries, *child);
            if let Some(plan) = case.plans.get(child) {
                parents::know_plan(known, plan);
            }
            let these = filling.matters().collect();
            if filling.asks(&[Place::CaseHistory.name()]) {
                self.know_history(known, filling.context, *child, these)
                    .await?;
            }
        }
        // After the plan: it names the social worker whom the case knows.
        if filling.asks(&["child."]) {
            self.know_around(known, filling.context, &children).await?;
        }
        self.know_common(known, filling, &case.playbooks).await
    }

    async fn know_allegation(
        &self,
        known: &mut Known,
        filling: &Filling<'_>,
        matter: &allegation::Record,
    ) -> Result<(), AppError> {
        known.put(Place::CaseReference, matter.reference.clone());
        known.maybe(Place::CaseOwner, self.staff_name(matter.owner)?);
        let taxonomy = self.taxonomy()?;
        let category = category(&taxonomy, matter.category.as_str());
        known.put(Place::ConcernCategory, category);
        self.know_people(known, &matter.links, true)?;
        let children = children::children(&matter.links);
        if filling.asks(&["child."]) {
            self.know_around(known, filling.context, &children).await?;
        }
        self.know_adult(known, matter)?;
        if filling.asks(&[Place::AdultEarlierConcerns.name()]) {
            let id = AllegationId::new(filling.matter.uuid);
            self.know_earlier(known, filling.context, id).await?;
        }
        self.know_common(known, filling, &matter.playbooks).await?;
        self.know_decisions(known, matter);
        agencies::know_consulted(known, &filling.entries);
        Ok(())
    }

    /// What both kinds of matter have.
    async fn know_common(
        &self,
        known: &mut Known,
        filling: &Filling<'_>,
        playbooks: &Playbooks,
    ) -> Result<(), AppError> {
        let (context, matter) = (filling.context, filling.matter);
        thread::know_chronology(known, &filling.entries);
        steps::know_steps(known, playbooks);
        let wishes = steps::answers(playbooks, &steps::WISHES);
        parents::know_wishes(known, &filling.entries, wishes);
        self.know_concerns(known, &filling.entries).await?;
        if filling.asks(&["referral."]) {
            self.know_agencies(known, context, filling.referral, matter)
                .await?;
        }
        if filling.asks(&["evidence.", Place::DeviceCustody.name()]) {
            self.know_evidence(known, context, matter).await?;
        }
        if filling.asks(&["breach."]) {
            let matters = filling.matters().collect();
            self.know_breach(known, context, matters, playbooks).await?;
        }
        Ok(())
    }
}

/// A field with what is known, if it fits.
fn filled(known: &Known, field: &FormField, takes_names: bool) -> Option<FilledField> {
    let place = field.from.as_deref()?;
    if !takes_names && may_name(place) {
        return None;
    }
    let value = known.for_form(place)?;
    let fits = field.choices.is_empty() || field.choices.contains(&value);
    fits.then(|| FilledField {
        field: field.id.to_string(),
        value: Sensitive::from(value),
    })
}

fn category(taxonomy: &Taxonomy, id: &str) -> String {
    { taxonomy.category(id) }.map_or_else(|| id.to_owned(), |category| category.label.clone())
}
