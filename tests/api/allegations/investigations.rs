//! GET and POST /v1/allegations/{allegation}/investigations, …/{investigation}, …/{investigation}/entries

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::investigations::{agreed, proposal, propose, row, sitting, stopped, write};
use crate::scene::{Scene, scene};
use crate::steps::{NOTHING, attach, chat, etag, kinds, pointers, step_path, told};

const LOOKING: &str = "looking_into_suspected_misuse";
const NOW: &str = "2026-11-10T14:05:00Z";

fn path(scene: &Scene) -> String {
    format!("{}/investigations", scene.allegation)
}

pub const LIST: Door = Door {
    route: "GET /v1/allegations/{allegation}/investigations",
    ask: |scene| Ask::of(path(scene)),
    wrong: Wrong::Refused("ruth", 404, "not-found"),
};

pub const PROPOSE: Door = Door {
    route: "POST /v1/allegations/{allegation}/investigations",
    ask: |scene| Ask::new(path(scene), proposal(scene.world.staff("miriam"))),
    wrong: Wrong::Refused("ruth", 404, "not-found"),
};

pub const SHOW: Door = Door {
    route: "GET /v1/allegations/{allegation}/investigations/{investigation}",
    ask: |scene| Ask::of(format!("{}/{NOTHING}", path(scene))),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const RECORD: Door = Door {
    route: "POST /v1/allegations/{allegation}/investigations/{investigation}/entries",
    ask: |scene| {
        let entries = format!("{}/{NOTHING}/entries", path(scene));
        Ask::new(entries, json!({"kind": "agreed"}))
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

/// A matter of its own, in which the step of looking together was given to Miriam by name.
fn matter(scene: &Scene) -> String {
    let helen = scene.client("helen");
    let matter = scene.open_allegation();
    let start = json!({"playbook": LOOKING, "reason": "Pages were found on her laptop."});
    let _ = helen
        .post(&format!("{matter}/playbooks"), &start)
        .expect(201);
    let owner = scene.world.staff("miriam").to_string();
    let give = json!({"owner": owner, "reason": "She is the second senior."});
    let step = format!("{}/owner", step_path(&matter, LOOKING, "M6"));
    let _ = helen
        .post_on(&step, &etag(&helen, &matter), &give)
        .expect(201);
    matter
}

#[test]
fn the_manager_and_whoever_was_given_a_step_look_together() {
    let scene = scene();
    let (helen, miriam) = (scene.client("helen"), scene.client("miriam"));
    let (world, both) = (&scene.world, ["helen", "miriam"]);
    let matter = matter(&scene);
    let record = propose(&helen, &matter, world.staff("miriam"));
    // She sees the record, and nothing else of the matter.
    assert_eq!(miriam.get(&record).expect(200).json()["state"], "proposed");
    let listed = miriam.get(&format!("{matter}/investigations")).expect(200);
    assert_eq!(listed.json()["items"].as_array().unwrap().len(), 1);
    for other in ["", "/timeline", "/playbooks", "/evidence"] {
        let _ = miriam.get(&format!("{matter}{other}")).expect(404);
    }
    for (by, entry) in [
        (&miriam, json!({"kind": "agreed"})),
        (&helen, sitting(world, &both, NOW)),
        (&miriam, row(world, &both, NOW)),
        (
            &helen,
            json!({"kind": "sitting_ended", "sitting": 1, "ended_at": NOW}),
        ),
        (&helen, json!({"kind": "print_signed", "row": 1})),
        (&miriam, json!({"kind": "print_signed", "row": 1})),
        (
            &miriam,
            json!({"kind": "judged", "substance": false, "reasons": "The machine is shared."}),
        ),
        (&helen, json!({"kind": "judgement_signed", "judgement": 1})),
    ] {
        let _ = write(by, &record, &entry).expect(201);
    }
    let shown = helen.get(&record).expect(200).json();
    assert_eq!(shown["state"], "concluded");
    assert_eq!(shown["judgements"][0]["first"]["by_name"], "Miriam Adeyemi");
    assert_eq!(shown["judgements"][0]["second"]["by_name"], "Helen Marsh");
    let kept = kinds(&helen, &matter);
    let kept = kept
        .iter()
        .filter(|kind| *kind == "allegation.investigation_recorded");
    assert_eq!(kept.count(), 9);
    let printed = miriam.get(&format!("{record}?format=html")).expect(200);
    assert!(printed.text().contains("Miriam Adeyemi, Tue 10 Nov 2026"));
    for name in ["ruth", "callum", "priya", "tom", "esther"] {
        let by = scene.client(name);
        let denied = told(&by.get(&record));
        let absent = format!("/v1/allegations/{NOTHING}/investigations/{NOTHING}");
        assert_eq!(
            (denied.0, &denied),
            (404, &told(&by.get(&absent))),
            "{name}"
        );
    }
}

#[test]
fn the_second_is_no_safeguarding_lead_and_has_something_of_the_matter() {
    let scene = scene();
    let helen = scene.client("helen");
    let matter = scene.open_allegation();
    for (second, code) in [
        ("helen", "second-person-needed"),
        ("priya", "conflicted"),
        ("ruth", "not-a-senior"),
        ("miriam", "cannot-see-matter"),
    ] {
        let body = proposal(scene.world.staff(second));
        let path = format!("{matter}/investigations");
        let refused = helen.post(&path, &body).expect(403);
        assert_eq!(refused.problem(), code, "{second}");
        assert_eq!(pointers(&refused), ["/second"]);
    }
}

#[test]
fn whoever_has_a_step_and_is_not_one_of_the_two_sees_no_record() {
    let scene = scene();
    let (helen, dev) = (scene.client("helen"), scene.client("dev"));
    let matter = matter(&scene);
    let record = propose(&helen, &matter, scene.world.staff("miriam"));
    let owner = scene.world.staff("dev").to_string();
    let give = json!({"owner": owner, "reason": "He has nothing to do with it."});
    let step = format!("{}/owner", step_path(&matter, LOOKING, "M2"));
    let _ = helen
        .post_on(&step, &etag(&helen, &matter), &give)
        .expect(201);
    let _ = dev.get(&record).expect(404);
    let _ = dev.get(&format!("{matter}/investigations")).expect(404);
    let _ = write(&dev, &record, &json!({"kind": "agreed"})).expect(404);
}

#[test]
fn a_suspected_image_closes_the_childs_side_too() {
    let scene = scene();
    let (helen, miriam, ruth) = (
        scene.client("helen"),
        scene.client("miriam"),
        scene.client("ruth"),
    );
    let matter = matter(&scene);
    let child = json!({
        "pupils": [scene.world.oakfield().amara.to_string()],
        "reason": "Somebody of her own.",
    });
    let opened = helen.change(&matter, "child-case", &child).expect(201);
    let case = format!("/v1/cases/{}", opened.field("case"));
    let of_child = attach(&ruth, &case, &chat());
    let record = agreed(&helen, &matter, (&miriam, scene.world.staff("miriam")));
    let image = stopped("suspected_indecent_image");
    let _ = write(&miriam, &record, &image).expect(201);
    let refused = ruth.get(&format!("{of_child}/file")).expect(422);
    assert_eq!(refused.problem(), "evidence-unreadable");
    let refused = helen.post(&format!("{matter}/evidence"), &chat());
    assert_eq!(refused.expect(422).problem(), "illegal-to-hold");
}
