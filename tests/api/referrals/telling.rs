//! POST /v1/referrals/{referral}/submission, …/writing, …/not-made

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{pointers, referral, step_of};

pub const SUBMIT: Door = Door {
    route: "POST /v1/referrals/{referral}/submission",
    ask: |scene| {
        Ask::new(
            format!("{}/submission", scene.referral),
            json!({"how": "portal"}),
        )
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const WRITING: Door = Door {
    route: "POST /v1/referrals/{referral}/writing",
    ask: |scene| {
        Ask::new(
            format!("{}/writing", scene.referral),
            json!({"how": "email"}),
        )
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const NOT_MADE: Door = Door {
    route: "POST /v1/referrals/{referral}/not-made",
    ask: |scene| {
        Ask::new(
            format!("{}/not-made", scene.referral),
            json!({"reason": "Gone."}),
        )
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn a_form_with_gaps_is_refused_with_their_list_and_goes_for_a_reason() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let path = referral(&ruth, &case, "platform");
    let told = json!({"how": "portal", "their_reference": "REP-118"});
    let refused = ruth.change(&path, "submission", &told).expect(422);
    let missing = pointers(&refused);
    assert!(
        missing.len() > 1 && missing.iter().all(|it| it.starts_with("/fields/")),
        "{missing:?}"
    );
    let mut reasoned = told;
    reasoned["missing_reason"] = json!("All of it was typed into the platform's own page.");
    let _ = ruth.change(&path, "submission", &reasoned).expect(201);
    let shown = ruth.get(&path).expect(200).json();
    assert_eq!(
        (&shown["state"], &shown["next"]),
        (&json!("submitted"), &json!("chase"))
    );
    assert_eq!(shown["their_reference"], "REP-118");
    // The step that asks for it is done with that, and nobody types it twice.
    let step = step_of(&ruth, &case, ("bullying_by_email_or_phone", "5.4"));
    assert_eq!(step["state"], "done");
    assert_eq!(step["detail"]["reference"], "REP-118");
}

#[test]
fn social_care_by_telephone_is_put_in_writing_within_a_day() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let need = json!({"agency": "social_care", "reason": "Afraid to go home."});
    let _ = ruth.post(&format!("{case}/referrals"), &need).expect(201);
    let path = referral(&ruth, &case, "social_care");
    let told = json!({"how": "phone", "spoken_to": "The duty social worker"});
    let _ = ruth.change(&path, "submission", &told).expect(201);
    let shown = ruth.get(&path).expect(200).json();
    assert_eq!(shown["next"], "write");
    assert_eq!(shown["due"]["reason"], "24 hours from Tue 10 Nov, 14:05");
    let by_phone = ruth
        .change(&path, "writing", &json!({"how": "phone"}))
        .expect(422);
    assert_eq!(pointers(&by_phone), ["/how"]);
    let _ = ruth
        .change(&path, "writing", &json!({"how": "portal"}))
        .expect(201);
    let shown = ruth.get(&path).expect(200).json();
    assert_eq!(
        (&shown["next"], &shown["due"]["rule"]),
        (&json!("answer"), &json!("R4"))
    );
}

#[test]
fn not_telling_the_police_takes_two_and_nothing_told_is_taken_back() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let need = json!({"agency": "police", "reason": "Threats."});
    let _ = ruth.post(&format!("{case}/referrals"), &need).expect(201);
    let path = referral(&ruth, &case, "police");
    let mut off = json!({"reason": "It was a line of a song."});
    let refused = ruth.change(&path, "not-made", &off).expect(403);
    assert_eq!(refused.problem(), "second-person-needed");
    off["second"] = json!(scene.world.staff("callum").to_string());
    let _ = ruth.change(&path, "not-made", &off).expect(201);
    assert_eq!(ruth.get(&path).expect(200).json()["state"], "not_made");
    let told = json!({"how": "phone"});
    let refused = ruth.change(&path, "submission", &told).expect(422);
    assert_eq!(refused.problem(), "referral-not-made");
}
