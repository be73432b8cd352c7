//! Files of schools before, out of another Lanyard: taken into the pupil's record once, and from there
//! into the register of files, by which they stand in the pupil's history at their true dates (S14).

use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA256, digest};
use lanyard_access::Action;
use lanyard_domain::pupil::{Pupil, ReceiveFile};
use lanyard_domain::register::{Add, Entry, Sent, linked};
use lanyard_domain::{Aggregate, reference};
use lanyard_events::pupil::{KeptFile, PupilEvent, PupilFileReceived, PupilPart};
use lanyard_events::{
    Actor, BlobId, Day, EntryId, Envelope, Event, PupilId, Recorded, Revision, Sensitive, StreamId,
};
use lanyard_vault::Opened;
use zeroize::Zeroizing;

use crate::address::Asked;
use crate::app::App;
use crate::change::{Precondition, Reaction};
use crate::command_id;
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::evidence::may_be_recorded;
use crate::hex::hex;
use crate::ports::uuid_at;
use crate::submit::Cause;

/// The register of files that leave and come.
pub(super) const REGISTER: &str = "file_transfers";
/// Events read at once.
const BATCH: u32 = 200;

/// A file that is to be taken, as it was found to be right.
#[derive(Debug, Clone)]
pub struct TakeFile {
    /// What came, and where it came from; where it is kept is not said yet.
    pub received: PupilFileReceived,
    /// The file, as JSON.
    pub file: Sensitive<String>,
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
    /// The file, as JSON.
    pub file: Sensitive<String>,
}

const fn asked(wanted: Action) -> Asked {
    Asked {
        wanted,
        read: Action::ReadPupilHistory,
        status: Action::ReadPupilHistory,
    }
}

impl App {
    /// Takes the file of a school before. The same file is taken once, whoever sends it how often. In this order, as
    /// for evidence (ADR 15, 23): the rules say yes; the key and the file are kept; the event names them; the entry of
    /// the register follows. What a crash left behind nobody can reach, and the repeat does it all.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal, `FilesAway`, `NotRecorded`, `OutcomeUnknown`.
    pub async fn take_pupil_file(
        &self,
        context: &Context,
        id: PupilId,
        take: TakeFile,
    ) -> Result<(Done, EntryId), AppError> {
        let stream = id.stream();
        self.address(context, stream, asked(Action::TakePupilFile))
            .await?;
        let entry = command_id::of_received_file(stream, &take.received.digest);
        let (command, content) = context.command()?;
        if let Some(done) = self.replay(command, content).await? {
            return Ok((self.file_followed(done).await?, entry));
        }
        let file = Zeroizing::new(take.file.expose().clone().into_bytes());
        let blob = BlobId::new(uuid_at(self.now(), self.parts.randomness.as_ref()));
        let mut received = take.received;
        received.kept = Some(KeptFile {
            blob,
            sha256: hex(digest(&SHA256, &file).as_ref()),
            bytes: u64::try_from(file.len()).unwrap_or(u64::MAX),
        });
        let receive = ReceiveFile {
            received,
            upn: take.upn,
            date_of_birth: take.date_of_birth,
        };
        // The rules say no, or that it was taken before, before anything of the file is kept.
        let loaded = self.load::<Pupil>(stream).await?;
        let tip = loaded.tip.ok_or(AppError::NotShown)?;
        if Pupil::decide(&loaded.state, receive.clone().into(), self.now())?.is_empty() {
            let done = self.already_so(stream, tip.revision);
            return Ok((self.file_followed(done).await?, entry));
        }
        if let Err(error) = self.keep_file(blob, file).await {
            self.discard_file(blob).await;
            return Err(error);
        }
        let done = self
            .change::<Pupil>(context, stream, Precondition::Free, |_, _| {
                Ok(receive.clone().into())
            })
            .await;
        // Somebody else may have brought the same file meanwhile, or an earlier attempt of this command has.
        let is_named = match &done {
            Ok(_) => self.names_file(stream, blob).await?,
            Err(_) => may_be_recorded(&done),
        };
        if !is_named {
            self.discard_file(blob).await;
        }
        Ok((self.file_followed(done?).await?, entry))
    }

    /// With the entry of the register, and the revision of the part that files belong to.
    async fn file_followed(&self, done: Done) -> Result<Done, AppError> {
        let done = self.follow(done).await?;
        self.in_part(done, Some(PupilPart::Safeguarding)).await
    }

    /// Whether a pupil's record names a kept file.
    async fn names_file(&self, stream: StreamId, blob: BlobId) -> Result<bool, AppError> {
        let found = self.files_named(stream).await?;
        let mut kept = found.iter().filter_map(|it| it.kept.as_ref());
        Ok(kept.any(|kept| kept.blob == blob))
    }

    /// The files of schools before in a pupil's record, in the order in which they came.
    ///
    /// # Errors
    /// `NotShown`, `FilesAway`, `Unavailable`.
    pub async fn received_files(
        &self,
        context: &Context,
        id: PupilId,
    ) -> Result<Vec<ReceivedFile>, AppError> {
        let stream = id.stream();
        self.address(context, stream, asked(Action::ReadPupilHistory))
            .await?;
        let mut files = Vec::new();
        for received in self.files_named(stream).await? {
            files.push(ReceivedFile {
                entry: command_id::of_received_file(stream, &received.digest),
                file: self.content_of(&received).await?,
                received,
            });
        }
        Ok(files)
    }

    /// The file itself: in the event of old, or kept apart and the one that the event names.
    async fn content_of(
        &self,
        received: &PupilFileReceived,
    ) -> Result<Sensitive<String>, AppError> {
        let wrong = |what| AppError::Internal { what, source: None };
        if let Some(file) = &received.file {
            return Ok(file.clone());
        }
        let kept = { received.kept.as_ref() }
            .ok_or_else(|| wrong("a received file is neither in its event nor kept"))?;
        let content = { self.read_file(kept.blob).await? }
            .ok_or_else(|| wrong("the key of a received file is gone, and nobody decided so"))?;
        if hex(digest(&SHA256, &content).as_ref()) != kept.sha256 {
            return Err(wrong(
                "a received file is not the one that the record names",
            ));
        }
        let text = str::from_utf8(&content).map_err(|_| wrong("a received file is no text"))?;
        Ok(Sensitive::from(text))
    }

    async fn files_named(&self, stream: StreamId) -> Result<Vec<PupilFileReceived>, AppError> {
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

    fn file_in(&self, recorded: &Recorded) -> Result<Option<PupilFileReceived>, AppError> {
        if recorded.event.envelope.event_type.as_str() != "pupil.file_received" {
            return Ok(None);
        }
        match self.parts.vault.open(&recorded.event)? {
            Opened::Event(Event::Pupil(PupilEvent::FileReceived(received))) => Ok(Some(received)),
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
        let Some(received) = self.file_in(recorded)? else {
            return Ok(None);
        };
        let entry = command_id::of_received_file(envelope.stream, &received.digest);
        let register = self.register(REGISTER)?;
        let fields = fields_of(envelope, &received);
        let linked = linked(&register, &fields);
        let around = self.around(&register, envelope.academy, &linked).await?;
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
