//! S05: on a trip, a lone teacher is handed a phone by a pupil. An hour later a screenshot attached to an earlier,
//! linked concern is recognised as such.

use std::path::Path;

use lanyard_tests::{World, moment};
use serde_json::{Value, json};

use crate::steps::{
    Concern, all, at, attach, chat, do_step, due_of, etag, file, found, id_of, open_case, pupil,
    raise, step_of, threats,
};

const IMAGE: &str = "suspected_indecent_image";
/// Nothing of it may be found anywhere after a refusal.
const MARK: &str = "Kestrel-1177";

fn on_the_trip(world: &World) -> Value {
    json!({
        "academy": world.academy(lanyard::demo::School::Oakfield),
        "about_adult": "no",
        "category": IMAGE,
        "people": [{"person": pupil(world.oakfield().amara), "role": "affected"}],
        "place": {
            "kind": "off_site", "description": "The coach to the museum",
            "device": "Blue telephone, cracked corner",
        },
        "account": "A pupil handed me a telephone. I saw a picture for a moment and turned it over. Nobody knows \
                    whether an adult is involved.",
        "action_taken": "The telephone is in the driver's locked box, untouched.",
        "danger_now": false,
    })
}

/// Whether any file below a folder holds a text.
fn anywhere(folder: &Path, text: &str) -> bool {
    { std::fs::read_dir(folder).unwrap() }.any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            anywhere(&path, text)
        } else {
            String::from_utf8_lossy(&std::fs::read(&path).unwrap()).contains(text)
        }
    })
}

fn sealed_files(world: &World) -> usize {
    std::fs::read_dir(world.data_dir().join("blobs"))
        .unwrap()
        .count()
}

fn told(world: &World) -> (Concern, String) {
    let concern = raise(&world.client("priya"), &on_the_trip(world));
    let case = open_case(&world.client("ruth"), &concern);
    (concern, case)
}

#[test]
fn the_form_says_stop_and_the_teacher_alone_writes_down_account_device_and_place() {
    let world = World::at("2026-11-10T14:05");
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let oakfield = world.academy(lanyard::demo::School::Oakfield);
    let form = priya
        .get(&format!(
            "/v1/academies/{oakfield}/concern-form?category={IMAGE}"
        ))
        .expect(200)
        .json();
    let first: Vec<_> = { form["first"].as_array().unwrap().iter() }
        .map(|text| text.as_str().unwrap())
        .collect();
    assert!(first[0].contains("999"), "{first:?}");
    let stop = first.iter().find(|text| text.starts_with("Stop."));
    let stop = stop.unwrap_or_else(|| panic!("{first:?}"));
    for word in ["look again", "copy", "print", "send", "save", "upload"] {
        assert!(stop.contains(word), "{word}: {stop}");
    }
    let (concern, case) = told(&world);
    let shown = ruth.get(&concern.address()).expect(200).json();
    assert_eq!(shown["raised_by_name"], "Priya Nair");
    assert_eq!(shown["place"]["device"], "Blue telephone, cracked corner");
    assert!(
        shown["action_taken"]["text"]
            .as_str()
            .unwrap()
            .contains("locked box")
    );
    // Nobody had to be found first: the second senior is a step that is due.
    let second = step_of(&ruth, &case, (IMAGE, "11.14"));
    assert_eq!(
        (&second["state"], &second["step"]["done"]["two"]),
        (&json!("open"), &json!(true))
    );
    let alone = json!({"text": "Nothing was ever stored.", "fields": {"police_instruction": "none", "destroyed_at": "never stored"}});
    let refused = do_step(&ruth, &case, (IMAGE, "11.14"), &alone).expect(403);
    assert_eq!(refused.problem(), "second-person-needed");
    let due: Vec<_> = due_of(&ruth, "/v1/due", "step");
    assert!(!due.is_empty());
}

#[test]
fn any_upload_is_refused_with_the_reason_and_nothing_of_the_file_is_kept() {
    let mut world = World::at("2026-11-10T14:05");
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let (concern, case) = told(&world);
    let before = (world.recorded(), sealed_files(&world));
    let mut body = file(
        &format!("{MARK}.png"),
        "image/png",
        format!("\u{89}PNG {MARK}").as_bytes(),
    );
    body["description"] = json!(MARK);
    for (by, path) in [
        (&priya, concern.address()),
        (&ruth, concern.address()),
        (&ruth, case.clone()),
    ] {
        let refused = by.post(&format!("{path}/evidence"), &body).expect(422);
        assert_eq!(refused.problem(), "illegal-to-hold");
        let says = refused.field("detail");
        assert!(says.contains("R6") && says.contains("Nothing of the file was kept"));
        assert!(!refused.text().contains(MARK));
    }
    assert_eq!((world.recorded(), sealed_files(&world)), before);
    assert_eq!(all(&ruth, &format!("{case}/evidence")), [json!(null); 0]);
    assert_eq!(found(&ruth, MARK), [""; 0]);
    world.stop();
    assert!(!anywhere(&world.data_dir(), MARK));
}

#[test]
fn police_and_social_care_stand_in_their_queues_as_due_now_and_the_iwf_does_not() {
    let world = World::at("2026-11-10T14:05");
    let ruth = world.client("ruth");
    let (_, case) = told(&world);
    let unknown = |text: &str| json!({"answer": "unknown", "text": text});
    let adult = unknown("Nobody knows whether an adult is involved.");
    let _ = do_step(&ruth, &case, (IMAGE, "11.2"), &adult).expect(201);
    let child = unknown("Nobody knows who is shown.");
    let _ = do_step(&ruth, &case, (IMAGE, "11.5"), &child).expect(201);
    let no = json!({"answer": "no", "text": "It was on a telephone."});
    let _ = do_step(&ruth, &case, (IMAGE, "11.6"), &no).expect(201);
    for desk in ["police", "social_care"] {
        let queue = all(&ruth, &format!("/v1/referrals?agency={desk}&state=needed"));
        let row = queue
            .first()
            .unwrap_or_else(|| panic!("no referral to {desk}"));
        assert_eq!(row["due"]["reason"], "at once", "{desk}");
        assert_eq!(at(&row["due"]["at"]), moment("2026-11-10T14:05"), "{desk}");
    }
    assert_eq!(
        all(&ruth, "/v1/referrals?agency=iwf&state=needed"),
        [json!(null); 0],
        "there is no public address"
    );
}

#[test]
fn an_hour_later_one_press_closes_a_screenshot_to_everyone_and_two_destroy_it_on_a_letter() {
    let mut world = World::at("2026-11-10T14:05");
    let (priya, ruth, helen) = (
        world.client("priya"),
        world.client("ruth"),
        world.client("helen"),
    );
    let earlier = raise(&priya, &threats(&world, world.oakfield().amara));
    let mut body = chat();
    body["name"] = json!("Screenshot 1410.txt");
    let path = attach(&priya, &earlier.address(), &body);
    let of_earlier = open_case(&ruth, &earlier);
    let (_, case) = told(&world);
    let link = json!({
        "case": id_of(&of_earlier), "kind": "same_incident", "reason": "The same telephone, a week before.",
    });
    let _ = ruth.post(&format!("{case}/links"), &link).expect(201);
    // From the case of the trip she comes to the earlier concern and its screenshot, which is closed by no link.
    world.now("2026-11-10T15:05");
    let linked = ruth.get(&format!("{case}/links")).expect(200).json();
    assert_eq!(linked["links"][0]["case"], id_of(&of_earlier));
    let shown = ruth.get(&of_earlier).expect(200).text();
    assert!(shown.contains(&earlier.id), "{shown}");
    let files = all(&ruth, &format!("{}/evidence", earlier.address()));
    assert_eq!(files[0]["id"], id_of(&path));
    let _ = ruth.get(&format!("{path}/file")).expect(200);
    let _ = ruth
        .post(&format!("{path}/report-illegal"), &json!({}))
        .expect(201);
    for name in ["ruth", "callum", "helen", "miriam"] {
        let refused = world.client(name).get(&format!("{path}/file")).expect(422);
        assert_eq!(refused.problem(), "evidence-unreadable", "{name}");
    }
    for word in ["gate", "Screenshot"] {
        assert_eq!(found(&ruth, word), [""; 0], "no search finds it: {word}");
    }
    // What the police get stays: hash, name and place.
    let officer = json!({"kind": "described", "description": "PC Example"});
    let custody = json!({"to": officer, "place": "The property store at the station"});
    let _ = ruth.change(&path, "custody", &custody).expect(201);
    let shown = ruth.get(&path).expect(200).json();
    assert_eq!(shown["name"], "Screenshot 1410.txt");
    assert_eq!(shown["sha256"].as_str().map(str::len), Some(64));
    assert_eq!(
        shown["custody"]["place"],
        "The property store at the station"
    );
    // Nothing of it is opened by a restart, nor by views that are built anew.
    world.stop();
    std::fs::remove_dir_all(world.data_dir().join("views")).unwrap();
    world.start_again().unwrap();
    let (ruth, helen_again) = (world.client("ruth"), world.client("helen"));
    drop(helen);
    assert_eq!(
        ruth.get(&format!("{path}/file")).expect(422).problem(),
        "evidence-unreadable"
    );
    // Without waiting time, on their written instruction, by two.
    world.now("2026-12-01T10:00");
    let letter = json!({"instruction": "Letter of the digital unit, CR-20481"});
    let _ = ruth.change(&path, "destruction", &letter).expect(201);
    let agreement = format!("{path}/destruction/agreement");
    let alone = ruth.post_on(&agreement, &etag(&ruth, &path), &json!({}));
    assert_eq!(alone.expect(403).problem(), "second-person-needed");
    let _ = helen_again
        .post_on(&agreement, &etag(&helen_again, &path), &json!({}))
        .expect(201);
    let shown = ruth.get(&path).expect(200).json();
    assert_eq!(
        (&shown["state"], &shown["name"]),
        (&json!("destroyed"), &json!("Screenshot 1410.txt"))
    );
    assert_eq!(
        ruth.get(&format!("{path}/file")).expect(422).problem(),
        "evidence-destroyed"
    );
}

#[test]
fn the_police_get_hash_name_and_place_of_what_nobody_may_open_and_nothing_of_what_is_in_it() {
    use sha2::Digest;
    let world = World::at("2026-11-10T14:05");
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let concern = raise(&priya, &threats(&world, world.oakfield().amara));
    let case = open_case(&ruth, &concern);
    let mut body = chat();
    body["name"] = json!("Screenshot 1410.txt");
    let path = attach(&ruth, &case, &body);
    let custody = json!({
        "to": {"kind": "described", "description": "The head's office"},
        "place": "The safe in room 3",
    });
    let _ = ruth.change(&path, "custody", &custody).expect(201);
    let need = json!({"agency": "police", "reason": "It may be illegal to hold."});
    let made = ruth.post(&format!("{case}/referrals"), &need).expect(201);
    let form = format!("/v1/referrals/{}/form", made.field("id"));
    let hashes = || {
        let form = ruth.get(&form).expect(200);
        let fields = form.json()["fields"].clone();
        let fields = fields.as_array().unwrap().clone();
        let found = fields
            .into_iter()
            .find(|field| field["id"] == "file_hashes");
        (found.unwrap()["value"].clone(), form.text())
    };
    assert_eq!(hashes().0, json!(null), "nothing is closed yet");
    let _ = ruth
        .post(&format!("{path}/report-illegal"), &json!({}))
        .expect(201);
    let (value, whole) = hashes();
    let digest = sha2::Sha256::digest(crate::steps::CHAT);
    let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        value,
        json!(format!(
            "SHA-256 {hash}; Screenshot 1410.txt; The safe in room 3"
        ))
    );
    assert!(!whole.contains("wait for you at the gate"));
}
