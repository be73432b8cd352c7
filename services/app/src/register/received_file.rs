//! Files of schools before, out of another Lanyard: taken into the pupil's record once, and from there
//! into the register of files, by which they stand in the pupil's history at their true dates (S14).

use std::collections::BTreeMap;

use lanyard_access::Action;
use lanyard_domain::pupil::{Pupil, ReceiveFile};
use lanyard_domain::reference;
use lanyard_domain::register::{Add, Entry, Sent, linked};
use lanyard_events::pupil::{PupilEvent, PupilFileReceived};
use lanyard_events::{
    Actor, Day, EntryId, Envelope, Event, PupilId, Recorded, Revision, Sensitive,
};
use lanyard_vault::Opened;

use crate::address::Asked;
use crate::app::App;
use crate::change::{Precondition, Reaction};
use crate::command_id;
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::submit::Cause;

/// The register of files that leave and come.
pub(super) const REGISTER: &str = "file_transfers";
/// Events read at once.
const BATCH: u32 = 200;

/// A file that is to be taken, as it was found to be right.
#[derive(Debug, Clone)]
pub struct TakeFile {
    /// What came; its digest is found here.
    pub received: PupilFileReceived,
    /// The unique pupil number in it.
    pub upn: Option<Sensitive<String>>,
    /// The date of birth in it.
    pub date_of_birth: Option<Day>,
}

/// A file that was taken.
#[derive(Debug, Clone)]
pub struct ReceivedFile {
    /// Its entry in the register of files.
    pub entry: EntryId,
    /// What came.
    pub received: PupilFileReceived,
}

const fn asked(wanted: Action) -> Asked {
    Asked {
        wanted,
        read: Action::ReadPupilHistory,
        status: Action::ReadPupilHistory,
    }
}

impl App {
    /// Takes the file of a school before. The same file is taken once, whoever sends it how often.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn take_pupil_file(
        &self,
        context: &Context,
        id: PupilId,
        take: TakeFile,
    ) -> Result<(Done, EntryId), AppError> {
        self.address(context, id.stream(), asked(Action::TakePupilFile))
            .await?;
        let entry = command_id::of_received_file(id.stream(), &take.received.digest);
        let done = self
            .change::<Pupil>(context, id.stream(), Precondition::Free, |_, _| {
                Ok(ReceiveFile {
                    received: take.received.clone(),
                    upn: take.upn.clone(),
                    date_of_birth: take.date_of_birth,
                }
                .into())
            })
            .await?;
        Ok((self.follow(done).await?, entry))
    }

    /// The files of schools before in a pupil's record, in the order in which they came.
    ///
    /// # Errors
    /// `NotShown`, `Unavailable`.
    pub async fn received_files(
        &self,
        context: &Context,
        id: PupilId,
    ) -> Result<Vec<ReceivedFile>, AppError> {
        let stream = id.stream();
        self.address(context, stream, asked(Action::ReadPupilHistory))
            .await?;
        let mut files = Vec::new();
        let mut from = Revision(0);
        loop {
            let batch = self.parts.journal.read_stream(stream, from, BATCH).await?;
            for recorded in &batch {
                from = recorded.event.envelope.revision.next();
                files.extend(self.file_in(recorded)?);
            }
            if batch.len() < BATCH as usize {
                return Ok(files);
            }
        }
    }

    fn file_in(&self, recorded: &Recorded) -> Result<Option<ReceivedFile>, AppError> {
        let envelope = &recorded.event.envelope;
        if envelope.event_type.as_str() != "pupil.file_received" {
            return Ok(None);
        }
        match self.parts.vault.open(&recorded.event)? {
            Opened::Event(Event::Pupil(PupilEvent::FileReceived(received))) => {
                let entry = command_id::of_received_file(envelope.stream, &received.digest);
                Ok(Some(ReceivedFile { entry, received }))
            }
            Opened::Event(_) | Opened::Erased => Ok(None),
        }
    }

    /// The entry of the register that follows from a file.
    pub(crate) async fn entry_follows_file(
        &self,
        recorded: &Recorded,
        cause: Cause,
    ) -> Result<Option<Done>, AppError> {
        let envelope = &recorded.event.envelope;
        let Some(ReceivedFile { entry, received }) = self.file_in(recorded)? else {
            return Ok(None);
        };
        let register = self.register(REGISTER)?;
        let fields = fields_of(envelope, &received);
        let linked = linked(register, &fields);
        let around = self.around(register, envelope.academy, &linked).await?;
        let id = command_id::of_reaction(envelope.id, "entry of the file");
        let add = Add {
            around,
            fields,
            by: match envelope.actor {
                Actor::Staff(staff) => Some(staff),
                Actor::Client(_) | Actor::System | Actor::Public => None,
            },
            number: reference::of_command(&id),
        };
        let reaction = Reaction {
            stream: entry.stream(),
            academy: envelope.academy,
            actor: envelope.actor,
            occurred_at: received.received_at,
            cause,
            id,
        };
        let done = self.react::<Entry>(reaction, |_, _| add.clone().into());
        done.await.map(Some)
    }
}

fn fields_of(envelope: &Envelope, received: &PupilFileReceived) -> BTreeMap<String, Sent> {
    let text = |text: &str| Sent::Text(Sensitive::from(text));
    let pupil = envelope.stream.uuid.as_hyphenated().to_string();
    let mut fields: BTreeMap<String, Sent> = [
        ("direction", text("in")),
        ("pupil", text(&pupil)),
        ("other_school", Sent::Text(received.school.clone())),
        ("received_at", text(&received.received_at.to_string())),
        ("form", text("file")),
        (
            "handed_over_by",
            Sent::Text(received.handed_over_by.clone()),
        ),
        ("covers_from", text(&received.covers_from.to_string())),
        ("covers_to", text(&received.covers_to.to_string())),
    ]
    .into_iter()
    .map(|(field, value)| (field.to_owned(), value))
    .collect();
    if !received.chronology.expose().is_empty() {
        let chronology = Sent::Text(received.chronology.clone());
        fields.insert("chronology".to_owned(), chronology);
    }
    fields
}
