//! GET /v1/concerns

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{all, items, names, row, triage};

pub const DOOR: Door = Door {
    route: "GET /v1/concerns",
    ask: |_| Ask::of("/v1/concerns"),
    wrong: Wrong::SeesNothing("kit"),
};

#[test]
fn readers_see_whole_rows_and_reporters_their_own_by_status() {
    let scene = scene();
    let concern = scene.raise();
    let whole = row(&scene.client("ruth"), "/v1/concerns", &concern.id).unwrap();
    assert_eq!(whole["view"], "whole");
    assert_eq!(whole["reference"], json!(concern.reference));
    assert_eq!(whole["state"], "untriaged");
    let own = row(&scene.client("priya"), "/v1/concerns", &concern.id).unwrap();
    assert_eq!(own["view"], "status");
    assert_eq!(
        names(&own),
        ["academy", "id", "raised_at", "reference", "status", "view"]
    );
    assert_eq!(row(&scene.client("tom"), "/v1/concerns", &concern.id), None);
}

#[test]
fn a_filter_keeps_what_is_asked_for() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let concern = scene.raise();
    let seen = |state: &str| row(&ruth, &format!("/v1/concerns?state={state}"), &concern.id);
    assert!(seen("untriaged").is_some());
    assert!(seen("monitored").is_none());
    let _ = triage(
        &ruth,
        &concern,
        &json!({"kind": "no_further_action"}),
        "A joke.",
    )
    .expect(201);
    assert!(seen("untriaged").is_none());
    assert!(seen("no_further_action").is_some());
    let other = scene.world.academy(lanyard::demo::School::Beacon);
    assert_eq!(
        all(&ruth, &format!("/v1/concerns?academy={other}")),
        [json!(null); 0]
    );
}

#[test]
fn pages_follow_each_other_by_link_and_cursor() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let (first, second) = (scene.raise(), scene.raise());
    let page = ruth.get("/v1/concerns?limit=1").expect(200);
    assert_eq!(items(&page).len(), 1);
    let next = page.field("next");
    let link = format!("</v1/concerns?limit=1&cursor={next}>; rel=\"next\"");
    assert_eq!(page.header("link"), Some(&*link));
    let mut ids = Vec::new();
    let mut path = "/v1/concerns?limit=1".to_owned();
    loop {
        let page = ruth.get(&path).expect(200);
        ids.extend(
            items(&page)
                .iter()
                .map(|row| row["id"].as_str().unwrap().to_owned()),
        );
        let Some(link) = page.header("link") else {
            break;
        };
        path = link[1..link.find('>').unwrap()].to_owned();
    }
    assert!(ids.contains(&first.id) && ids.contains(&second.id));
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all, "a row stood on two pages");
}

#[test]
fn a_query_that_is_not_understood_is_refused() {
    let scene = scene();
    let ruth = scene.client("ruth");
    for query in [
        "limit=0",
        "limit=201",
        "state=new",
        "cursor=nonsense",
        "colour=red",
        "academy=x",
    ] {
        let answer = ruth.get(&format!("/v1/concerns?{query}"));
        assert_eq!(
            (answer.status, &*answer.problem()),
            (400, "bad-query"),
            "{query}"
        );
    }
}
