//! GET /metrics

use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse};
use sha2::{Digest, Sha256};

use crate::answers::Answer;
use crate::problems::ApiError;
use crate::settings::MetricsReaders;
use crate::state::ApiState;

/// Figures for monitoring, in the text format of Prometheus. To whom the operator has allowed.
#[utoipa::path(get, path = "/metrics",
    responses((status = 200, description = "Figures.", body = String, content_type = "text/plain")))]
pub(crate) async fn show_metrics(state: ApiState, request: HttpRequest) -> Answer {
    if !may_read(&state.settings().metrics, &request) {
        return Err(ApiError::not_found());
    }
    let text = state.settings().figures.text().map_err(ApiError::fault)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"))
        .body(text))
}

pub(super) fn may_read(readers: &MetricsReaders, request: &HttpRequest) -> bool {
    match readers {
        MetricsReaders::Nobody => false,
        MetricsReaders::Anyone => true,
        MetricsReaders::Bearer(token) => request
            .headers()
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
            // Digests are compared, so that the time taken says nothing of the token.
            .is_some_and(|sent| Sha256::digest(sent) == Sha256::digest(token)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn only_whom_the_operator_allows_reads_metrics() {
        let nobody = TestRequest::get().to_http_request();
        let sent = |token: &str| {
            TestRequest::get()
                .insert_header((AUTHORIZATION, format!("Bearer {token}")))
                .to_http_request()
        };
        let bearer = MetricsReaders::Bearer("scrape-me".to_owned());
        assert!(!may_read(&MetricsReaders::Nobody, &sent("scrape-me")));
        assert!(may_read(&MetricsReaders::Anyone, &nobody));
        assert!(!may_read(&bearer, &nobody));
        assert!(!may_read(&bearer, &sent("scrape-me2")));
        assert!(may_read(&bearer, &sent("scrape-me")));
    }
}
