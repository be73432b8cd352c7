//! Pupils: the roster from the MIS, and their history across academies.

use lanyard_access::{Action, PersonKey, Resource, ResourceKind, Scope};
use lanyard_domain::pupil::{ChangeDetails, Details, Leave, Pupil, Register};
use lanyard_events::pupil::PupilPart;
use lanyard_events::{AcademyId, Day, PupilId, Sensitive};
use lanyard_projections::access_row::access_row;
use lanyard_projections::directory::{self, PupilRow, RosterFilter};
use lanyard_projections::pupil_history::{HistoryRow, history};

use crate::address::Asked;
use crate::app::App;
use crate::change::{Begin, Precondition};
use crate::context::{Context, Done, Page, paging};
use crate::error::AppError;

/// A change of the roster says on which revision of the roster it was made.
const ROSTER: (Precondition, PupilPart) = (Precondition::Required, PupilPart::Roster);

/// Who a pupil is, as the MIS has it.
pub type PupilDetails = Details;

/// Which pupils to list.
#[derive(Debug, Clone, Default)]
pub struct PupilQuery {
    /// Only of this academy.
    pub academy: Option<AcademyId>,
    /// Only whose name begins so.
    pub name: Option<Sensitive<String>>,
    /// Where the page starts.
    pub cursor: Option<String>,
    /// Rows on a page.
    pub limit: u32,
}

impl App {
    /// Puts a pupil on the roster of an academy.
    ///
    /// # Errors
    /// `Forbidden`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn register_pupil(
        &self,
        context: &Context,
        academy: AcademyId,
        details: PupilDetails,
    ) -> Result<(Done, PupilId), AppError> {
        self.permit(
            context,
            Action::WritePupil,
            &Resource::at(ResourceKind::Pupil, academy),
        )?;
        self.calendar_of(academy).await?;
        let (id, content) = context.command()?;
        let pupil = PupilId::new(id.new_aggregate());
        let done = self
            .begin::<Pupil>(
                context,
                Begin {
                    stream: pupil.stream(),
                    academy: Some(academy),
                    command: Register { details }.into(),
                    id,
                    content,
                    occurred_at: None,
                    expires: true,
                },
            )
            .await?;
        Ok((done, pupil))
    }

    /// Takes over other details.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn change_pupil(
        &self,
        context: &Context,
        id: PupilId,
        details: PupilDetails,
    ) -> Result<Done, AppError> {
        self.permit_pupil(context, id)?;
        self.change_part(context, id, ROSTER, |_, _| {
            Ok(ChangeDetails {
                details: details.clone(),
            }
            .into())
        })
        .await
    }

    /// Records that a pupil leaves.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn pupil_left(
        &self,
        context: &Context,
        id: PupilId,
        on: Day,
        destination: Option<Sensitive<String>>,
    ) -> Result<Done, AppError> {
        self.permit_pupil(context, id)?;
        self.change_part(context, id, ROSTER, |_, _| {
            Ok(Leave {
                on,
                destination: destination.clone(),
            }
            .into())
        })
        .await
    }

    /// A register's page is no content address: absent for who may not see the roster there,
    /// forbidden for who may see it and not write.
    fn permit_pupil(&self, context: &Context, id: PupilId) -> Result<(), AppError> {
        self.on_register(
            context,
            id.stream(),
            Action::ReadPupilRoster,
            Action::WritePupil,
        )
    }

    /// The roster.
    ///
    /// # Errors
    /// `BadCursor`, `Unavailable`.
    pub async fn pupils(
        &self,
        context: &Context,
        query: PupilQuery,
    ) -> Result<Page<PupilRow>, AppError> {
        let scope = Scope::of(&context.caller, Action::ReadPupilRoster);
        let paging = paging(query.limit, query.cursor.as_deref())?;
        let filter = RosterFilter {
            academy: query.academy,
            name_prefix: query.name,
            with_leavers: false,
        };
        let page = self
            .query(move |views| directory::pupils(views, &scope, &filter, paging))
            .await?;
        let shown = page.rows.iter().map(|row| row.pupil.stream()).collect();
        self.looked(context, shown).await?;
        Ok(Page::from(page).map(|row| self.roster_row(context, row)))
    }

    /// Most see names and year groups: enough to say whom a concern is about. Numbers and birthdays
    /// are for who keeps the roster, reads the pupil's history, or is the school's own system.
    fn roster_row(&self, context: &Context, mut row: PupilRow) -> PupilRow {
        let mut resource = Resource::new(ResourceKind::Pupil);
        resource.academy = row.academy;
        resource.stream = Some(row.pupil.stream());
        resource.subject = Some(PersonKey::Pupil(row.pupil));
        let may = |action| self.permit(context, action, &resource).is_ok();
        let whole = context.caller.client.is_some()
            || may(Action::WritePupil)
            || may(Action::ReadPupilHistory);
        if !whole {
            row.upn = None;
            row.date_of_birth = None;
            row.mis_id = None;
        }
        row
    }

    /// One pupil on the roster.
    ///
    /// # Errors
    /// `NotShown`, `Unavailable`.
    pub async fn pupil(&self, context: &Context, id: PupilId) -> Result<PupilRow, AppError> {
        let asked = Asked {
            wanted: Action::ReadPupilRoster,
            read: Action::ReadPupilRoster,
            status: Action::ReadPupilRoster,
        };
        self.address(context, id.stream(), asked).await?;
        let row = self
            .query(move |views| directory::pupil(views, id))
            .await?
            .ok_or(AppError::NotShown)?;
        Ok(self.roster_row(context, row))
    }

    /// The concerns and cases that link a pupil, as far as the caller may see them.
    ///
    /// # Errors
    /// `NotShown`, `BadCursor`, `Unavailable`.
    pub async fn pupil_history(
        &self,
        context: &Context,
        id: PupilId,
        cursor: Option<String>,
        limit: u32,
    ) -> Result<Page<HistoryRow>, AppError> {
        let asked = Asked {
            wanted: Action::ReadPupilHistory,
            read: Action::ReadPupilHistory,
            status: Action::ReadPupilHistory,
        };
        self.address(context, id.stream(), asked).await?;
        let scope = Scope::of(&context.caller, Action::ReadPupilHistory);
        let paging = paging(limit, cursor.as_deref())?;
        let page = self
            .query(move |views| history(views, &scope, PersonKey::Pupil(id), paging))
            .await?;
        Ok(page.into())
    }

    /// Decides about a change of something on a register.
    pub(crate) fn on_register(
        &self,
        context: &Context,
        stream: lanyard_events::StreamId,
        read: Action,
        write: Action,
    ) -> Result<(), AppError> {
        let row = self.reader.read(|views| access_row(views, stream))?;
        let resource = row.resource();
        if !row.exists || self.permit(context, read, &resource).is_err() {
            return Err(AppError::NotShown);
        }
        self.permit(context, write, &resource)
    }
}
