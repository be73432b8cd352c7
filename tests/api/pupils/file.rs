//! GET /v1/pupils/{pupil}/file

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{etag, id_of, open_case, pupil, raise, threats};

pub const DOOR: Door = Door {
    route: "GET /v1/pupils/{pupil}/file",
    ask: |scene| Ask::of(format!("/v1/pupils/{}/file", scene.world.oakfield().amara)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn a_page_can_be_read_and_printed_by_itself_and_runs_nothing() {
    let scene = scene();
    let child = super::register(&scene, 90);
    let (priya, ruth) = (scene.client("priya"), scene.client("ruth"));
    let mut body = threats(&scene.world, id_of(&child));
    body["account"] = json!("She wrote <script>alert('x')</script> & left.");
    let concern = raise(&priya, &body);
    let answer = ruth.get(&format!("{child}/file?format=html")).expect(200);
    assert_eq!(
        answer.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let policy = answer.header("content-security-policy").unwrap_or_default();
    assert!(policy.contains("default-src 'none'"), "{policy}");
    let page = answer.text();
    assert!(page.starts_with("<!doctype html>") && page.contains("<html lang=\"en-GB\">"));
    assert!(
        page.contains("<h1>Child protection file: Peregrine Quickthorn</h1>"),
        "{page}"
    );
    assert!(page.contains(&concern.reference));
    let said = "She wrote &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; left.";
    assert!(page.contains(said), "{page}");
    for outside in ["<script", "src=", "href=", "http://", "https://", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
    let _ = ruth.get(&format!("{child}/file?format=pdf")).expect(400);
}

#[test]
fn another_childs_parents_and_plan_do_not_go_along() {
    let scene = scene();
    let [child, brother] = [91, 92].map(|serial| super::register(&scene, serial));
    let (priya, ruth) = (scene.client("priya"), scene.client("ruth"));
    let mut body = threats(&scene.world, id_of(&child));
    body["people"] = json!([
        {"person": pupil(id_of(&child)), "role": "affected"},
        {"person": pupil(id_of(&brother)), "role": "affected"},
    ]);
    let case = open_case(&ruth, &raise(&priya, &body));
    for (of, social_worker) in [(&child, "Sal Ward"), (&brother, "Quetzal Ward")] {
        let plan = json!({
            "kind": "child_in_need", "since": "2026-11-02", "social_worker": social_worker,
        });
        let tag = etag(&ruth, &case);
        let path = format!("{case}/plans/{}", id_of(of));
        let headers = [("if-match", tag.as_str())];
        let _ = ruth.send("PUT", &path, Some(&plan), &headers).expect(200);
        let told = json!({
            "pupil": id_of(of), "contact": social_worker, "how": "telephone", "summary": "Told.",
        });
        let _ = ruth
            .post(&format!("{case}/parents/contacts"), &told)
            .expect(201);
    }
    for form in ["json", "text", "html"] {
        let path = format!("{child}/file?format={form}");
        let text = ruth.get(&path).expect(200).text();
        assert!(text.contains("Sal Ward"), "{form}");
        assert!(!text.contains("Quetzal"), "{form}: {text}");
    }
}

/// A claim that may follow is no part of what another school needs for the child.
#[test]
fn that_a_case_is_held_stays_with_the_trust() {
    let scene = scene();
    let child = super::register(&scene, 93);
    let (priya, ruth) = (scene.client("priya"), scene.client("ruth"));
    let case = open_case(&ruth, &raise(&priya, &threats(&scene.world, id_of(&child))));
    let hold = json!({"reason": "The family's solicitor has written."});
    let _ = { scene.client("miriam") }
        .post(&format!("{case}/hold"), &hold)
        .expect(201);
    let timeline = ruth.get(&format!("{case}/timeline")).expect(200).text();
    assert!(timeline.contains("solicitor"));
    let file = ruth.get(&format!("{child}/file")).expect(200).text();
    assert!(file.contains("case.opened") && !file.contains("case.held"));
    assert!(!file.contains("solicitor"));
}
