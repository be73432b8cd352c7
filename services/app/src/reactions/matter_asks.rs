//! What has to be decided in an adult's matter is due from its opening on: whether the harm threshold may be
//! met (R3, by the LADO's clock), and whether the child gets a case of their own (S16). Opening it by hand
//! settles neither. With another concern the threshold is asked for again, by the clock of that one where the
//! others were decided on; with another child, or once the case of one is open, their side is.

use lanyard_domain::allegation::{Allegation, AskForDecisions, Record};
use lanyard_domain::policy::{Agency, Due, Shipped};
use lanyard_domain::referral::by_desk;
use lanyard_events::Envelope;
use lanyard_events::allegation::MatterDecision;

use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

/// The step of playbook 15 that says when: the child's side is looked after on the same day.
const CHILDS_SIDE: (&str, Due) = ("15.8", Due::Today);

impl App {
    pub(super) async fn matter_asks(
        &self,
        envelope: &Envelope,
        cause: Cause,
        record: &Record,
    ) -> Result<Done, AppError> {
        let calendar = self.calendar_at(envelope.academy).await?;
        let authority = self.authority_of(envelope.academy)?;
        let known = self.first_known(record.under_r3()).await?;
        let threshold = { Shipped::get().desk(Agency::Lado) }.and_then(|lado| {
            let authority = authority.as_deref();
            by_desk(lado, &record.category, authority, known, &calendar)
        });
        let (step, today) = CHILDS_SIDE;
        let childs_side = today.reckon(step, envelope.proposed_at, &calendar);
        let asked: Vec<_> = [
            (MatterDecision::Threshold, threshold),
            (MatterDecision::ChildsSide, childs_side),
        ]
        .into_iter()
        .filter_map(|(decision, due)| Some((decision, due?)))
        .collect();
        let reaction = Reaction {
            stream: envelope.stream,
            academy: envelope.academy,
            actor: envelope.actor,
            occurred_at: envelope.occurred_at,
            cause,
            id: command_id::of_reaction(envelope.id, "decisions due"),
        };
        self.react::<Allegation>(reaction, |_, _| {
            AskForDecisions {
                asked: asked.clone(),
            }
            .into()
        })
        .await
    }
}
