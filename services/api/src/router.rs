//! The router, built from the table of routes.

use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, Resource};

use crate::answers::Answer;
use crate::edge::edge;
use crate::problems::ApiError;
use crate::routes::{Matched, ROUTES, Route, Verb};
use crate::state::ApiState;

/// Adds the whole API to an actix-web application, for the binary, the harness and tests alike.
///
/// It takes every address that nothing registered before it has taken, and answers unknown ones
/// with a problem: register other services (the web pages) first.
pub fn configure(service: &mut ServiceConfig, state: ApiState) {
    let mut scope = web::scope("").app_data(state).wrap(from_fn(edge));
    for routes in by_path() {
        scope = scope.service(resource(routes));
    }
    service.service(scope.default_service(web::to(not_found)));
}

/// The routes of each path, in the order of the table.
fn by_path() -> Vec<Vec<&'static Route>> {
    let mut paths: Vec<Vec<&'static Route>> = Vec::new();
    for route in ROUTES {
        match paths.iter_mut().find(|routes| routes[0].path == route.path) {
            Some(routes) => routes.push(route),
            None => paths.push(vec![route]),
        }
    }
    paths
}

fn resource(routes: Vec<&'static Route>) -> Resource {
    // A parameter called `path` takes all the rest of an address.
    let template = routes[0].path.replace("{path}", "{path:.*}");
    let mut resource = web::resource(template);
    for route in &routes {
        resource = resource.route(route.handler());
    }
    resource
        .app_data(Matched(routes))
        .default_service(web::to(method_not_allowed))
}

async fn not_found() -> Answer {
    Err(ApiError::not_found())
}

async fn method_not_allowed(request: HttpRequest) -> Answer {
    let verbs = request
        .app_data()
        .map(|matched: &Matched| matched.0.iter().map(|route| route.verb).collect::<Vec<_>>())
        .unwrap_or_default();
    Err(ApiError::method_not_allowed(allowed(&verbs)))
}

/// `Allow` for the verbs of one path.
fn allowed(verbs: &[Verb]) -> &'static str {
    match (
        verbs.contains(&Verb::Get),
        verbs.contains(&Verb::Post),
        verbs.contains(&Verb::Put),
    ) {
        (true, true, _) => "GET, HEAD, POST",
        (true, false, false) => "GET, HEAD",
        (true, false, true) => "GET, HEAD, PUT",
        (false, true, _) => "POST",
        (false, false, _) => "PUT",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_takes_three_verbs_or_one_verb_twice() {
        for routes in by_path() {
            let mut verbs: Vec<Verb> = routes.iter().map(|route| route.verb).collect();
            let all = verbs.len();
            verbs.sort_unstable();
            verbs.dedup();
            assert_eq!(verbs.len(), all, "{}", routes[0].path);
            assert!(all < 3, "{}: spell out its Allow header", routes[0].path);
        }
    }
}
