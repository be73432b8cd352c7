//! Raising a concern.

use lanyard_access::{Action, Resource, ResourceKind};
use lanyard_domain::concern::{Concern, Raise};
use lanyard_domain::pupil::keeps_family_away;
use lanyard_domain::{Aggregate, Code, Refusal, reference};
use lanyard_events::concern::{AboutAdult, BodyMark, Place, Reporter};
use lanyard_events::{
    AcademyId, At, CategoryId, ConcernId, EventId, LinkedPerson, Sensitive, StreamId,
};

use crate::app::App;
use crate::change::Begin;
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::pending::PendingReceipt;

/// What somebody saw, heard or was told.
#[derive(Debug, Clone)]
pub struct RaiseConcern {
    /// Where it belongs.
    pub academy: AcademyId,
    /// Is it about an adult here?
    pub about_adult: AboutAdult,
    /// Category, from the taxonomy.
    pub category: String,
    /// People with their parts.
    pub people: Vec<LinkedPerson>,
    /// Where it happened.
    pub place: Place,
    /// When, in words.
    pub when_text: Option<Sensitive<String>>,
    /// The reporter's own words.
    pub account: Sensitive<String>,
    /// The child's exact words.
    pub childs_words: Option<Sensitive<String>>,
    /// Body map.
    pub body_map: Vec<BodyMark>,
    /// What was done already, and why.
    pub action_taken: Option<Sensitive<String>>,
    /// Is anybody in danger now?
    pub danger_now: bool,
    /// Who reported.
    pub reporter: Reporter,
    /// Late entry: its true time (paper form after an outage).
    pub late_entry: Option<At>,
    /// The sender's own reference.
    pub external_reference: Option<String>,
    /// Sub-risks of the four Cs, from the taxonomy.
    pub sub_risks: Vec<String>,
}

/// A concern was received. It never holds the text that was sent.
#[derive(Debug, Clone)]
pub struct Raised {
    /// What it left in the record.
    pub done: Done,
    /// Its id.
    pub id: ConcernId,
    /// What people quote.
    pub reference: String,
    /// The event that the receipt is for.
    pub receipt: EventId,
}

/// How a concern was received.
#[derive(Debug, Clone)]
pub enum Received {
    /// It is in the record.
    Recorded(Raised),
    /// The recorder is away; it is kept and will be in the record when it is back.
    Kept {
        /// Its id, as it will be.
        id: ConcernId,
        /// What people quote.
        reference: String,
        /// By what to ask whether it is in the record.
        receipt: PendingReceipt,
    },
}

impl App {
    /// Records a concern. It needs no answer but the store's: a repeat of the same command meets its
    /// own stream, so nothing has to be looked up first.
    ///
    /// # Errors
    /// `Forbidden` for somebody not of the academy, a refusal with every wrong field, `NotRecorded`,
    /// `OutcomeUnknown`.
    pub async fn raise_concern(
        &self,
        context: &Context,
        raise: RaiseConcern,
    ) -> Result<Received, AppError> {
        self.permit(
            context,
            Action::RaiseConcern,
            &Resource::at(ResourceKind::Academy, raise.academy),
        )?;
        self.raise(context, raise).await
    }

    /// Records a concern of somebody who may raise one.
    pub(super) async fn raise(
        &self,
        context: &Context,
        raise: RaiseConcern,
    ) -> Result<Received, AppError> {
        let academy = raise.academy;
        let (id, content) = context.command()?;
        let calendar = self.calendar_of(academy).await?;
        // Unknown ones are refused by the rules, together with whatever else is wrong.
        let taxonomy = self.taxonomy()?;
        let about_adult = match taxonomy.category(&raise.category) {
            Some(category) if category.about_adult && raise.about_adult == AboutAdult::No => {
                AboutAdult::NotSure
            }
            Some(_) | None => raise.about_adult,
        };
        self.check_people(&raise.people)?;
        let stream = StreamId::new(Concern::KIND, id.new_aggregate());
        let reference = reference::of_command(&id);
        let routing = self.routing(academy, about_adult, &raise.people).await?;
        let category = CategoryId::new(&raise.category);
        let keeps_away = keeps_family_away(&category, Some(raise.place.kind));
        let command = Raise {
            actor: context.caller.actor,
            reporter: raise.reporter,
            about_adult: raise.about_adult,
            category,
            taxonomy,
            people: raise.people,
            place: raise.place,
            when_text: raise.when_text,
            account: raise.account,
            childs_words: raise.childs_words,
            body_map: raise.body_map,
            action_taken: raise.action_taken,
            danger_now: raise.danger_now,
            late_entry: raise.late_entry.is_some(),
            reference: reference.clone(),
            external_reference: raise.external_reference,
            sub_risks: raise.sub_risks,
            calendar,
            routing,
        };
        let occurred_at = raise.late_entry;
        if occurred_at.is_some_and(|at| at > self.now()) {
            return Err(Refusal::of_field(
                Code::LastDayAhead,
                "/late_entry",
                "A late entry was written before now.",
            )
            .into());
        }
        let begin = Begin {
            stream,
            academy: Some(academy),
            command: command.into(),
            id,
            content,
            occurred_at,
            expires: false,
        };
        let done = match self.begin::<Concern>(context, begin).await {
            Ok(done) => done,
            Err(AppError::Pending) => {
                return Ok(Received::Kept {
                    id: ConcernId::new(stream.uuid),
                    reference,
                    receipt: self.receipt_to_come(context, id),
                });
            }
            Err(error) => return Err(error),
        };
        let receipt = done.event.ok_or(AppError::Internal {
            what: "a concern was recorded without an event",
            source: None,
        })?;
        // Whoever opens the child's record next finds the mark. The concern is recorded whatever becomes of
        // it; the worker sets it a moment later.
        let followed = if keeps_away {
            self.follow(done).await
        } else {
            Ok(done)
        };
        let done = followed.unwrap_or_else(|error| {
            tracing::warn!(%error, "what follows from a concern is left to the worker");
            done
        });
        Ok(Received::Recorded(Raised {
            done,
            id: ConcernId::new(stream.uuid),
            reference,
            receipt,
        }))
    }
}
