//! GET /v1/academies/{academy}/incident-log

use actix_web::HttpRequest;
use lanyard_app::IncidentQuery;
use lanyard_app::views::incident_log as view;
use lanyard_events::AcademyId;
use lanyard_http::Page;
use lanyard_http::incident_log::{Incident, IncidentAction, IncidentActionKind, ReadIncidentLog};

use crate::answers::Answer;
use crate::asked::{Id, Limit, Look, optional_moment};
use crate::people::shown_people;
use crate::state::ApiState;

/// Show the incident log: six columns, over the concerns and cases that the caller may see, the oldest first.
#[utoipa::path(get, path = "/v1/academies/{academy}/incident-log", params(ReadIncidentLog),
    responses((status = 200, description = "A page.", body = Page<Incident>)))]
pub(crate) async fn show_incident_log(
    state: ApiState,
    look: Look<ReadIncidentLog>,
    Id(academy): Id<AcademyId>,
    request: HttpRequest,
) -> Answer {
    let query = IncidentQuery {
        from: optional_moment("from", look.query.from.as_deref())?,
        to: optional_moment("to", look.query.to.as_deref())?,
        limit: Limit::parse(look.query.limit.as_deref())?.0,
        cursor: look.query.cursor,
    };
    let page = state
        .app()
        .incident_log(&look.context, academy, query)
        .await?;
    let page = Page {
        items: page.rows.into_iter().map(incident).collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}

fn incident(row: view::Incident) -> Incident {
    let actions = actions(&row);
    let (page, case) = (row.concern, row.case.map(|page| page.case));
    let closed = case.filter(|case| case.closed_at.is_some());
    Incident {
        concern: page.concern.concern,
        reference: page.concern.reference,
        category: page.concern.category,
        case: page.concern.case,
        date: page.concern.occurred_at,
        raised_at: page.concern.raised_at,
        individuals: shown_people(page.concern.people),
        device_and_place: page.place,
        details: page.account.text,
        actions,
        confirmed_by: closed.as_ref().and_then(|case| case.confirmed_by),
        confirmed_by_name: { closed.as_ref() }.and_then(|case| case.confirmed_by_name.clone()),
        outcome: closed.and_then(|case| case.outcome),
    }
}

/// What the reporter did, what was decided, what was done in the case, by time.
fn actions(row: &view::Incident) -> Vec<IncidentAction> {
    let concern = &row.concern;
    let at_once = { concern.action_taken.text.iter() }.map(|text| IncidentAction {
        at: concern.concern.raised_at,
        by_name: concern.concern.raised_by_name.clone(),
        kind: IncidentActionKind::AtOnce,
        title: None,
        reason: Some(text.clone()),
    });
    let decided = { concern.triage.iter() }.map(|triage| IncidentAction {
        at: triage.at,
        by_name: triage.by_name.clone(),
        kind: IncidentActionKind::Triage,
        title: None,
        reason: Some(triage.reason.clone()),
    });
    let items = { row.case.iter() }.flat_map(|case| &case.items);
    let done = items.filter_map(|item| {
        let (done, title) = (item.done.as_ref()?, item.title.as_ref()?);
        Some(IncidentAction {
            at: done.at,
            by_name: done.by_name.clone(),
            kind: IncidentActionKind::Done,
            title: Some(title.clone()),
            reason: done.outcome.clone(),
        })
    });
    let mut all: Vec<IncidentAction> = at_once.chain(decided).chain(done).collect();
    all.sort_by_key(|action| action.at);
    all
}
