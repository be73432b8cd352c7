//! The staff register.

use lanyard_access::{Action, PersonKey, Resource, ResourceKind, Scope};
use lanyard_domain::conflict::{AddPerson, Conflict};
use lanyard_domain::staff::{BindLogin, End, Register, Staff};
use lanyard_events::staff::{Employer, Relation};
use lanyard_events::{
    AcademyId, CommandId, ConflictId, Day, LoginBinding, PersonRef, Sensitive, StaffId, StreamId,
};
use lanyard_projections::directory::{self, RosterFilter, StaffMember, StaffRow};

use crate::address::Asked;
use crate::app::App;
use crate::change::{Begin, Precondition};
use crate::command_id;
use crate::context::{Context, Done, Page, paging};
use crate::error::AppError;
use crate::ports::uuid_at;

/// Who somebody is when they come on the register.
#[derive(Debug, Clone)]
pub struct StaffDetails {
    /// Surname.
    pub surname: Sensitive<String>,
    /// Forename.
    pub forename: Sensitive<String>,
    /// Job title.
    pub job_title: Option<Sensitive<String>>,
    /// Who employs them.
    pub employer: Employer,
    /// Their log-in.
    pub login: Option<LoginBinding>,
    /// The MIS's own id.
    pub mis_id: Option<String>,
}

/// Which staff to list.
#[derive(Debug, Clone, Default)]
pub struct StaffQuery {
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
    /// Puts somebody on the staff register of an academy, or of the trust.
    ///
    /// # Errors
    /// `Forbidden`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn register_staff(
        &self,
        context: &Context,
        academy: Option<AcademyId>,
        details: StaffDetails,
    ) -> Result<(Done, StaffId), AppError> {
        let resource = match academy {
            Some(academy) => Resource::at(ResourceKind::Staff, academy),
            None => Resource::new(ResourceKind::Staff),
        };
        self.permit(context, Action::WriteStaff, &resource)?;
        if let Some(academy) = academy {
            self.calendar_of(academy).await?;
        }
        let (id, content) = context.command()?;
        let staff = StaffId::new(id.new_aggregate());
        if let Some(done) = self.replay(id, content).await? {
            return Ok((done, staff));
        }
        self.register_as(context, staff, academy, details, (id, content))
            .await
    }

    /// The conflict stream comes first: from the first event of somebody's record on, their own
    /// matters are closed to them.
    pub(super) async fn register_as(
        &self,
        context: &Context,
        staff: StaffId,
        academy: Option<AcademyId>,
        details: StaffDetails,
        (id, content): (CommandId, [u8; 32]),
    ) -> Result<(Done, StaffId), AppError> {
        let conflict = ConflictId::new(uuid_at(self.now(), self.parts.randomness.as_ref()));
        let login_is_taken = self.login_is_taken(details.login.as_ref(), staff)?;
        let command = Register {
            surname: details.surname,
            forename: details.forename,
            job_title: details.job_title,
            employer: details.employer,
            login: details.login,
            login_is_taken,
            conflict,
            mis_id: details.mis_id,
        };
        // Refused before anything is written.
        <Staff as lanyard_domain::Aggregate>::decide(
            &lanyard_domain::staff::State::default(),
            command.clone().into(),
            self.now(),
        )?;
        self.begin::<Conflict>(
            context,
            Begin {
                stream: conflict.stream(),
                academy: None,
                command: AddPerson {
                    person: PersonRef::Staff { id: staff },
                    relation: Relation::Oneself,
                }
                .into(),
                id: command_id::of_conflict(&id, conflict),
                content,
                occurred_at: None,
                expires: true,
            },
        )
        .await?;
        let done = self
            .begin::<Staff>(
                context,
                Begin {
                    stream: staff.stream(),
                    academy,
                    command: command.into(),
                    id,
                    content,
                    occurred_at: None,
                    expires: true,
                },
            )
            .await?;
        Ok((done, staff))
    }

    fn login_is_taken(
        &self,
        login: Option<&LoginBinding>,
        staff: StaffId,
    ) -> Result<bool, AppError> {
        let Some(login) = login else {
            return Ok(false);
        };
        let found = self.reader.read(|views| {
            directory::caller(views, &login.issuer, login.subject.expose(), self.now())
        })?;
        Ok(found.is_some_and(|row| row.staff != staff))
    }

    /// Sets or changes somebody's log-in. Whoever holds more than `staff` has it changed by the
    /// group safeguarding lead only: a log-in is the key to everything its owner may see.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn bind_login(
        &self,
        context: &Context,
        staff: StaffId,
        login: LoginBinding,
    ) -> Result<Done, AppError> {
        self.on_register(
            context,
            staff.stream(),
            Action::ReadStaffRegister,
            Action::BindLogin,
        )?;
        let holds_more = self
            .staff_row(staff)?
            .is_some_and(|row| !row.roles.is_empty());
        let is_lead = context
            .caller
            .roles
            .iter()
            .any(|held| held.role == lanyard_events::Role::TrustLead);
        if holds_more && !is_lead {
            return Err(AppError::Forbidden);
        }
        let login_is_taken = self.login_is_taken(Some(&login), staff)?;
        self.change::<Staff>(context, staff.stream(), Precondition::Required, |_, _| {
            Ok(BindLogin {
                login: login.clone(),
                login_is_taken,
            }
            .into())
        })
        .await
    }

    /// Records that somebody left: their access ends.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn end_staff(
        &self,
        context: &Context,
        staff: StaffId,
        on: Day,
    ) -> Result<Done, AppError> {
        self.on_register(
            context,
            staff.stream(),
            Action::ReadStaffRegister,
            Action::WriteStaff,
        )?;
        self.change::<Staff>(context, staff.stream(), Precondition::Required, |_, _| {
            Ok(End { on }.into())
        })
        .await
    }

    /// The register.
    ///
    /// # Errors
    /// `BadCursor`, `Unavailable`.
    pub async fn staff_list(
        &self,
        context: &Context,
        query: StaffQuery,
    ) -> Result<Page<StaffRow>, AppError> {
        let scope = Scope::of(&context.caller, Action::ReadStaffRegister);
        let paging = paging(query.limit, query.cursor.as_deref())?;
        let filter = RosterFilter {
            academy: query.academy,
            name_prefix: query.name,
            with_leavers: false,
        };
        let page = self
            .query(move |views| directory::staff_register(views, &scope, &filter, paging))
            .await?;
        Ok(page.into())
    }

    /// One member of staff whole: roles, proposals, relations.
    ///
    /// # Errors
    /// `NotShown`, `Unavailable`.
    pub async fn staff_member(
        &self,
        context: &Context,
        staff: StaffId,
    ) -> Result<StaffMember, AppError> {
        let asked = Asked {
            wanted: Action::ReadStaffMember,
            read: Action::ReadStaffMember,
            status: Action::ReadStaffMember,
        };
        self.address(context, staff.stream(), asked).await?;
        self.query(move |views| directory::staff_member(views, staff))
            .await?
            .ok_or(AppError::NotShown)
    }

    /// Whether the caller is close to a member of staff, or is they.
    pub(super) fn is_close(context: &Context, staff: StaffId) -> bool {
        let key = PersonKey::Staff(staff);
        context.caller.excluded_persons.contains(&key)
    }

    /// The stream of somebody's conflicts.
    pub(super) fn conflict_stream(&self, staff: StaffId) -> Result<StreamId, AppError> {
        let row = self.staff_row(staff)?.ok_or(AppError::NotShown)?;
        Ok(row.conflict.stream())
    }
}
