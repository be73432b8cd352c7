//! A child about whom there is anything leaves: the file is to follow, and its clock runs (R12, S14). So does
//! what comes to be known of a child who has left: from the moment when it is raised, whatever is decided on it
//! later, unless it goes with a file of theirs that is not sent yet. What is about an adult starts nothing. Whoever
//! is shut out of the matter from which an entry follows sees nothing of the entry.
//!
//! Only the worker does it, never the request that records the leaving: the school's own system learns nothing
//! from it, not by what it is told nor by how long that takes.

use std::collections::BTreeMap;

use lanyard_domain::case::Case;
use lanyard_domain::concern::Concern;
use lanyard_domain::reference;
use lanyard_domain::register::{Add, AddByItself, Entry, Sent, linked};
use lanyard_events::case::CaseEvent;
use lanyard_events::concern::ConcernEvent;
use lanyard_events::pupil::{PupilEvent, PupilLeft};
use lanyard_events::{
    AcademyId, Actor, CommandId, EntryId, Event, LinkRole, LinkedPerson, PupilId, Recorded,
    Revision, Role, Sensitive, StreamId, StreamKind,
};
use lanyard_projections::access_row::access_row;
use lanyard_projections::pupil_history::{OnLeaving, goes_along, on_leaving};
use lanyard_vault::Opened;

use super::received_file::REGISTER;
use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

/// By what something becomes part of a child's file.
const ABOUT_CHILDREN: [&str; 5] = [
    "concern.raised",
    "concern.passed_on",
    "concern.person_corrected",
    "case.opened",
    "case.person_linked",
];
/// Events read at once.
const BATCH: u32 = 200;

impl App {
    /// Something comes up about children of whom somebody had entered already that they leave. Where there was
    /// no file to follow then, the entry is the one that would have followed from their leaving; where one has
    /// gone, this goes after it.
    pub(crate) async fn files_follow_matter(
        &self,
        recorded: &Recorded,
        cause: Cause,
    ) -> Result<Vec<Done>, AppError> {
        let envelope = &recorded.event.envelope;
        let mut done = Vec::new();
        if !ABOUT_CHILDREN.contains(&envelope.event_type.as_str()) {
            return Ok(done);
        }
        let mut leavers = Vec::new();
        for pupil in self.children_coming_by(recorded).await? {
            leavers.extend(self.leaving_of(pupil).await?);
        }
        if leavers.is_empty() {
            return Ok(done);
        }
        self.wait_for(recorded.position).await?;
        let row = self
            .reader
            .read(|views| access_row(views, envelope.stream))?;
        if !row.routed_to.contains(Role::Dsl) {
            return Ok(done);
        }
        for left in &leavers {
            let follows = self.file_follows(left, Some(recorded), cause);
            done.extend(follows.await?);
        }
        Ok(done)
    }

    /// The children to whose file something comes with an event: all that it is about, or whom it names. About the
    /// others in a matter nothing has come up because one more was linked or another corrected.
    async fn children_coming_by(&self, recorded: &Recorded) -> Result<Vec<PupilId>, AppError> {
        let envelope = &recorded.event.envelope;
        let mut children = self.children_of(envelope.stream).await?;
        let Opened::Event(event) = self.parts.vault.open(&recorded.event)? else {
            return Ok(Vec::new());
        };
        let named = if let Event::Concern(ConcernEvent::PersonCorrected(corrected)) = event {
            corrected.to
        } else if let Event::Case(CaseEvent::PersonLinked(linked)) = event {
            linked.person.person
        } else {
            return Ok(children);
        };
        children.retain(|child| named.pupil() == Some(*child));
        Ok(children)
    }

    /// The children in whose file a concern or a case belongs.
    async fn children_of(&self, matter: StreamId) -> Result<Vec<PupilId>, AppError> {
        let linked: Vec<LinkedPerson> = if matter.kind == StreamKind::Concern {
            let loaded = self.load::<Concern>(matter).await?;
            { loaded.state.matter() }.map_or_else(Vec::new, |concern| concern.people.clone())
        } else {
            let loaded = self.load::<Case>(matter).await?;
            { loaded.state.record() }
                .map_or_else(Vec::new, |case| case.links.people().cloned().collect())
        };
        let is_theirs = |linked: &&LinkedPerson| {
            matches!(
                linked.role,
                LinkRole::Affected | LinkRole::AllegedToHaveDoneIt
            )
        };
        Ok({ linked.iter().filter(is_theirs) }
            .filter_map(|linked| linked.person.pupil())
            .collect())
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
        if recorded.event.envelope.event_type.as_str() != "pupil.left" {
            return Ok(None);
        }
        self.file_follows(recorded, None, cause).await
    }

    /// The same, where something has come up afterwards.
    async fn file_follows(
        &self,
        recorded: &Recorded,
        matter: Option<&Recorded>,
        cause: Cause,
    ) -> Result<Option<Done>, AppError> {
        let envelope = &recorded.event.envelope;
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
        let Some(id) = self.entry_to_follow(recorded, matter, (pupil, academy), there)? else {
            return Ok(None);
        };
        let register = self.register(REGISTER)?;
        let fields = fields_of(pupil, &left, there.is_open);
        let linked = linked(&register, &fields);
        let behind = matter.map(|it| it.event.envelope.stream).or(there.only);
        let around = self.around_behind(&register, Some(academy), &linked, behind);
        let around = around.await?;
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
        // R12 gives five school days to get what there is to the next school. What was raised after the leaving
        // could not be sent before it was known: it has its five days from then. Reckoned from the last day here it
        // would be overdue as it begins, and nobody could tell it from a file that somebody has left lying. What is
        // known before the last day still counts from that.
        let add = AddByItself {
            add,
            known_at: matter.map(|it| {
                let known = &it.event.envelope;
                known.occurred_at.min(known.proposed_at)
            }),
        };
        let done = self.react::<Entry>(reaction, |_, _| add.clone().into());
        done.await.map(Some)
    }
}

impl App {
    /// The id from which the entry gets its own: that of the leaving, once, and after it one for what has come
    /// up since and goes with no file of theirs. None where nothing is to follow.
    fn entry_to_follow(
        &self,
        left: &Recorded,
        matter: Option<&Recorded>,
        (pupil, academy): (PupilId, AcademyId),
        there: OnLeaving,
    ) -> Result<Option<CommandId>, AppError> {
        if !there.has_file {
            return Ok(None);
        }
        let of_leaving = command_id::of_reaction(left.event.envelope.id, "file to follow");
        let Some(matter) = matter.filter(|_| there.is_known) else {
            return Ok(Some(of_leaving).filter(|_| !there.is_entered));
        };
        let goes_along = matter.position < left.position
            || self
                .reader
                .read(|views| goes_along(views, pupil, academy, matter.position))?;
        let name = format!("file of {pupil} to follow");
        let of_matter = command_id::of_reaction(matter.event.envelope.id, &name);
        Ok(Some(of_matter).filter(|_| !goes_along))
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
