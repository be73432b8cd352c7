//! Reading evidence: what is known of it, and the file itself.

use lanyard_access::{Action, Scope};
use lanyard_domain::evidence::{Evidence, Open, media};
use lanyard_events::evidence::UnreadableWhy;
use lanyard_events::{EvidenceId, StreamId};
use lanyard_projections::evidence::{EvidencePage, EvidenceRow, evidence_of, evidence_page};
use zeroize::Zeroizing;

use super::{asked, asked_by_readers};
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Idempotency, Page, paging};
use crate::error::AppError;
use crate::ports::uuid_at;

/// A piece of evidence in a list.
#[derive(Debug, Clone)]
pub struct EvidenceListed {
    /// What is known of it.
    pub row: EvidenceRow,
    /// Why nobody can read it by what holds for its matter, whatever its own events say (R6).
    pub barred: Option<UnreadableWhy>,
}

/// A piece of evidence whole.
#[derive(Debug, Clone)]
pub struct EvidenceShown {
    /// What is known of it, and its history.
    pub page: EvidencePage,
    /// As in lists.
    pub barred: Option<UnreadableWhy>,
}

/// A file, opened.
pub struct EvidenceFile {
    /// A name that says nothing: its reference, and the ending of its kind.
    pub name: String,
    /// Its media type, of those that are taken.
    pub media_type: &'static str,
    /// The file.
    pub content: Zeroizing<Vec<u8>>,
}

impl App {
    /// The evidence of a matter, and of the concerns in it, the oldest first.
    ///
    /// # Errors
    /// `NotShown`, `BadCursor`, `Unavailable`.
    pub async fn evidence_of(
        &self,
        context: &Context,
        matter: StreamId,
        cursor: Option<String>,
        limit: u32,
    ) -> Result<Page<EvidenceListed>, AppError> {
        self.address(context, matter, asked_by_readers(matter))
            .await?;
        let scope = Scope::of(&context.caller, Action::ReadEvidence);
        let paging = paging(limit, cursor.as_deref())?;
        let page = self
            .query(move |views| evidence_of(views, &scope, matter, paging))
            .await?;
        let barred = self.barred(matter).await?;
        Ok(Page::from(page).map(|row| EvidenceListed { row, barred }))
    }

    /// One piece of evidence: what is known of it stays, also when nobody can read the file.
    ///
    /// # Errors
    /// `NotShown`, `Unavailable`.
    pub async fn evidence(
        &self,
        context: &Context,
        id: EvidenceId,
    ) -> Result<EvidenceShown, AppError> {
        self.address(context, id.stream(), asked(Action::ReadEvidence))
            .await?;
        let scope = Scope::of(&context.caller, Action::ReadEvidence);
        let page = self
            .query(move |views| evidence_page(views, &scope, id))
            .await?
            .ok_or(AppError::NotShown)?;
        let barred = self.barred(page.row.matter).await?;
        Ok(EvidenceShown { page, barred })
    }

    /// The file. In this order, so that nothing leaves before it is in the record and allowed:
    ///
    /// 1. the look is durable;
    /// 2. what holds for the matter is asked of the store (R6), and the rules decide; an opening of what is
    ///    sealed is an event of its own, durable too;
    /// 3. the file is opened, and is the one that the record names.
    ///
    /// # Errors
    /// `NotShown`, a refusal (sealed, unreadable, destroyed), `FilesAway`, `Unavailable`.
    pub async fn evidence_file(
        &self,
        context: &Context,
        id: EvidenceId,
    ) -> Result<EvidenceFile, AppError> {
        let stream = id.stream();
        self.address(context, stream, asked(Action::ReadEvidence))
            .await?;
        let loaded = self.load::<Evidence>(stream).await?;
        let record = loaded.state.record().ok_or(AppError::NotShown)?;
        let open = Open {
            by: context.staff(),
            barred: self.barred(record.matter).await?,
        };
        let reading = self.reading(context);
        self.change::<Evidence>(&reading, stream, Precondition::Free, |_, _| {
            Ok(open.clone().into())
        })
        .await?;
        let content = self
            .read_file(record.blob)
            .await?
            .ok_or(AppError::Internal {
                what: "the key of an evidence file is gone, and nobody has decided so",
                source: None,
            })?;
        let media = media::of_type(&record.media_type);
        Ok(EvidenceFile {
            name: match media {
                Some(media) => format!("{}.{}", record.reference, media.extension),
                None => record.reference.clone(),
            },
            media_type: media.map_or("application/octet-stream", |media| media.media_type),
            content,
        })
    }

    /// A reading that may leave an event is a command that nobody repeats: each reading is one.
    fn reading(&self, context: &Context) -> Context {
        let drawn = uuid_at(self.now(), self.parts.randomness.as_ref());
        Context {
            idempotency: Some(Idempotency {
                key: drawn.to_string(),
                content: [0; 32],
            }),
            if_match: None,
            ..context.clone()
        }
    }
}
