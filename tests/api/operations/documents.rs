//! GET /openapi.json, /docs, /docs/{path}

use lanyard_api::ROUTES;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;

pub const DESCRIPTION: Door = Door {
    route: "GET /openapi.json",
    ask: |_| Ask::of("/openapi.json"),
    wrong: Wrong::Nobody,
};

pub const DOCS: Door = Door {
    route: "GET /docs",
    ask: |_| Ask::of("/docs"),
    wrong: Wrong::Nobody,
};

pub const DOCS_FILE: Door = Door {
    route: "GET /docs/{path}",
    ask: |_| Ask::of("/docs/index.html"),
    wrong: Wrong::Nobody,
};

#[test]
fn the_description_has_every_route() {
    let scene = scene();
    let description = scene.world.nobody().get("/openapi.json").expect(200).json();
    assert_eq!(description["openapi"], "3.1.0");
    for route in ROUTES {
        let verb = route.verb.name().to_lowercase();
        let operation = &description["paths"][route.path][verb];
        assert_eq!(
            operation["operationId"], route.operation,
            "{}",
            route.template
        );
    }
}

#[test]
fn the_pages_about_the_api_come_out_of_the_program_itself() {
    let scene = scene();
    let page = scene.world.nobody().get("/docs/").expect(200);
    assert!(
        page.header("content-type")
            .unwrap()
            .starts_with("text/html")
    );
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("script-src 'self'"), "{policy}");
    assert!(
        !page.text().contains("https://"),
        "nothing is fetched from elsewhere"
    );
}

#[test]
fn an_address_of_nothing_is_a_problem_and_so_is_a_verb_too_many() {
    let scene = scene();
    let nobody = scene.world.nobody();
    let nothing = nobody.get("/v2/concerns").expect(404);
    assert_eq!(
        nothing.header("content-type"),
        Some("application/problem+json")
    );
    assert_eq!(nothing.problem(), "not-found");
    let verb = nobody.send("DELETE", "/v1/concerns", None, &[]).expect(405);
    assert_eq!(verb.header("allow"), Some("GET, HEAD, POST"));
    assert_eq!(verb.problem(), "method-not-allowed");
}
