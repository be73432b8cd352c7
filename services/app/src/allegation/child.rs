//! The child's side (S16): a welfare case of the child's own, and the adult's name shared in it.

use std::sync::Arc;

use lanyard_access::Action;
use lanyard_domain::allegation::{Allegation, DeclineChildCase, OpenChildCase, Record, ShareName};
use lanyard_domain::{Code, Refusal, Senior};
use lanyard_events::{
    AcademyId, AllegationId, CaseId, CategoryId, PersonRef, PupilId, Role, Sensitive, StaffId,
    Taxonomy,
};
use lanyard_projections::directory;

use super::asked;
use crate::app::App;
use crate::change::Precondition;
use crate::command_id;
use crate::context::{Context, Done};
use crate::error::AppError;

/// What a child's case is filed under where the concern's own category would say that an adult is
/// concerned. Of the shipped categories this one speaks of the child's wellbeing and of nothing that
/// anybody did; every other names an act that the safeguarding team would take for a fact.
const NEUTRAL_CATEGORY: &str = "emotional_abuse";

/// Who takes the child's side, the nearest first (domain.md 1 rule 7, alternates).
const CHILDS_SIDE: [Role; 4] = [Role::Dsl, Role::DeputyDsl, Role::Head, Role::TrustLead];

/// A child's case was asked for.
#[derive(Debug, Clone, Copy)]
pub struct ChildCaseOpened {
    /// What it left in the record of the adult's matter. Its position covers the case too.
    pub done: Done,
    /// The case.
    pub case: CaseId,
}

impl App {
    /// Asks for a welfare case about pupils of a matter. It is closed first to everybody to whom the
    /// matter is, and then opened, as a reaction.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn open_child_case(
        &self,
        context: &Context,
        id: AllegationId,
        pupils: Vec<PupilId>,
        category: Option<String>,
        reason: Sensitive<String>,
    ) -> Result<ChildCaseOpened, AppError> {
        self.address(context, id.stream(), asked(Action::WorkAllegation))
            .await?;
        let (record, academy) = self.matter_of(id).await?;
        let taxonomy = self.taxonomy()?;
        let category = match category {
            Some(category) => CategoryId::new(&category),
            None => childs_category(&taxonomy, &record),
        };
        let owner = self.childs_lead(id, &record, academy).await?;
        let (command, _) = context.command()?;
        let case = CaseId::new(command_id::of_case(&command).new_aggregate());
        let done = self
            .change::<Allegation>(context, id.stream(), Precondition::Required, |_, _| {
                Ok(OpenChildCase {
                    case,
                    pupils: pupils.clone(),
                    category: category.clone(),
                    taxonomy: Arc::clone(&taxonomy),
                    owner: Senior::looked_up(owner),
                    reason: reason.clone(),
                }
                .into())
            })
            .await?;
        let done = self.follow(done).await?;
        Ok(ChildCaseOpened { done, case })
    }

    /// Decides that the children need no case out of the matter: then it is not due any more.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn decline_child_case(
        &self,
        context: &Context,
        id: AllegationId,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::WorkAllegation))
            .await?;
        self.change::<Allegation>(context, id.stream(), Precondition::Required, |_, _| {
            Ok(DeclineChildCase {
                reason: reason.clone(),
            }
            .into())
        })
        .await
    }

    /// Shares an adult's name with the readers of the children's cases.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn share_name(
        &self,
        context: &Context,
        id: AllegationId,
        person: PersonRef,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::WorkAllegation))
            .await?;
        let done = self
            .change::<Allegation>(context, id.stream(), Precondition::Required, |_, _| {
                Ok(ShareName {
                    person: person.clone(),
                    reason: reason.clone(),
                }
                .into())
            })
            .await?;
        self.follow(done).await
    }

    /// An unconflicted safeguarding lead of the academy, or the next alternate. Whoever manages the
    /// adult's matter only where there is nobody else: in a small school the head is the lead (S17).
    async fn childs_lead(
        &self,
        id: AllegationId,
        record: &Record,
        academy: AcademyId,
    ) -> Result<StaffId, AppError> {
        let mut manager = None;
        for role in CHILDS_SIDE {
            let holders = self
                .reader
                .read(|views| directory::holders(views, role, Some(academy), self.now()))?;
            for holder in holders {
                if self.has_left(&holder) || self.bars(holder.staff, id.stream()).await? {
                    continue;
                }
                if holder.staff != record.owner {
                    return Ok(holder.staff);
                }
                manager = Some(holder.staff);
            }
        }
        manager.ok_or_else(|| {
            Refusal::new(
                Code::NotASenior,
                "Nobody can take the child's side: no safeguarding lead, headteacher or trust lead \
                 is free of a conflict in this matter.",
            )
            .into()
        })
    }
}

fn childs_category(taxonomy: &Taxonomy, record: &Record) -> CategoryId {
    let of_concern = taxonomy.category(record.category.as_str());
    match of_concern.filter(|category| !category.about_adult) {
        Some(category) => category.id.clone(),
        None => CategoryId::new(NEUTRAL_CATEGORY),
    }
}
