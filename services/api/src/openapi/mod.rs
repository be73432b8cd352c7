//! The description of the API: what utoipa gathers from the handlers, and what holds for all.

use lanyard_http::Problem;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi, Ref, RefOr, Required,
    Response, ResponseBuilder,
};
use utoipa::{OpenApi as _, PartialSchema, ToSchema};

use crate::routes::{Effect, Operations, ROUTES, Route, Verb, Who};

const ABOUT: &str = "Safeguarding case management for multi-academy trusts, with a record that \
    anyone can check.\n\nIds are bare lower-case UUIDs, times RFC 3339 in UTC. Send the `ETag` of \
    what you read as `If-Match` with a change, and a new `Idempotency-Key` with each POST; repeat \
    with the same key when an answer was lost. Send the `Lanyard-Position` of an answer with the \
    next request to read your own writes at any server. What you may not see answers like what does \
    not exist. All people and schools in the examples are invented.";

const BEARER: &str = "token";

const IDEMPOTENCY_KEY: &str = "The client's name for this change, 1 to 128 visible ASCII characters: \
    a repeat with the same key records nothing twice.";

/// The description of the API, OpenAPI 3.1.
#[must_use]
pub fn openapi() -> OpenApi {
    let mut api = Operations::openapi();
    api.info = InfoBuilder::new()
        .title("Lanyard")
        .version("1")
        .description(Some(ABOUT))
        .license(Some(LicenseBuilder::new().name("Apache-2.0").build()))
        .build();
    let components = api.components.take().unwrap_or_default();
    api.components = Some(
        ComponentsBuilder::from(components)
            .schema(Problem::name(), Problem::schema())
            .schema(
                lanyard_http::FieldError::name(),
                lanyard_http::FieldError::schema(),
            )
            .responses_from_iter(
                PROBLEMS
                    .iter()
                    .map(|(_, name, says)| ((*name).to_owned(), problem(says))),
            )
            .security_scheme(
                BEARER,
                SecurityScheme::Http(
                    HttpBuilder::new()
                        .scheme(HttpAuthScheme::Bearer)
                        .bearer_format("JWT")
                        .build(),
                ),
            )
            .build(),
    );
    for route in ROUTES {
        if let Some(operation) = api
            .paths
            .paths
            .get_mut(route.path)
            .and_then(|item| operation_of(item, route.verb))
        {
            complete(operation, route);
        }
    }
    api
}

fn operation_of(item: &mut PathItem, verb: Verb) -> Option<&mut Operation> {
    match verb {
        Verb::Get => item.get.as_mut(),
        Verb::Post => item.post.as_mut(),
        Verb::Put => item.put.as_mut(),
    }
}

/// Adds to an operation what its row of the table says.
fn complete(operation: &mut Operation, route: &Route) {
    operation.operation_id = Some(route.operation.to_owned());
    operation.tags = Some(vec![tag(route.path).to_owned()]);
    let mut parameters = operation.parameters.take().unwrap_or_default();
    // The table says which parts of a path are filled in; some handlers are found out to say so too.
    parameters.retain(|it| !is_in_path(it));
    parameters.extend(path_parameters(route.path).map(RefOr::T));
    parameters.extend(header_parameters(route).into_iter().map(RefOr::T));
    operation.parameters = Some(parameters);
    if route.who == Who::Caller {
        operation.security = Some(vec![SecurityRequirement::new(BEARER, [""; 0])]);
    }
    for (status, name) in problems(route) {
        operation
            .responses
            .responses
            .entry(status.to_owned())
            .or_insert_with(|| RefOr::Ref(Ref::new(format!("#/components/responses/{name}"))));
    }
    if route.who == Who::Caller {
        success_headers(operation, route);
    }
}

/// `/v1/cases/{case}/notes` is about `cases`; `/healthz` about `operations`.
fn tag(path: &str) -> &str {
    let mut parts = path.split('/').skip(1);
    match (parts.next(), parts.next()) {
        (Some("v1"), Some(resource)) => resource,
        (Some(area @ ("log" | "public")), _) => area,
        (Some(_) | None, _) => "operations",
    }
}

fn is_in_path(parameter: &RefOr<Parameter>) -> bool {
    match parameter {
        RefOr::T(parameter) => matches!(parameter.parameter_in, ParameterIn::Path),
        RefOr::Ref(_) => false,
    }
}

fn path_parameters(path: &str) -> impl Iterator<Item = Parameter> {
    path.split('/').filter_map(|part| {
        let name = part.strip_prefix('{')?.strip_suffix('}')?;
        let schema = ObjectBuilder::new().schema_type(Type::String);
        let schema = if matches!(name, "path" | "reference" | "document") {
            schema
        } else {
            schema.format(Some(SchemaFormat::Custom("uuid".to_owned())))
        };
        Some(
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Path)
                .required(Required::True)
                .schema(Some(schema))
                .build(),
        )
    })
}

fn header_parameters(route: &Route) -> Vec<Parameter> {
    let header = |name: &str, required: bool, says: &str| {
        ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Header)
            .required(if required {
                Required::True
            } else {
                Required::False
            })
            .description(Some(says))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
            .build()
    };
    let mut headers = Vec::new();
    if route.who != Who::Caller {
        if route.changes() {
            headers.push(header("Idempotency-Key", true, IDEMPOTENCY_KEY));
        }
        return headers;
    }
    if route.changes() {
        headers.push(header(
            "Idempotency-Key",
            route.verb == Verb::Post,
            IDEMPOTENCY_KEY,
        ));
        headers.push(header(
            "If-Match",
            route.needs_if_match(),
            "The ETag of what was read, such as \"3\".",
        ));
    }
    headers.push(header(
        "Lanyard-Position",
        false,
        "The Lanyard-Position of an earlier answer: the server waits until it has seen as much.",
    ));
    headers
}

/// Status, name and words of the problems that more than one operation may answer.
const PROBLEMS: &[(&str, &str, &str)] = &[
    (
        "400",
        "BadRequest",
        "A header or the query is malformed, or the body is not JSON.",
    ),
    ("401", "LogIn", "No token, or one that is not accepted."),
    ("403", "NotAllowed", "You may see this but not do that."),
    (
        "404",
        "NotFound",
        "There is nothing here, or nothing that you may see.",
    ),
    ("408", "TooSlow", "The body did not come in time."),
    (
        "409",
        "RaceLost",
        "Others are changing it at the same time.",
    ),
    ("412", "Stale", "It has changed since it was read."),
    ("413", "TooLarge", "The body is too large."),
    ("415", "NotJson", "The body is not plain JSON."),
    (
        "422",
        "Refused",
        "The body has mistakes, or a rule says no.",
    ),
    ("428", "IfMatchMissing", "If-Match is missing."),
    (
        "429",
        "TooMany",
        "Too many requests; Retry-After says when to go on.",
    ),
    (
        "503",
        "Later",
        "The record cannot be reached; Retry-After says when to try again.",
    ),
];

/// The problems that an operation may answer.
fn problems(route: &Route) -> impl Iterator<Item = (&'static str, &'static str)> {
    let caller = route.who == Who::Caller;
    let body = route.verb != Verb::Get;
    let changes = caller && route.changes();
    PROBLEMS
        .iter()
        .filter(move |(status, ..)| match *status {
            "404" => true,
            "401" | "403" => caller,
            "400" | "429" | "503" => caller || body,
            "408" | "413" | "415" | "422" => body,
            "409" => changes,
            "412" => changes && route.effect != Effect::Begins,
            "428" => route.needs_if_match(),
            _ => false,
        })
        .map(|(status, name, _)| (*status, *name))
}

fn problem(says: &str) -> Response {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(Problem::name())))
        .build();
    ResponseBuilder::new()
        .description(says)
        .content(lanyard_http::PROBLEM_MEDIA_TYPE, content)
        .build()
}

/// Conflicts are kept elsewhere, whoever raised a concern sees its status only, and whoever holds a case need not
/// read it.
fn hides_revision(route: &Route) -> bool {
    let of_matter = !route.path.starts_with("/v1/evidence");
    route.path.contains("/conflicts")
        || route.path.ends_with("/information")
        || route.path.ends_with("/hold")
        || (of_matter && route.path.ends_with("/report-illegal"))
}

/// Headers of a success.
fn success_headers(operation: &mut Operation, route: &Route) {
    let text = |says: &str| {
        utoipa::openapi::HeaderBuilder::new()
            .description(Some(says))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
            .build()
    };
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else {
            continue;
        };
        if !status.starts_with('2') {
            continue;
        }
        let mut add = |name: &str, says: &str| {
            response
                .headers
                .insert(name.to_owned(), RefOr::T(text(says)));
        };
        add(
            "Lanyard-Position",
            "Up to where the answer has seen the record.",
        );
        if route.changes() && !hides_revision(route) {
            add("ETag", "The revision now.");
        }
        if status == "201" {
            add("Location", "Where it can be read.");
        }
    }
}

#[cfg(test)]
mod tests;
