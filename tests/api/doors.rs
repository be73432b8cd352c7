//! Every route of the router's own table has a door here: what nobody is told, and somebody who may
//! not. A route without one fails.

use std::collections::BTreeMap;

use lanyard_api::{ROUTES, Route, Who};
use lanyard_tests::{Answer, Client, new_key};
use serde_json::{Value, json};

use crate::scene::{Scene, scene};

/// A request that succeeds for whoever may make it.
pub struct Ask {
    /// Where.
    pub path: String,
    /// What is sent, with a POST or PUT.
    pub body: Value,
}

impl Ask {
    /// A request with a body.
    pub fn new(path: impl Into<String>, body: Value) -> Self {
        Self {
            path: path.into(),
            body,
        }
    }

    /// A request without a body.
    pub fn of(path: impl Into<String>) -> Self {
        Self::new(path, json!({}))
    }
}

/// What somebody without the right role meets.
pub enum Wrong {
    /// Everybody may: there is no wrong role.
    Nobody,
    /// This person is refused with this status and code.
    Refused(&'static str, u16, &'static str),
    /// This person gets a list without a single row.
    SeesNothing(&'static str),
    /// Only a log-in that nobody on the staff register has is refused.
    Stranger,
}

/// One route.
pub struct Door {
    /// As in the table of routes: `POST /v1/concerns`.
    pub route: &'static str,
    /// A request to it.
    pub ask: fn(&Scene) -> Ask,
    /// Who is refused.
    pub wrong: Wrong,
}

/// Every door.
fn doors() -> BTreeMap<&'static str, &'static Door> {
    let all = [
        crate::concerns::DOORS,
        crate::cases::DOORS,
        crate::referrals::DOORS,
        crate::registers::DOORS,
        crate::grants::DOORS,
        crate::desks::DOORS,
        crate::due::DOORS,
        crate::retention::DOORS,
        crate::trust::DOORS,
        crate::evidence::DOORS,
        crate::allegations::DOORS,
        crate::mails::DOORS,
        crate::me::DOORS,
        crate::playbooks::DOORS,
        crate::policies::DOORS,
        crate::pupils::DOORS,
        crate::staff::DOORS,
        crate::academies::DOORS,
        crate::dashboards::DOORS,
        crate::search::DOORS,
        crate::receipts::DOORS,
        crate::access_log::DOORS,
        crate::audit::DOORS,
        crate::taxonomy::DOORS,
        crate::log::DOORS,
        crate::public::DOORS,
        crate::operations::DOORS,
    ];
    let mut doors = BTreeMap::new();
    for door in all.into_iter().flatten().copied() {
        let before = doors.insert(door.route, door);
        assert!(before.is_none(), "{} has two doors", door.route);
    }
    doors
}

/// Each route with its door.
pub fn routes() -> impl Iterator<Item = (&'static Route, &'static Door)> {
    let doors = doors();
    ROUTES.iter().map(move |route| {
        let door = doors.get(route.template);
        (
            route,
            *door.unwrap_or_else(|| panic!("{} has no door", route.template)),
        )
    })
}

/// Makes a request with all the headers that a change may need.
pub fn knock(by: &Client, route: &Route, ask: &Ask) -> Answer {
    let key = new_key();
    let headers = [("idempotency-key", key.as_str()), ("if-match", "\"0\"")];
    if route.verb.name() == "GET" {
        by.send("GET", &ask.path, None, &[])
    } else {
        by.send(route.verb.name(), &ask.path, Some(&ask.body), &headers)
    }
}

#[test]
fn every_route_has_one_door_and_every_door_a_route() {
    let routes: Vec<_> = ROUTES.iter().map(|route| route.template).collect();
    let doors = doors();
    let unlisted: Vec<_> = routes
        .iter()
        .filter(|route| !doors.contains_key(*route))
        .collect();
    assert!(unlisted.is_empty(), "without a door: {unlisted:?}");
    let gone: Vec<_> = doors.keys().filter(|door| !routes.contains(door)).collect();
    assert!(gone.is_empty(), "without a route: {gone:?}");
}

#[test]
fn nobody_gets_in_without_a_token_where_one_is_asked_for() {
    let scene = scene();
    let nobody = scene.world.nobody();
    for (route, door) in routes() {
        let answer = knock(&nobody, route, &(door.ask)(&scene));
        match route.who {
            Who::Caller => {
                assert_eq!(answer.status, 401, "{}: {}", route.template, answer.text());
                assert_eq!(answer.problem(), "token-missing", "{}", route.template);
                assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
            }
            Who::Anyone | Who::Operator => {
                assert!(
                    matches!(answer.status, 200 | 201 | 202 | 308),
                    "{}: {} {}",
                    route.template,
                    answer.status,
                    answer.text()
                );
            }
        }
    }
}

#[test]
fn somebody_without_the_role_is_refused_or_sees_nothing() {
    let scene = scene();
    for (route, door) in routes() {
        let ask = (door.ask)(&scene);
        let by = |name: &str| knock(&scene.client(name), route, &ask);
        match door.wrong {
            Wrong::Nobody => assert!(
                !matches!(route.who, Who::Caller),
                "{} is for callers: name one who may not",
                route.template
            ),
            Wrong::Refused(name, status, code) => {
                let answer = by(name);
                let met = (answer.status, answer.problem());
                assert_eq!(met, (status, code.to_owned()), "{} {name}", route.template);
            }
            Wrong::SeesNothing(name) => {
                let answer = by(name);
                assert_eq!(answer.status, 200, "{} {name}", route.template);
                let body = answer.json();
                assert_eq!(body["items"], json!([]), "{} {name}", route.template);
            }
            Wrong::Stranger => {
                let token = scene.world.token("mallory");
                let answer = knock(&scene.world.with_token(token), route, &ask);
                let met = (answer.status, answer.problem());
                assert_eq!(
                    met,
                    (403, "unknown-person".to_owned()),
                    "{}",
                    route.template
                );
            }
        }
    }
}
