//! Linked cases: siblings, the same incident (domain.md 2, "Case").
//!
//! Whoever may see both cases sees the link from each; whoever sees one of them only is told nothing of the other.

use std::collections::BTreeSet;

use lanyard_access::{Action, Scope};
use lanyard_domain::case_links::{CaseLinks, LinkCase, UnlinkCase};
use lanyard_domain::{Code, Refusal};
use lanyard_events::case_links::CaseLinkKind;
use lanyard_events::{AcademyId, CaseId, Sensitive, StreamId};
use lanyard_projections::access_row::access_row;
use lanyard_projections::case_links::{LinkedCase, SiblingsCase, linked_cases, siblings_cases};

use super::asked;
use crate::app::App;
use crate::command_id;
use crate::context::{Context, Done};
use crate::error::AppError;

/// By which route a look at a case is recorded that has to do with a link. Whoever sees one of two cases is told who
/// looked at it and by which route (`/v1/cases/{case}/looks`): that of a link would tell them that there is another one.
const READING: &str = "GET /v1/cases/{case}";

/// The other cases that have to do with one.
#[derive(Debug, Clone)]
pub struct OtherCases {
    /// Those it was linked with.
    pub links: Vec<LinkedCase>,
    /// Open ones of children whom one of the two cases names as brother or sister.
    pub siblings: Vec<SiblingsCase>,
}

impl App {
    /// Links a case with another one of the trust that the caller may work on too. The link stands in this case
    /// first; the other one follows as a reaction, which the worker finishes after a crash.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn link_cases(
        &self,
        context: &Context,
        id: CaseId,
        other: CaseId,
        kind: CaseLinkKind,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let reading = as_reading(context);
        self.address(&reading, id.stream(), asked(Action::WorkCase))
            .await?;
        let known = self.address(&reading, other.stream(), asked(Action::WorkCase));
        match known.await {
            Ok(_) => {}
            // Denied looks like absent.
            Err(AppError::NotShown | AppError::Forbidden) => {
                let detail = "There is no such case.";
                return Err(Refusal::of_field(Code::UnknownCase, "/case", detail).into());
            }
            Err(error) => return Err(error),
        }
        let link = LinkCase {
            of: id,
            case: other,
            kind,
            reason,
        };
        let done =
            self.add_to::<CaseLinks>(context, self.links_of(id)?, |_| Ok(link.clone().into()));
        self.follow_link(id, done.await?).await
    }

    /// Ends the link of two cases.
    ///
    /// # Errors
    /// `NotShown` where they are not linked or one of them may not be seen, `Forbidden`, a refusal, `NotRecorded`,
    /// `OutcomeUnknown`.
    pub async fn unlink_cases(
        &self,
        context: &Context,
        id: CaseId,
        other: CaseId,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let reading = as_reading(context);
        for case in [id, other] {
            self.address(&reading, case.stream(), asked(Action::WorkCase))
                .await?;
        }
        let done = self.add_to::<CaseLinks>(context, self.links_of(id)?, |loaded| {
            if loaded.state.kind_of(other).is_none() {
                return Err(AppError::NotShown);
            }
            Ok(UnlinkCase {
                case: other,
                reason: reason.clone(),
            }
            .into())
        });
        self.follow_link(id, done.await?).await
    }

    /// The other cases that have to do with one, as far as the caller may see them.
    ///
    /// # Errors
    /// `NotShown`, `Unavailable`.
    pub async fn other_cases(&self, context: &Context, id: CaseId) -> Result<OtherCases, AppError> {
        self.address(context, id.stream(), asked(Action::ReadCase))
            .await?;
        let scope = Scope::of(&context.caller, Action::ReadCase);
        let others = self.query(move |views| {
            Ok(OtherCases {
                links: linked_cases(views, &scope, id)?,
                siblings: siblings_cases(views, &scope, id)?,
            })
        });
        let others = others.await?;
        let linked = others.links.iter().map(|link| link.case.case);
        let siblings = others.siblings.iter().map(|sibling| sibling.case.case);
        // One after the other, as if each had been read by itself.
        let reading = as_reading(context);
        let shown: BTreeSet<CaseId> = linked.chain(siblings).collect();
        for case in shown {
            self.looked(&reading, vec![case.stream()]).await?;
        }
        Ok(others)
    }

    /// The stream of a case's links, which belongs to the case's academy.
    fn links_of(&self, case: CaseId) -> Result<(StreamId, Option<AcademyId>), AppError> {
        let row = self.reader.read(|views| access_row(views, case.stream()))?;
        Ok((command_id::of_case_links(case), row.academy))
    }

    /// The answer speaks of the case: what else is linked with it is in no revision.
    async fn follow_link(&self, case: CaseId, done: Done) -> Result<Done, AppError> {
        let done = self.follow(done).await?;
        Ok(Done {
            stream: case.stream(),
            ..done
        })
    }
}

/// The request, as what its looks are recorded of.
pub(crate) fn as_reading(context: &Context) -> Context {
    Context {
        route: READING,
        ..context.clone()
    }
}
