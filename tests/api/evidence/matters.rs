//! What holds for the evidence of any matter: what is taken, what is refused, what belongs together (R6).

use lanyard_tests::new_key;
use serde_json::{Value, json};

use crate::scene::scene;
use crate::steps::{
    NOTHING, all, attach, chat, file, id_of, open_case, pointers, pupil, raise, triage,
};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nnot a picture of anybody";

#[test]
fn only_files_of_the_kinds_that_are_taken_and_that_are_what_they_say() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let path = format!("{case}/evidence");
    for (media_type, bytes, pointer, code) in [
        (
            "text/html",
            &b"<html>"[..],
            "/media_type",
            "media_type_not_taken",
        ),
        (
            "image/svg+xml",
            b"<svg/>",
            "/media_type",
            "media_type_not_taken",
        ),
        ("image/jpeg", PNG, "/content", "content_not_of_type"),
        ("text/plain", PNG, "/content", "content_not_of_type"),
        ("image/png", b"", "/content", "file_empty"),
    ] {
        let refused = ruth.post(&path, &file("a", media_type, bytes)).expect(422);
        let error = &refused.json()["errors"][0];
        assert_eq!(
            (&error["pointer"], &error["code"]),
            (&json!(pointer), &json!(code)),
            "{media_type}"
        );
    }
    let with = |field: &str, value: Value| {
        let mut body = file("a", "image/png", PNG);
        body[field] = value;
        pointers(&ruth.post(&path, &body).expect(422))
    };
    assert_eq!(with("content", json!("not base64!")), ["/content"]);
    assert_eq!(with("name", json!(" ")), ["/name"]);
    assert_eq!(with("description", json!("")), ["/description"]);
    assert_eq!(with("made_at", json!("2026-11-11T09:00:00Z")), ["/made_at"]);
    assert_eq!(with("present", json!([NOTHING])), ["/present"]);
    assert_eq!(with("colour", json!("red")), ["/colour"]);
    assert_eq!(all(&ruth, &path), [json!(null); 0]);
}

/// domain.md 2: photographs of injuries are refused; the body map is for them.
#[test]
fn a_photograph_of_an_injury_is_refused_and_nothing_of_it_is_kept() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let path = format!("{case}/evidence");
    let mut body = file("arm.png", "image/png", PNG);
    body["description"] = json!("The bruise on her arm");
    let refused = ruth.post(&path, &body).expect(422);
    let error = &refused.json()["errors"][0];
    assert_eq!(
        (&error["pointer"], &error["code"]),
        (&json!("/content"), &json!("photograph_of_injury"))
    );
    assert_eq!(all(&ruth, &path), [json!(null); 0]);
    body["description"] = json!("Screenshot of messages about her bruises");
    let _ = attach(&ruth, &case, &body);
}

#[test]
fn a_file_over_the_limit_is_refused_and_a_body_far_over_it_is_not_even_read() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let path = format!("{case}/evidence");
    let mut bytes = PNG.to_vec();
    bytes.resize((25 << 20) + 1, 7);
    let refused = ruth
        .post(&path, &file("a.png", "image/png", &bytes))
        .expect(422);
    assert_eq!(refused.json()["errors"][0]["code"], "file_too_large");
    bytes.resize(27 << 20, 7);
    let refused = ruth.post(&path, &file("a.png", "image/png", &bytes));
    assert_eq!(
        (refused.status, refused.problem()),
        (413, "body-too-large".to_owned())
    );
    assert_eq!(all(&ruth, &path), [json!(null); 0]);
}

#[test]
fn a_repeat_takes_nothing_in_twice_and_another_file_under_the_same_key_is_refused() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let (path, key) = (format!("{case}/evidence"), new_key());
    let first = ruth.post_with_key(&path, &chat(), &key).expect(201);
    let again = ruth.post_with_key(&path, &chat(), &key).expect(201);
    assert_eq!(first.json(), again.json());
    let other = file("b.txt", "text/plain", b"Something else.");
    let refused = ruth.post_with_key(&path, &other, &key).expect(422);
    assert_eq!(refused.problem(), "idempotency-key-reused");
    assert_eq!(all(&ruth, &path).len(), 1);
}

#[test]
fn a_case_lists_the_evidence_of_its_concerns_too_and_its_timeline_has_both() {
    let scene = scene();
    let (priya, ruth) = (scene.client("priya"), scene.client("ruth"));
    let concern = scene.raise();
    let before = attach(&priya, &concern.address(), &chat());
    let case = open_case(&ruth, &concern);
    let of_case = attach(&ruth, &case, &chat());
    let after = attach(&priya, &concern.address(), &chat());
    let listed = all(&ruth, &format!("{case}/evidence"));
    let ids: Vec<_> = listed.iter().map(|row| row["id"].clone()).collect();
    assert_eq!(
        ids,
        [&before, &of_case, &after].map(|path| json!(id_of(path)))
    );
    let timeline = all(&ruth, &format!("{case}/timeline"));
    let captured = timeline
        .iter()
        .filter(|it| it["kind"] == "evidence.captured");
    assert_eq!(captured.count(), 3);
    // The concern's own page reads as before.
    let _ = ruth.get(&concern.address()).expect(200);
    assert_eq!(
        all(&ruth, &format!("{}/evidence", concern.address())).len(),
        2
    );
}

#[test]
fn nothing_is_attached_to_a_closed_case() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let close = json!({
        "outcome": "resolved_in_school", "reason": "It has stopped.", "leaving_open": "Done elsewhere.",
        "confirmed_by": scene.world.staff("helen").to_string(),
    });
    let _ = ruth.change(&case, "close", &close).expect(201);
    let refused = ruth.post(&format!("{case}/evidence"), &chat()).expect(422);
    assert_eq!(refused.problem(), "case-closed");
}

/// A concern about an image, about the same pupil as the scene's.
fn about_image(scene: &crate::scene::Scene, category: &str) -> Value {
    let mut body = scene.body();
    body["category"] = json!(category);
    body["people"] = json!([{"person": pupil(scene.world.oakfield().amara), "role": "affected"}]);
    body
}

#[test]
fn a_matter_about_such_an_image_takes_no_file_from_anybody() {
    let scene = scene();
    let (priya, ruth) = (scene.client("priya"), scene.client("ruth"));
    for category in [
        "suspected_indecent_image",
        "nudes_and_semi_nudes_between_pupils",
    ] {
        let concern = raise(&priya, &about_image(&scene, category));
        let case = open_case(&ruth, &concern);
        for (by, path) in [
            (&priya, &concern.address()),
            (&ruth, &concern.address()),
            (&ruth, &case),
        ] {
            let refused = by.post(&format!("{path}/evidence"), &chat()).expect(422);
            assert_eq!(refused.problem(), "illegal-to-hold", "{category}");
            assert!(
                refused
                    .field("detail")
                    .contains("Nothing of the file was kept")
            );
        }
        assert_eq!(all(&ruth, &format!("{case}/evidence")), [json!(null); 0]);
    }
}

#[test]
fn a_concern_about_such_an_image_that_joins_a_case_closes_every_file_of_the_case() {
    let scene = scene();
    let (priya, ruth) = (scene.client("priya"), scene.client("ruth"));
    let earlier = scene.raise();
    let of_concern = attach(&priya, &earlier.address(), &chat());
    let case = open_case(&ruth, &earlier);
    let of_case = attach(&ruth, &case, &chat());
    let image = raise(&priya, &about_image(&scene, "suspected_indecent_image"));
    let join = json!({"kind": "add_to_case", "case": id_of(&case)});
    let _ = triage(&ruth, &image, &join, "The same group.").expect(201);
    for path in [&of_concern, &of_case] {
        let refused = ruth.get(&format!("{path}/file")).expect(422);
        assert_eq!(refused.problem(), "evidence-unreadable");
        let shown = ruth.get(path).expect(200).json();
        assert_eq!(shown["unreadable_why"], "category");
        let last = shown["history"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(
            last["kind"], "evidence.made_unreadable",
            "each says so itself"
        );
    }
    for path in [&earlier.address(), &case] {
        let refused = ruth.post(&format!("{path}/evidence"), &chat()).expect(422);
        assert_eq!(refused.problem(), "illegal-to-hold");
    }
}

#[test]
fn a_step_that_leads_to_the_playbook_for_such_an_image_closes_every_file_too() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let path = attach(&ruth, &case, &chat());
    let unknown = json!({"answer": "unknown", "text": "Nobody has looked."});
    let _ = crate::steps::do_step(&ruth, &case, ("common", "O4"), &unknown).expect(201);
    let refused = ruth.get(&format!("{path}/file")).expect(422);
    assert_eq!(refused.problem(), "evidence-unreadable");
    let refused = ruth.post(&format!("{case}/evidence"), &chat()).expect(422);
    assert_eq!(refused.problem(), "illegal-to-hold");
}
