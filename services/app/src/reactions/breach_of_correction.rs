//! The entry of the register in which a breach is assessed: a person was the wrong one, and the name had left
//! (domain.md 1 rule 5, R10, S08). SIRO and DPO read it, who know of neither the matter nor of what sort it is:
//!
//! - it is the same word for word whether a pupil's case was corrected or a matter about an adult, and the record
//!   itself adds it: who had the matter in hand would say whom it is about;
//! - the matter stands behind it without its number, so that whoever is shut out of that is shut out of this;
//! - one correction has one entry, though it be followed in a matter and in the child's case out of it.
//!
//! In this order:
//!
//! 1. it is closed to whoever was named wrongly, who is not linked to the matter any more: a crash between hides
//!    too much, never too little;
//! 2. it is added.

use std::collections::BTreeMap;

use lanyard_domain::conflict::{AddMatter, Conflict};
use lanyard_domain::reference;
use lanyard_domain::register::{Add, Entry, Sent, linked};
use lanyard_events::{Actor, EntryId, Envelope, PersonRef, Sensitive, StreamId};

use super::matter_keeps_owner::unless_refused;
use super::shut_out::REASON;
use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

/// The register of personal-data breaches.
const BREACHES: &str = "breaches";

const FACTS: &str = "Somebody was named in a record who was the wrong one, and the name had left the trust before it \
                     was corrected. Whom it went to stands in the record itself. Whoever has it in hand tells each \
                     of them, and answers what SIRO and DPO ask; a record that is closed by now is opened again for \
                     that.";

impl App {
    /// What was recorded, and the entry's number; none where nobody was named whom it was not about. Nobody of
    /// the matter's `people`, and not whoever was named wrongly, keeps one of its clocks.
    pub(super) async fn breach_assessed(
        &self,
        envelope: &Envelope,
        cause: Cause,
        wrong: &PersonRef,
        people: Vec<PersonRef>,
    ) -> Result<Option<(Vec<Done>, String)>, AppError> {
        let whose = match wrong {
            PersonRef::Pupil { .. } => "pupils",
            PersonRef::Staff { .. } => "staff",
            // A description was replaced by a name.
            PersonRef::Described { .. } => return Ok(None),
        };
        // What one correction leads to has one correlation.
        let id = command_id::of_reaction(cause.correlation, "breach");
        let number = reference::of_command(&id);
        let entry = EntryId::new(id.new_aggregate()).stream();
        let event_type = envelope.event_type.as_str();
        let closed = self.closed_to_wrong_name(envelope, cause, entry, wrong);
        let mut done: Vec<Done> = closed.await?.into_iter().collect();
        let reaction = Reaction {
            stream: entry,
            academy: envelope.academy,
            actor: Actor::System,
            occurred_at: envelope.occurred_at,
            cause,
            id,
        };
        let mut concerned = people;
        concerned.push(wrong.clone());
        let add = self.breach(envelope, &number, whose, concerned).await?;
        let added = self.react::<Entry>(reaction, |_, _| add.clone().into());
        done.extend(unless_refused(event_type, added.await)?);
        Ok(Some((done, number)))
    }

    async fn closed_to_wrong_name(
        &self,
        envelope: &Envelope,
        cause: Cause,
        entry: StreamId,
        wrong: &PersonRef,
    ) -> Result<Option<Done>, AppError> {
        let Some(staff) = wrong.staff() else {
            return Ok(None);
        };
        let Some(row) = self.staff_row(staff)? else {
            return Ok(None);
        };
        let stream = row.conflict.stream();
        let reaction = Reaction {
            stream,
            academy: self.load::<Conflict>(stream).await?.academy,
            actor: Actor::System,
            occurred_at: envelope.occurred_at,
            cause,
            id: command_id::of_reaction(cause.correlation, "breach closed to whoever was named"),
        };
        let closed = self.react::<Conflict>(reaction, |_, _| {
            AddMatter {
                matter: entry,
                reason: Sensitive::from(REASON),
            }
            .into()
        });
        closed.await.map(Some)
    }

    async fn breach(
        &self,
        envelope: &Envelope,
        number: &str,
        whose: &str,
        concerned: Vec<PersonRef>,
    ) -> Result<Add, AppError> {
        let register = self.register(BREACHES)?;
        let fields = fields_of(envelope, whose);
        let mut linked = linked(&register, &fields);
        linked.people.extend(concerned);
        linked.behind = Some(envelope.stream);
        let around = self.around(&register, envelope.academy, &linked).await?;
        Ok(Add {
            around,
            fields,
            // It is their own, and says nowhere whose.
            by: match envelope.actor {
                Actor::Staff(staff) => Some(staff),
                Actor::Client(_) | Actor::System | Actor::Public => None,
            },
            number: number.to_owned(),
        })
    }
}

/// What is known of the breach by itself, for readers who do not know of what sort the record is.
fn fields_of(envelope: &Envelope, whose: &str) -> BTreeMap<String, Sent> {
    let text = |text: &str| Sent::Text(Sensitive::from(text));
    let several = |one: &str| Sent::Several(vec![text(one)]);
    let known_at = envelope.proposed_at.to_string();
    [
        ("known_at", text(&known_at)),
        ("what", text("other")),
        ("facts", text(FACTS)),
        ("data_kinds", several("safeguarding")),
        ("whose", several(whose)),
        ("protection", text("not_known")),
        ("danger", text("not_known")),
    ]
    .into_iter()
    .map(|(field, value)| (field.to_owned(), value))
    .collect()
}
