//! Taking a file in.

use aws_lc_rs::digest::{SHA256, digest};
use lanyard_access::Action;
use lanyard_domain::allegation::{Allegation, State as AllegationState};
use lanyard_domain::case::{Case, State as CaseState};
use lanyard_domain::concern::Concern;
use lanyard_domain::evidence::{Capture, Evidence, State, media};
use lanyard_domain::{Aggregate, Code, Refusal, reference};
use lanyard_events::{AcademyId, At, BlobId, EvidenceId, Sensitive, StaffId, StreamId, StreamKind};
use zeroize::Zeroizing;

use super::asked_of_matter;
use crate::app::App;
use crate::change::Begin;
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::hex::hex;
use crate::ports::uuid_at;

/// A file to be taken in.
#[derive(Clone)]
pub struct AddEvidence {
    /// The concern, case or adult's matter that it belongs to.
    pub matter: StreamId,
    /// The file.
    pub content: Zeroizing<Vec<u8>>,
    /// Its media type.
    pub media_type: String,
    /// The name that it had.
    pub name: Sensitive<String>,
    /// What it is.
    pub description: Sensitive<String>,
    /// When it was taken or made.
    pub made_at: Option<At>,
    /// The designated computer.
    pub computer: Option<Sensitive<String>>,
    /// Who is there.
    pub present: Vec<StaffId>,
}

/// A file was taken in.
#[derive(Debug, Clone)]
pub struct EvidenceAdded {
    /// What it left in the record.
    pub done: Done,
    /// Its id.
    pub id: EvidenceId,
    /// What people quote.
    pub reference: String,
    /// SHA-256 of the file, in lower-case hexadecimal.
    pub sha256: String,
    /// Its length in bytes.
    pub bytes: u64,
}

impl App {
    /// Takes a file in. The file is kept before the event is proposed that names it: a crash in between leaves a file
    /// without an event, never an event without a file.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal (also where nothing may be attached to the matter, R6: then nothing of
    /// the file is kept), `FilesAway`, `NotRecorded`, `OutcomeUnknown`.
    pub async fn add_evidence(
        &self,
        context: &Context,
        add: AddEvidence,
    ) -> Result<EvidenceAdded, AppError> {
        let matter = add.matter;
        let asked = asked_of_matter(matter, Action::AddEvidence);
        self.address(context, matter, asked).await?;
        let (id, content) = context.command()?;
        let sha256 = hex(digest(&SHA256, &add.content).as_ref());
        let bytes = u64::try_from(add.content.len()).unwrap_or(u64::MAX);
        let added = |done| EvidenceAdded {
            done,
            id: EvidenceId::new(id.new_aggregate()),
            reference: reference::of_command(&id),
            sha256: sha256.clone(),
            bytes,
        };
        if let Some(done) = self.replay(id, content).await? {
            return Ok(added(self.follow(done).await?));
        }
        let academy = self.takes_evidence(matter).await?;
        for staff in &add.present {
            self.check_staff(*staff, "/present")?;
        }
        let blob = BlobId::new(uuid_at(self.now(), self.parts.randomness.as_ref()));
        let media = media::of_type(&add.media_type);
        let capture = Capture {
            matter,
            barred: self.barred(matter).await?,
            blob,
            sha256: sha256.clone(),
            bytes,
            is_of_type: media.is_some_and(|media| media.fits(&add.content)),
            media_type: add.media_type,
            name: add.name,
            description: add.description,
            made_at: add.made_at,
            captured_by: context.staff(),
            computer: add.computer,
            present: add.present,
            reference: reference::of_command(&id),
        };
        // The rules say no before anything of the file is kept (R6).
        Evidence::decide(&State::default(), capture.clone().into(), self.now())?;
        // 1, 2. Key and file (`files.rs`).
        if let Err(error) = self.keep_file(blob, add.content).await {
            self.discard_file(blob).await;
            return Err(error);
        }
        // 3. The event that names it.
        let begin = Begin {
            stream: EvidenceId::new(id.new_aggregate()).stream(),
            academy,
            command: capture.into(),
            id,
            content,
            occurred_at: None,
            expires: true,
        };
        let begun = self.begin::<Evidence>(context, begin).await;
        let begun = match begun {
            // An answer out of the record: of an earlier attempt, whose file is another, or of this one, whose answer
            // was lost on its way.
            Ok(done) if done.replayed => {
                let recorded = self.load::<Evidence>(done.stream).await?.state;
                if { recorded.record() }.is_some_and(|record| record.blob != blob) {
                    self.discard_file(blob).await;
                }
                Ok(done)
            }
            begun => {
                if !may_be_recorded(&begun) {
                    self.discard_file(blob).await;
                }
                begun
            }
        };
        // Somebody may have reported the matter meanwhile: then the file is unreadable by now.
        Ok(added(self.follow(begun?).await?))
    }

    /// The academy of a matter that is open; refused where it is closed.
    async fn takes_evidence(&self, matter: StreamId) -> Result<Option<AcademyId>, AppError> {
        if matter.kind == StreamKind::Concern {
            return Ok(self.load::<Concern>(matter).await?.academy);
        }
        if matter.kind == StreamKind::Allegation {
            let loaded = self.load::<Allegation>(matter).await?;
            return match loaded.state {
                AllegationState::Open(_) => Ok(loaded.academy),
                AllegationState::Closed(..) => Err(closed(Code::AllegationClosed)),
                AllegationState::Absent | AllegationState::Erased => Err(AppError::NotShown),
            };
        }
        let loaded = self.load::<Case>(matter).await?;
        match loaded.state {
            CaseState::Open(_) => Ok(loaded.academy),
            CaseState::Closed(..) => Err(closed(Code::CaseClosed)),
            CaseState::Absent | CaseState::Erased => Err(AppError::NotShown),
        }
    }
}

fn closed(code: Code) -> AppError {
    let detail = "This matter is closed: reopen it first, with a reason.";
    Refusal::new(code, detail).into()
}

/// Whether an attempt is, or may yet turn out to be, in the record.
pub(crate) fn may_be_recorded(tried: &Result<Done, AppError>) -> bool {
    matches!(
        tried,
        Ok(_) | Err(AppError::OutcomeUnknown | AppError::Unavailable | AppError::Pending)
    )
}
