//! The duty rota: who is on duty for safeguarding at an academy, and when nobody is (domain.md 1, row DSL;
//! 6). Alerts go to them with the leads (`app/src/reminding`).

mod kept;

use lanyard_access::{Action, Resource, ResourceKind};
use lanyard_domain::academy::rota::Span;
use lanyard_domain::academy::{Academy, EndDuty, SetDuty};
use lanyard_events::{AcademyId, At, Day, DutyId, Role, Sensitive, StaffId};
use lanyard_projections::access_row::access_row;
use lanyard_projections::directory::{self, DutyRow};

use self::kept::{kept, roles_at, uncovered};
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::term_dates::known_until;

/// How far a rota is shown unless asked, and how far gaps are looked for: a fortnight, which reaches over a
/// half-term.
const AHEAD_MILLIS: i64 = 14 * 24 * 3_600_000;
/// The longest stretch that is shown: a year.
const LONGEST_MILLIS: i64 = 366 * 24 * 3_600_000;

/// The rota of an academy over a stretch of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rota {
    /// The stretch.
    pub shown: Span,
    /// Times on duty that touch it, and whether each stands: not once they have left, or given up the role.
    pub times: Vec<(DutyRow, bool)>,
    /// When nobody is on duty, from now on.
    pub gaps: Vec<Span>,
}

/// Somebody who is on duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDuty {
    /// Who.
    pub staff: StaffId,
    /// Their name, if the register still has it.
    pub name: Option<Sensitive<String>>,
    /// Until when.
    pub until: At,
    /// The roles for which they can be on duty here.
    pub roles: Vec<Role>,
}

/// Whether an academy has somebody on duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cover {
    /// Which academy.
    pub academy: AcademyId,
    /// Whether somebody is on duty now.
    pub is_covered: bool,
    /// When nobody is next, within a fortnight and cut at its end.
    pub next_gap: Option<Span>,
    /// The last day of its last term; none where nobody has set any.
    pub terms_until: Option<Day>,
}

impl App {
    /// Puts somebody on duty for a time.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn set_duty(
        &self,
        context: &Context,
        academy: AcademyId,
        staff: StaffId,
        times: Span,
    ) -> Result<(Done, DutyId), AppError> {
        self.keeps_rota(context, academy)?;
        self.check_staff(staff, "/staff")?;
        let can_be_on_duty = { self.staff_row(staff)? }
            .is_some_and(|row| !self.has_left(&row) && !roles_at(&row, academy).is_empty());
        let (id, _) = context.command()?;
        let duty = DutyId::new(id.new_aggregate());
        let set = SetDuty {
            duty,
            staff,
            can_be_on_duty,
            from: times.from,
            until: times.until,
        };
        let done = self
            .change::<Academy>(context, academy.stream(), Precondition::Free, |_, _| {
                Ok(set.into())
            })
            .await?;
        Ok((done, duty))
    }

    /// Ends a time on duty now, or takes one back that has not begun.
    ///
    /// # Errors
    /// As `set_duty`.
    pub async fn end_duty(
        &self,
        context: &Context,
        academy: AcademyId,
        duty: DutyId,
    ) -> Result<Done, AppError> {
        self.keeps_rota(context, academy)?;
        self.change::<Academy>(context, academy.stream(), Precondition::Free, |_, _| {
            Ok(EndDuty { duty }.into())
        })
        .await
    }

    /// The rota of an academy from one moment until another; a fortnight from now where none is named.
    ///
    /// # Errors
    /// `NotShown` for an academy whose rota is none of the caller's, `BadQuery`, `Unavailable`.
    pub async fn rota(
        &self,
        context: &Context,
        academy: AcademyId,
        (from, until): (Option<At>, Option<At>),
    ) -> Result<Rota, AppError> {
        self.sees_of_academy(context, academy, Action::ReadRota)?;
        let now = self.now();
        let from = from.unwrap_or(now);
        let until = until.unwrap_or_else(|| later(from, AHEAD_MILLIS));
        let shown = Span { from, until };
        if until <= from || until > later(from, LONGEST_MILLIS) {
            return Err(AppError::BadQuery(
                "The end is after the beginning, and at most a year after it.",
            ));
        }
        let all = self
            .query(move |views| kept(views, academy, shown, now))
            .await?;
        // Whoever was on duty then may have given up the role since: of what is over, no gap is told.
        let to_come = Span {
            from: from.max(now),
            until,
        };
        let gaps = uncovered(&all, to_come);
        Ok(Rota {
            shown,
            times: { all.into_iter() }
                .map(|it| (it.row, it.span.is_some()))
                .collect(),
            gaps,
        })
    }

    /// Who is on duty at an academy now; nobody in a gap of its rota.
    ///
    /// # Errors
    /// `NotShown`, `Unavailable`.
    pub async fn duty_now(
        &self,
        context: &Context,
        academy: AcademyId,
    ) -> Result<(At, Vec<OnDuty>), AppError> {
        self.sees_of_academy(context, academy, Action::SeeDuty)?;
        let now = self.now();
        Ok((now, self.on_duty(academy, now)?))
    }

    /// Which academies have somebody on duty, and when the next gap is.
    ///
    /// # Errors
    /// `Forbidden`, `Unavailable`.
    pub async fn cover(&self, context: &Context) -> Result<Vec<Cover>, AppError> {
        self.permit(
            context,
            Action::ReadTrustOverview,
            &Resource::new(ResourceKind::Overview),
        )?;
        let now = self.now();
        let ahead = Span {
            from: now,
            until: later(now, AHEAD_MILLIS),
        };
        self.query(move |views| {
            let mut covers = Vec::new();
            for row in directory::academies(views)? {
                let academy = row.academy;
                let next_gap =
                    { uncovered(&kept(views, academy, ahead, now)?, ahead).into_iter() }.next();
                covers.push(Cover {
                    academy,
                    is_covered: next_gap.is_none_or(|gap| gap.from > now),
                    next_gap,
                    terms_until: known_until(&row),
                });
            }
            Ok(covers)
        })
        .await
    }

    /// Who is on duty at an academy at a moment, each once, with the end of their time. Whoever has left
    /// by then or gave up the role is not.
    pub(crate) fn on_duty(&self, academy: AcademyId, at: At) -> Result<Vec<OnDuty>, AppError> {
        let moment = Span {
            from: at,
            until: later(at, 1),
        };
        let all = self.reader.read(|views| kept(views, academy, moment, at))?;
        let mut found: Vec<OnDuty> = Vec::new();
        for it in all {
            let Some(span) = it.span.filter(|span| span.covers(at)) else {
                continue;
            };
            match found
                .iter_mut()
                .find(|on_duty| on_duty.staff == it.row.staff)
            {
                Some(on_duty) => on_duty.until = on_duty.until.max(span.until),
                None => found.push(OnDuty {
                    staff: it.row.staff,
                    name: it.row.name,
                    until: span.until,
                    roles: it.roles,
                }),
            }
        }
        Ok(found)
    }

    fn keeps_rota(&self, context: &Context, academy: AcademyId) -> Result<(), AppError> {
        self.on_register(
            context,
            academy.stream(),
            Action::ReadAcademy,
            Action::SetDuty,
        )
    }

    /// An academy that is not there answers like one of which the caller may not see this.
    fn sees_of_academy(
        &self,
        context: &Context,
        academy: AcademyId,
        action: Action,
    ) -> Result<(), AppError> {
        let row = self
            .reader
            .read(|views| access_row(views, academy.stream()))?;
        let resource = Resource::at(ResourceKind::Academy, academy);
        if !row.exists || self.permit(context, action, &resource).is_err() {
            return Err(AppError::NotShown);
        }
        Ok(())
    }
}

fn later(at: At, millis: i64) -> At {
    At::from_millis(at.millis().saturating_add(millis))
}
