//! /v1/academies/{academy}/duties

use lanyard_app::views::directory::DutyRow;
use lanyard_app::{OnDuty, Span};
use lanyard_events::{AcademyId, DutyId};
use lanyard_http::Recorded;
use lanyard_http::case::Nothing;
use lanyard_http::duty::{
    DutyAdded, DutyGap, DutyNow, DutyTime, PersonOnDuty, Rota, SetDuty, ShowRota,
};

use super::path;
use crate::answers::{Answer, changed, receipt_path, recorded};
use crate::asked::{Change, Id, Look, optional_moment};
use crate::state::ApiState;

/// Show the rota of an academy over a stretch of time, with its gaps.
#[utoipa::path(get, path = "/v1/academies/{academy}/duties", params(ShowRota),
    responses((status = 200, description = "The rota.", body = Rota)))]
pub(crate) async fn show_rota(
    state: ApiState,
    look: Look<ShowRota>,
    Id(academy): Id<AcademyId>,
) -> Answer {
    let stretch = (
        optional_moment("from", look.query.from.as_deref())?,
        optional_moment("until", look.query.until.as_deref())?,
    );
    let rota = state.app().rota(&look.context, academy, stretch).await?;
    Ok(state.shown(&Rota {
        from: rota.shown.from,
        until: rota.shown.until,
        duties: rota.times.into_iter().map(time).collect(),
        gaps: rota.gaps.into_iter().map(gap).collect(),
    }))
}

/// Show who is on duty for safeguarding at an academy now.
#[utoipa::path(get, path = "/v1/academies/{academy}/duties/now",
    responses((status = 200, description = "Who is on duty.", body = DutyNow)))]
pub(crate) async fn show_duty_now(
    state: ApiState,
    look: Look,
    Id(academy): Id<AcademyId>,
) -> Answer {
    let (at, on_duty) = state.app().duty_now(&look.context, academy).await?;
    let person = |it: OnDuty| PersonOnDuty {
        staff: it.staff,
        name: it.name,
        until: it.until,
    };
    Ok(state.shown(&DutyNow {
        at,
        on_duty: on_duty.into_iter().map(person).collect(),
    }))
}

/// Put somebody on duty for a time: where somebody is in danger, they are told at once with the leads (R2).
#[utoipa::path(post, path = "/v1/academies/{academy}/duties", request_body = SetDuty,
    responses((status = 201, description = "Recorded.", body = DutyAdded)))]
pub(crate) async fn set_duty(
    state: ApiState,
    asked: Change<SetDuty>,
    Id(academy): Id<AcademyId>,
) -> Answer {
    let SetDuty { staff, from, until } = asked.body;
    let (done, id) = state
        .app()
        .set_duty(&asked.context, academy, staff, Span { from, until })
        .await?;
    let body = DutyAdded {
        id,
        academy,
        revision: done.revision.0,
        receipt: done.event.map(receipt_path),
    };
    Ok(recorded(&done, &rota_path(academy), &body))
}

/// End a time on duty now, or take one back that has not begun.
#[utoipa::path(post, path = "/v1/academies/{academy}/duties/{duty}/end", request_body = Nothing,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn end_duty(
    state: ApiState,
    asked: Change<Nothing>,
    Id((academy, duty)): Id<(AcademyId, DutyId)>,
) -> Answer {
    let done = state.app().end_duty(&asked.context, academy, duty).await?;
    Ok(changed(&done, &rota_path(academy)))
}

/// From the application's gap to the body.
pub(crate) fn gap(gap: Span) -> DutyGap {
    DutyGap {
        from: gap.from,
        until: gap.until,
    }
}

fn time((row, stands): (DutyRow, bool)) -> DutyTime {
    DutyTime {
        id: row.duty,
        staff: row.staff,
        name: row.name,
        from: row.from,
        until: row.until,
        stands,
    }
}

fn rota_path(academy: AcademyId) -> String {
    format!("{}/duties", path(academy))
}
