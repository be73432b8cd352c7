//! Reports without log-in (S09): a concern from the start, of somebody who is nobody here (ADR 16).
//!
//! Nobody is matched to a register, and nothing is kept of who sent it. The secret that comes back with
//! the reference carries the concern's id and a mark by the vault over it, the reference and the
//! academy; who has it may add to the report, and learns nothing of it. What was not given out is known
//! by its mark, before anything is looked for.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lanyard_domain::concern::{AddInformation, Concern, Standing};
use lanyard_events::concern::{AboutAdult, Place, Reporter};
use lanyard_events::{
    AcademyId, ConcernId, LinkRole, LinkedPerson, PersonRef, Revision, Sensitive,
};
use lanyard_vault::MARK_BYTES;
use uuid::Uuid;

use super::raise::{RaiseConcern, Received};
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;

/// Bytes of a concern's id.
const ID_BYTES: usize = 16;

/// What somebody without log-in tells.
#[derive(Debug, Clone)]
pub struct PublicReport {
    /// Of which academy.
    pub academy: AcademyId,
    /// Is it about an adult here?
    pub about_adult: AboutAdult,
    /// Category, from the taxonomy.
    pub category: String,
    /// People in the reporter's words: nobody is matched to a register.
    pub people: Vec<(Sensitive<String>, LinkRole)>,
    /// Where it happened.
    pub place: Place,
    /// When, in words.
    pub when_text: Option<Sensitive<String>>,
    /// What happened, in the reporter's words.
    pub account: Sensitive<String>,
    /// Is anybody in danger now?
    pub danger_now: bool,
    /// The reporter's name, if they give one.
    pub name: Option<Sensitive<String>>,
}

/// A report was received.
#[derive(Debug, Clone)]
pub struct ReportReceived {
    /// What people quote.
    pub reference: String,
    /// By which more can be added.
    pub secret: ReportSecret,
    /// Whether it is in the record already; if not, it is kept and will be.
    pub recorded: bool,
}

/// What a reporter keeps to add to their report.
#[derive(Clone, PartialEq, Eq)]
pub struct ReportSecret {
    concern: Uuid,
    mark: [u8; MARK_BYTES],
}

impl ReportSecret {
    /// Reads a secret; any other text is one that was never given out.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let bytes = URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
        let parts = bytes.split_first_chunk::<ID_BYTES>();
        let read = parts.and_then(|(id, mark)| {
            Some(Self {
                concern: Uuid::from_bytes(*id),
                mark: mark.try_into().ok()?,
            })
        });
        read.unwrap_or(Self {
            concern: Uuid::nil(),
            mark: [0; MARK_BYTES],
        })
    }
}

impl fmt::Display for ReportSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [self.concern.as_bytes().as_slice(), &self.mark].concat();
        f.write_str(&URL_SAFE_NO_PAD.encode(bytes))
    }
}

/// It opens a report: never printed by accident.
impl fmt::Debug for ReportSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReportSecret(..)")
    }
}

impl App {
    /// Takes a report of somebody without log-in. It goes where any concern goes.
    ///
    /// # Errors
    /// `NotShown` where there is no such academy, a refusal with every wrong field, `NotRecorded`,
    /// `OutcomeUnknown`.
    pub async fn report_publicly(
        &self,
        context: &Context,
        report: PublicReport,
    ) -> Result<ReportReceived, AppError> {
        let academy = report.academy;
        if self.calendar(academy).await?.is_none() {
            return Err(AppError::NotShown);
        }
        let received = self.raise(context, concern_of(report)).await?;
        let (id, reference, recorded) = match received {
            Received::Recorded(raised) => (raised.id, raised.reference, true),
            Received::Kept { id, reference, .. } => (id, reference, false),
        };
        let mark = { &self.parts.vault }.mark(&marked(id.uuid(), &reference, academy));
        Ok(ReportReceived {
            reference,
            secret: ReportSecret {
                concern: id.uuid(),
                mark,
            },
            recorded,
        })
    }

    /// Adds to a report whose secret was given out.
    ///
    /// # Errors
    /// `NotShown` for a wrong secret, reference or academy alike, a refusal, `NotRecorded`,
    /// `OutcomeUnknown`.
    pub async fn add_to_report(
        &self,
        context: &Context,
        academy: AcademyId,
        reference: &str,
        secret: &ReportSecret,
        text: Sensitive<String>,
    ) -> Result<Done, AppError> {
        if !self.knows_report(academy, reference, secret) {
            return Err(AppError::NotShown);
        }
        let stream = ConcernId::new(secret.concern).stream();
        let added = self.change::<Concern>(context, stream, Precondition::Free, |_, _| {
            Ok(AddInformation {
                by: Standing::Raiser,
                text: text.clone(),
                childs_words: None,
            }
            .into())
        });
        match added.await {
            // It was given out, so it is on its way to the record: to be sent again in a moment.
            Err(AppError::NotShown) => Err(AppError::NotRecorded),
            other => other,
        }
    }

    /// The receipt of a report whose secret was given out: a `.tlog-proof` without personal data, by which its
    /// reporter can show that it is in the record. None while no public checkpoint covers it: that is made at night.
    ///
    /// # Errors
    /// `NotShown` for a wrong secret, reference or academy alike, `Unavailable`.
    pub async fn receipt_of_report(
        &self,
        academy: AcademyId,
        reference: &str,
        secret: &ReportSecret,
    ) -> Result<Option<String>, AppError> {
        if !self.knows_report(academy, reference, secret) {
            return Err(AppError::NotShown);
        }
        let stream = ConcernId::new(secret.concern).stream();
        let first = { &self.parts.journal }.read_stream(stream, Revision(0), 1);
        // It was given out, so one that is not there is on its way to the record.
        match first.await?.first() {
            Some(raised) => self.public_receipt(raised),
            None => Ok(None),
        }
    }

    /// Whether a secret was given out with a reference of an academy. Nothing is looked for: it costs
    /// the same whatever was sent.
    #[must_use]
    pub fn knows_report(&self, academy: AcademyId, reference: &str, secret: &ReportSecret) -> bool {
        let marked = marked(secret.concern, reference, academy);
        self.parts.vault.has_marked(&marked, &secret.mark)
    }
}

fn marked(concern: Uuid, reference: &str, academy: AcademyId) -> Vec<u8> {
    // The lengths of the first parts are fixed, so no two reports have the same text.
    [
        b"public report\0".as_slice(),
        concern.as_bytes(),
        academy.uuid().as_bytes(),
        reference.as_bytes(),
    ]
    .concat()
}

fn concern_of(report: PublicReport) -> RaiseConcern {
    let described =
        |(description, role)| LinkedPerson::new(PersonRef::Described { description }, role);
    RaiseConcern {
        academy: report.academy,
        about_adult: report.about_adult,
        category: report.category,
        people: report.people.into_iter().map(described).collect(),
        place: report.place,
        when_text: report.when_text,
        account: report.account,
        childs_words: None,
        body_map: Vec::new(),
        action_taken: None,
        danger_now: report.danger_now,
        reporter: match report.name {
            Some(name) => Reporter::Named { name },
            None => Reporter::Anonymous,
        },
        late_entry: None,
        external_reference: None,
        sub_risks: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_back_and_another_text_is_one_that_was_never_given_out() {
        let secret = ReportSecret {
            concern: Uuid::from_u128(7),
            mark: [9; MARK_BYTES],
        };
        assert_eq!(ReportSecret::read(&secret.to_string()), secret);
        for odd in ["", "nonsense", "ÿ", &"A".repeat(10_000)] {
            assert_eq!(ReportSecret::read(odd).concern, Uuid::nil(), "{odd:.10}");
        }
        assert_eq!(format!("{secret:?}"), "ReportSecret(..)");
    }
}
