//! Playbooks of an adult's matter: proposed, and started. Their steps are done as those of a case are (`crate::steps`).
//!
//! Every step begins with the case manager, whoever's role it names: a step by itself already says that
//! there is a matter, so they alone give it on, by name (ADR 19). Who comes second is never a safeguarding
//! lead.

use std::collections::BTreeMap;
use std::sync::Arc;

use lanyard_access::{Action, Scope};
use lanyard_domain::allegation::{Allegation, State};
use lanyard_domain::policy::{Matrix, Playbook};
use lanyard_domain::steps::{Owners, StartPlaybook};
use lanyard_events::allegation::ThresholdDecision;
use lanyard_events::{AllegationId, At, Sensitive};
use lanyard_projections::allegations::{AllegationRow, AllegationState, allegation};
use lanyard_projections::playbook_steps::{RunningPlaybook, playbooks_of_allegation};

use super::asked;
use crate::app::App;
use crate::case::steps::no_such_playbook;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::known::ByHand;
use crate::load::Loaded;

/// Proposed wherever the threshold may be met (KCSIE Part 4; playbooks.md 15).
const ALLEGATION: &str = "allegation_against_adult";

/// What runs in an adult's matter, what is proposed, and the matrix by which it goes.
type AllegationRunning = (
    Vec<RunningPlaybook>,
    Vec<Arc<Playbook>>,
    Option<Arc<Matrix>>,
);

impl App {
    /// The playbooks that run in an adult's matter, with their steps, those that are proposed, and the
    /// matrix by which it goes where a step asks for a kind of it.
    ///
    /// # Errors
    /// `NotShown`, `Unavailable`.
    pub async fn allegation_playbooks(
        &self,
        context: &Context,
        id: AllegationId,
    ) -> Result<AllegationRunning, AppError> {
        self.address(context, id.stream(), asked(Action::ReadAllegation))
            .await?;
        let scope = Scope::of(&context.caller, Action::ReadAllegation);
        let (running, matter) = self
            .query(move |views| {
                let running = playbooks_of_allegation(views, &scope, id)?;
                Ok(running.zip(allegation(views, &scope, id)?))
            })
            .await?
            .ok_or(AppError::NotShown)?;
        let proposed = match matter.state {
            AllegationState::Open => self.proposed_in(&matter, &running)?,
            AllegationState::Closed => Vec::new(),
        };
        let matrix = self.matrix_asked(&running, id.stream()).await?;
        Ok((running, proposed, matrix))
    }

    /// Starts a playbook by hand. Its clocks count from when the employer knew of what it is for (`known.rs`).
    ///
    /// # Errors
    /// `NotShown`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn start_allegation_playbook(
        &self,
        context: &Context,
        id: AllegationId,
        playbook: &str,
        (reason, known_at): (Sensitive<String>, Option<At>),
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::WorkAllegation))
            .await?;
        let loaded = self.load::<Allegation>(id.stream()).await?;
        let by_hand = ByHand { reason, known_at };
        let start = self.start_in_allegation(id, &loaded, playbook, Some(by_hand));
        let start = start.await?.ok_or_else(no_such_playbook)?;
        let done = self
            .change::<Allegation>(context, id.stream(), Precondition::Free, |_, _| {
                Ok(start.clone().into())
            })
            .await?;
        self.follow(done).await
    }

    /// By the category, and the playbook of allegations unless the threshold is decided not to be met; none
    /// that runs already or does not run beside what does.
    fn proposed_in(
        &self,
        matter: &AllegationRow,
        running: &[RunningPlaybook],
    ) -> Result<Vec<Arc<Playbook>>, AppError> {
        let may_be_met = matches!(
            matter.threshold,
            None | Some(ThresholdDecision::MayMeetThreshold)
        );
        let runs =
            |playbook: &Playbook| { running.iter() }.any(|it| it.playbook == playbook.id.as_str());
        let fits = |playbook: &&Arc<Playbook>| {
            playbook.about_adults
                && if playbook.id.as_str() == ALLEGATION {
                    may_be_met
                } else {
                    { playbook.opens_for.iter() }.any(|it| it.as_str() == matter.category)
                }
        };
        let in_force = self.in_force()?;
        Ok({ in_force.playbooks.iter() }
            .filter(fits)
            .filter(|playbook| !runs(playbook))
            .cloned()
            .collect())
    }

    /// A playbook as it would start in an adult's matter now: every step is the case manager's.
    pub(crate) async fn start_in_allegation(
        &self,
        id: AllegationId,
        loaded: &Loaded<State>,
        playbook: &str,
        by_hand: Option<ByHand>,
    ) -> Result<Option<StartPlaybook>, AppError> {
        let Ok(playbook) = self.playbook(playbook) else {
            return Ok(None);
        };
        let Some(record) = loaded.state.record() else {
            return Ok(None);
        };
        let start = self
            .start_of(
                playbook,
                loaded.academy,
                record.owner,
                &[],
                Some(id.stream()),
            )
            .await?;
        let known_at = self.known_for_adults(record, &start.playbook, by_hand.as_ref());
        let known_at = known_at.await?;
        Ok(Some(StartPlaybook {
            owners: Owners {
                by_role: BTreeMap::new(),
                raiser: None,
                otherwise: record.owner,
            },
            reason: by_hand.map(|it| it.reason),
            counts_from: known_at,
            known_at,
            ..start
        }))
    }
}
