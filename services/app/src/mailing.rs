//! Word by email that a matter needs somebody (domain.md 7 no. 7): who is to be sent one, what was sent,
//! what failed, and what each has chosen.
//!
//! Views say who may be waiting; the record says what was sent, and the reader's own scope what they
//! may hear of: an email tells of nothing that the product would hide from them at this moment.

use lanyard_access::{Action, Scope};
use lanyard_domain::Aggregate;
use lanyard_domain::clock::london_day;
use lanyard_domain::mailing::{Command, Mailing, NoteFailed, NoteSent, Unsent, Urgency, is_due};
use lanyard_domain::staff::{ChooseEmail, SetEmail, Staff};
use lanyard_events::delivery::MailFailure;
use lanyard_events::staff::EmailChoice;
use lanyard_events::{At, DeliveryId, Position, Sensitive, StaffId, StreamId};
use lanyard_projections::mails::{self, FailedMail, failed_mails};
use lanyard_projections::reminders::{DANGER, GOVERNORS_TOLD, RAISED, UNTRIAGED, notices_since};
use uuid::Uuid;

use crate::app::App;
use crate::change::Precondition;
use crate::command_id;
use crate::context::{Context, Done, Page, paging};
use crate::error::AppError;
use crate::reminding::told_barely;
use crate::submit::Submitted;

/// For how long a notice is sent after it was given to somebody who was never sent an email: whoever sets a mail
/// server after a year must not send a year's notices. To anybody else what waits is sent however old it is: one
/// letter covers it all, and an outage of mail of more than a week must not swallow what presses.
const FORGOTTEN_MILLIS: i64 = 7 * 24 * 3_600_000;

/// An email that is due.
#[derive(Debug, Clone)]
pub struct Letter {
    /// To whom.
    pub staff: StaffId,
    /// Where it goes.
    pub to: Sensitive<String>,
    /// What tells it from every other, and is the same when it is sent again.
    pub id: Uuid,
    /// When it was found to be due.
    pub at: At,
    /// The newest notice that it covers.
    through: Position,
}

/// Why a letter did not go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotSent {
    /// Why.
    pub failure: MailFailure,
    /// What the mail server answered, as a number of RFC 5321.
    pub code: Option<u16>,
}

/// What somebody is sent by email, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailNotices {
    /// Where it goes; none where nobody has set it.
    pub email: Option<Sensitive<String>>,
    /// When.
    pub choice: EmailChoice,
}

/// How pressing a notice is, by what is due. Clocks of registers are those of the law or of a policy's
/// own days: breaches (R10), unblocked filters.
fn urgency(item: &str) -> Urgency {
    match item.split(' ').next() {
        Some(DANGER) => Urgency::Danger,
        // R1: a concern is told at once, and one that nobody has looked at by the end of its day.
        Some(RAISED | UNTRIAGED | GOVERNORS_TOLD | "referral" | "clock" | "break_glass") => {
            Urgency::Pressing
        }
        Some(_) | None => Urgency::CanWait,
    }
}

impl App {
    /// To whom an email may be due now, as the views have it; who is in danger's reach first.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn mail_is_due_to(&self) -> Result<Vec<StaffId>, AppError> {
        let now = self.now();
        let rows = self
            .reader
            .read(|views| mails::unsent(views, (since(now), london_day(now))))?;
        let mut due = Vec::new();
        for of_one in rows.chunk_by(|one, next| one.staff == next.staff) {
            let unsent: Vec<_> = { of_one.iter() }
                .map(|row| unsent(&row.item, row.at))
                .collect();
            let first = &of_one[0];
            if is_due(first.choice, &unsent, now) {
                let most = unsent.iter().map(|notice| notice.urgency).max();
                due.push((std::cmp::Reverse(most), first.staff));
            }
        }
        due.sort_unstable();
        Ok(due.into_iter().map(|(_, staff)| staff).collect())
    }

    /// The email that is due to somebody now, if one is.
    ///
    /// # Errors
    /// `Unavailable`: to be asked again.
    pub async fn letter_to(&self, staff: StaffId) -> Result<Option<Letter>, AppError> {
        let now = self.now();
        let record = self.load::<Staff>(staff.stream()).await?.state;
        let caller = self.caller_of_staff(staff).await?;
        let (Some(member), Some(caller)) = (record.member(), caller) else {
            return Ok(None);
        };
        let Some(to) = member.email.clone() else {
            return Ok(None);
        };
        let mailing = self.load::<Mailing>(stream_of(staff)).await?.state;
        let after = mailing.through().unwrap_or(Position(0));
        let since = if mailing.was_tried() {
            At::from_millis(0)
        } else {
            since(now)
        };
        let scope = Scope::of(&caller, Action::ListMyActions);
        let bare = told_barely(&caller);
        let notices = self
            .query(move |views| notices_since(views, &scope, (staff, &bare), (after, since)))
            .await?;
        let danger = { notices.iter().rev() }
            .find(|notice| urgency(&notice.item) == Urgency::Danger)
            .map(|notice| notice.position);
        if !mailing.may_try(now, danger) {
            return Ok(None);
        }
        let waiting: Vec<_> = { notices.iter() }
            .map(|notice| unsent(&notice.item, notice.at))
            .collect();
        let newest = notices.last().map(|notice| notice.position);
        Ok(newest
            .filter(|_| is_due(member.email_choice, &waiting, now))
            .map(|through| Letter {
                staff,
                to,
                at: now,
                id: command_id::of_letter(staff, through),
                through,
            }))
    }

    /// Notes that the mail server has taken a letter; nothing where that is noted already.
    ///
    /// # Errors
    /// `NotRecorded`, `OutcomeUnknown`: then by the record the letter is still due, and this is to be
    /// repeated before anything else is sent to them.
    pub async fn letter_sent(&self, letter: &Letter) -> Result<(), AppError> {
        let sent = NoteSent {
            staff: letter.staff,
            through: letter.through,
        };
        self.note_mail(letter.staff, sent.into()).await
    }

    /// Notes that a letter did not go out.
    ///
    /// # Errors
    /// `NotRecorded`, `OutcomeUnknown`: then the letter is due again.
    pub async fn letter_not_sent(&self, letter: &Letter, why: NotSent) -> Result<(), AppError> {
        let failed = NoteFailed {
            staff: letter.staff,
            through: letter.through,
            failure: why.failure,
            code: why.code,
        };
        self.note_mail(letter.staff, failed.into()).await
    }

    async fn note_mail(&self, staff: StaffId, command: Command) -> Result<(), AppError> {
        let at = self.now();
        let stream = stream_of(staff);
        let loaded = self.load::<Mailing>(stream).await?;
        let events = Mailing::decide(&loaded.state, command, at)?;
        if events.is_empty() {
            return Ok(());
        }
        let events = events.into_iter().map(Into::into).collect();
        let submitted = self.submit_as_system(at, (stream, None), loaded.tip, events);
        match submitted.await? {
            Submitted::Done(_) => Ok(()),
            Submitted::Conflict { .. } => Err(AppError::NotRecorded),
        }
    }

    /// Whose notices by email do not go out, the newest failure first.
    ///
    /// # Errors
    /// `BadCursor`, `Unavailable`.
    pub async fn failed_mails(
        &self,
        context: &Context,
        cursor: Option<String>,
        limit: u32,
    ) -> Result<Page<FailedMail>, AppError> {
        let scope = Scope::of(&context.caller, Action::ListDeliveries);
        let paging = paging(limit, cursor.as_deref())?;
        let today = london_day(self.now());
        let page = self
            .query(move |views| failed_mails(views, &scope, today, paging))
            .await?;
        Ok(page.into())
    }

    /// How many people's newest email failed, for monitoring.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn failing_mails(&self) -> Result<u64, AppError> {
        Ok(self.reader.read(mails::failing)?)
    }

    /// What the caller is sent by email, and where.
    ///
    /// # Errors
    /// `Forbidden` for a client, `Unavailable`.
    pub async fn my_email(&self, context: &Context) -> Result<EmailNotices, AppError> {
        let staff = context.staff().ok_or(AppError::Forbidden)?;
        let record = self.load::<Staff>(staff.stream()).await?.state;
        let member = record.member().ok_or(AppError::NotShown)?;
        Ok(EmailNotices {
            email: member.email.clone(),
            choice: member.email_choice,
        })
    }

    /// Has the caller choose when they are sent an email.
    ///
    /// # Errors
    /// `Forbidden` for a client, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn choose_email(
        &self,
        context: &Context,
        choice: EmailChoice,
    ) -> Result<Done, AppError> {
        let staff = context.staff().ok_or(AppError::Forbidden)?;
        self.change::<Staff>(context, staff.stream(), Precondition::Free, |_, _| {
            Ok(ChooseEmail { choice }.into())
        })
        .await
    }

    /// Sets, changes or takes away where somebody's notices by email go.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn set_email(
        &self,
        context: &Context,
        staff: StaffId,
        email: Option<Sensitive<String>>,
    ) -> Result<Done, AppError> {
        self.on_register(
            context,
            staff.stream(),
            Action::ReadStaffRegister,
            Action::WriteStaff,
        )?;
        self.change::<Staff>(context, staff.stream(), Precondition::Required, |_, _| {
            Ok(SetEmail {
                email: email.clone(),
            }
            .into())
        })
        .await
    }
}

fn stream_of(staff: StaffId) -> StreamId {
    DeliveryId::new(command_id::of_mails(staff)).stream()
}

fn since(now: At) -> At {
    At::from_millis(now.millis() - FORGOTTEN_MILLIS)
}

fn unsent(item: &str, at: At) -> Unsent {
    Unsent {
        urgency: urgency(item),
        at,
    }
}
