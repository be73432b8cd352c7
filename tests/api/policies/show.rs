//! GET /v1/policies, /v1/policies/{document} and …/editions

use serde_json::json;

use super::BULLYING;
use crate::scene::scene;
use crate::steps::items;

#[test]
fn everything_that_may_be_edited_is_listed_with_its_edition() {
    let scene = scene();
    let listed = items(&scene.client("ruth").get("/v1/policies").expect(200));
    let names: Vec<_> = listed
        .iter()
        .map(|it| it["document"].as_str().unwrap())
        .collect();
    for name in [
        "playbook.common",
        "matrix.pupil",
        "matrix.staff",
        "user_actions",
        "taxonomy",
        "register.breaches",
    ] {
        assert!(names.contains(&name), "{name}: {names:?}");
    }
    assert!(listed.iter().all(|it| it["edition"] == 1
        && it["published"] == false
        && it["shipped"] == 1
        && it["newer_shipped"] == false));
}

#[test]
fn a_document_is_shown_as_the_file_that_is_in_force() {
    let scene = scene();
    for name in ["ruth", "miriam", "sunita", "kit"] {
        let shown = scene.client(name).get(BULLYING).expect(200).json();
        assert_eq!(shown["edition"], 1);
        assert_eq!(shown["published"], json!(null));
        let text = shown["text"].as_str().unwrap();
        assert!(
            text.contains("id = \"bullying_by_email_or_phone\""),
            "{text}"
        );
    }
    let editions = scene.client("kit").get(&format!("{BULLYING}/editions"));
    assert_eq!(items(&editions.expect(200)).len(), 0);
}

#[test]
fn what_nobody_may_edit_is_not_there() {
    let scene = scene();
    let ruth = scene.client("ruth");
    for name in [
        "playbook.nothing",
        "playbook.trust_vaping",
        "matrix.parents",
        "registers",
    ] {
        let _absent = ruth.get(&format!("/v1/policies/{name}")).expect(404);
    }
}
