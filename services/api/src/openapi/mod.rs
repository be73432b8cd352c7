//! The description of the API: what utoipa gathers from the handlers, and what holds for all.

use lanyard_http::Problem;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, KnownFormat, LicenseBuilder, OpenApi, Ref,
    RefOr, Required, ResponseBuilder,
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
    parameters.extend(path_parameters(route.path));
    parameters.extend(header_parameters(route));
    operation.parameters = Some(parameters);
    if route.who == Who::Caller {
        operation.security = Some(vec![SecurityRequirement::new(BEARER, [""; 0])]);
    }
    for (status, says) in problems(route) {
        operation
            .responses
            .responses
            .entry(status.to_owned())
            .or_insert_with(|| problem(says));
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

fn path_parameters(path: &str) -> impl Iterator<Item = Parameter> {
    path.split('/').filter_map(|part| {
        let name = part.strip_prefix('{')?.strip_suffix('}')?;
        let schema = ObjectBuilder::new().schema_type(Type::String);
        let schema = if name == "path" {
            schema
        } else {
            schema.format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
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
        return headers;
    }
    if route.changes() {
        headers.push(header(
            "Idempotency-Key",
            route.verb == Verb::Post,
            "The client's name for this change, 1 to 128 visible ASCII characters: a repeat with \
             the same key records nothing twice.",
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

fn problems(route: &Route) -> Vec<(&'static str, &'static str)> {
    let mut problems = vec![("404", "There is nothing here, or nothing that you may see.")];
    if route.who != Who::Caller {
        return problems;
    }
    problems.extend([
        ("400", "A header or the query is malformed."),
        ("401", "No token, or one that is not accepted."),
        ("403", "You may see this but not do that."),
        ("429", "Too many requests."),
        ("503", "The record cannot be reached."),
    ]);
    if route.verb != Verb::Get {
        problems.extend([
            ("408", "The body did not come in time."),
            ("413", "The body is too large."),
            ("415", "The body is not plain JSON."),
            ("422", "The body has mistakes, or a rule says no."),
        ]);
    }
    if route.changes() {
        problems.push(("409", "Others are changing it at the same time."));
    }
    if route.changes() && route.effect != Effect::Begins {
        problems.push(("412", "It has changed since it was read."));
    }
    if route.needs_if_match() {
        problems.push(("428", "If-Match is missing."));
    }
    problems
}

fn problem(says: &str) -> RefOr<utoipa::openapi::Response> {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(Problem::name())))
        .build();
    RefOr::T(
        ResponseBuilder::new()
            .description(says)
            .content(lanyard_http::PROBLEM_MEDIA_TYPE, content)
            .build(),
    )
}

/// Headers of a success.
fn success_headers(operation: &mut Operation, route: &Route) {
    let text = |says: &str| {
        utoipa::openapi::HeaderBuilder::new()
            .description(Some(says))
            .schema(ObjectBuilder::new().schema_type(Type::String))
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
            response.headers.insert(name.to_owned(), text(says));
        };
        add("Lanyard-Position", "Up to where the answer has seen the record.");
        if route.changes() {
            add("ETag", "The revision now.");
        }
        if status == "201" {
            add("Location", "Where it can be read.");
        }
    }
}

#[cfg(test)]
mod tests;
