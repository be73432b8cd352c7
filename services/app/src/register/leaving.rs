//! A child about whom there is anything leaves: the file is to follow, and its clock runs (R12, S14).
//!
//! Only the worker does it, never the request that records the leaving: the school's own system learns nothing
//! from it, not by what it is told nor by how long that takes.

use std::collections::BTreeMap;

use lanyard_domain::reference;
use lanyard_domain::register::{Add, AddByItself, Entry, Sent, linked};
use lanyard_events::case::CaseEvent;
use lanyard_events::pupil::{PupilEvent, PupilLeft};
use lanyard_events::{Actor, EntryId, Event, PupilId, Recorded, Revision, Sensitive};
use lanyard_projections::pupil_history::on_leaving;
use lanyard_vault::Opened;

use super::received_file::REGISTER;
use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

/// Events read at once.
const BATCH: u32 = 200;

impl App {
    /// A case is opened about children of whom somebody had entered already that they leave: there was no file
    /// to follow then. The entry is the one that would have followed from their leaving.
    pub(crate) async fn files_follow_case(
        &self,
        recorded: &Recorded,
        cause: Cause,
    ) -> Result<Vec<Done>, AppError> {
        if recorded.event.envelope.event_type.as_str() != "case.opened" {
            return Ok(Vec::new());
        }
        let Opened::Event(Event::Case(CaseEvent::Opened(opened))) =
            self.parts.vault.open(&recorded.event)?
        else {
            return Ok(Vec::new());
        };
        let mut done = Vec::new();
        for linked in &opened.people {
            let Some(pupil) = linked.person.pupil() else {
                continue;
            };
            if let Some(left) = self.leaving_of(pupil).await? {
                done.extend(self.file_follows_leaving(&left, cause).await?);
            }
        }
        Ok(done)
    }

    /// The leaving of a pupil; they leave once.
    async fn leaving_of(&self, pupil: PupilId) -> Result<Option<Recorded>, AppError> {
        let stream = pupil.stream();
        let mut from = Revision(0);
        loop {
            let batch = self.parts.journal.read_stream(stream, from, BATCH).await?;
            let read = batch.len();
            for recorded in batch {
                if recorded.event.envelope.event_type.as_str() == "pupil.left" {
                    return Ok(Some(recorded));
                }
                from = recorded.event.envelope.revision.next();
            }
            if read < BATCH as usize {
                return Ok(None);
            }
        }
    }

    /// The entry of the register of files that follows from a leaving, where there is a file to follow.
    pub(crate) async fn file_follows_leaving(
        &self,
        recorded: &Recorded,
        cause: Cause,
    ) -> Result<Option<Done>, AppError> {
        let envelope = &recorded.event.envelope;
        if envelope.event_type.as_str() != "pupil.left" {
            return Ok(None);
        }
        let Opened::Event(Event::Pupil(PupilEvent::Left(left))) =
            self.parts.vault.open(&recorded.event)?
        else {
            return Ok(None);
        };
        let Some(academy) = envelope.academy else {
            return Ok(None);
        };
        let pupil = PupilId::new(envelope.stream.uuid);
        self.wait_for(self.head()).await?;
        let there = self
            .reader
            .read(|views| on_leaving(views, pupil, academy))?;
        if !there.has_file || there.is_entered {
            return Ok(None);
        }
        let register = self.register(REGISTER)?;
        let fields = fields_of(pupil, &left, there.is_open);
        let linked = linked(&register, &fields);
        let around = self.around(&register, Some(academy), &linked).await?;
        let id = command_id::of_reaction(envelope.id, "file to follow");
        let add = Add {
            around,
            fields,
            by: None,
            number: reference::of_command(&id),
        };
        let reaction = Reaction {
            stream: EntryId::new(id.new_aggregate()).stream(),
            academy: Some(academy),
            actor: Actor::System,
            occurred_at: envelope.occurred_at,
            cause,
            id,
        };
        let done = self.react::<Entry>(reaction, |_, _| AddByItself(add.clone()).into());
        done.await.map(Some)
    }
}

/// What is known of it. How the social worker was told, and where to if nobody knows yet, is asked with the
/// first move.
fn fields_of(pupil: PupilId, left: &PupilLeft, is_open: bool) -> BTreeMap<String, Sent> {
    let text = |text: String| Sent::Text(Sensitive::from(text));
    let mut fields: BTreeMap<String, Sent> = [
        ("direction", text("out".to_owned())),
        ("pupil", text(pupil.to_string())),
        ("left_on", text(left.on.to_string())),
        ("open_case", Sent::YesNo(is_open)),
    ]
    .into_iter()
    .map(|(field, value)| (field.to_owned(), value))
    .collect();
    if let Some(school) = &left.destination {
        fields.insert("other_school".to_owned(), Sent::Text(school.clone()));
    }
    fields
}
