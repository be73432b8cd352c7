//! POST /public/{academy}/concerns

use actix_web::HttpResponse;
use lanyard_app::PublicReport;
use lanyard_events::AcademyId;
use lanyard_http::public::{ReportConcern, ReportReceived};

use crate::answers::Answer;
use crate::asked::{FromPublic, Id};
use crate::state::ApiState;

/// What anybody learns of a report.
pub(super) const RECEIVED: &str = "received";

/// Report a concern without log-in, with or without a name.
///
/// The answer carries a reference and a secret by which more can be added. No network address is kept.
#[utoipa::path(post, path = "/public/{academy}/concerns", request_body = ReportConcern,
    responses((status = 201, description = "Received.", body = ReportReceived),
              (status = 202, description = "Received; it will be recorded when the recorder is back.", body = ReportReceived)))]
pub(crate) async fn report_concern(
    state: ApiState,
    asked: FromPublic<ReportConcern>,
    Id(academy): Id<AcademyId>,
) -> Answer {
    let report = report(academy, asked.body);
    let received = state.app().report_publicly(&asked.context, report).await?;
    let body = ReportReceived {
        reference: received.reference,
        secret: received.secret.to_string(),
        state: RECEIVED,
    };
    // Where the record has got to is nobody's business without log-in.
    Ok(if received.recorded {
        HttpResponse::Created().json(body)
    } else {
        HttpResponse::Accepted().json(body)
    })
}

fn report(academy: AcademyId, body: ReportConcern) -> PublicReport {
    let people = { body.people.into_iter() }.map(|person| (person.description, person.role));
    PublicReport {
        academy,
        about_adult: body.about_adult,
        category: body.category,
        people: people.collect(),
        place: body.place,
        when_text: body.when_text,
        account: body.account,
        danger_now: body.danger_now,
        name: body.name,
    }
}
