//! POST /v1/referrals/{referral}/acknowledgement, …/chases, …/answers, …/disputes

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{all, id_of, kinds, pointers, referral, step_of};

pub const ACKNOWLEDGE: Door = Door {
    route: "POST /v1/referrals/{referral}/acknowledgement",
    ask: |scene| Ask::of(format!("{}/acknowledgement", scene.referral)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const CHASE: Door = Door {
    route: "POST /v1/referrals/{referral}/chases",
    ask: |scene| {
        let body = json!({"how": "phone", "text": "Nobody has looked yet."});
        Ask::new(format!("{}/chases", scene.referral), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const ANSWER: Door = Door {
    route: "POST /v1/referrals/{referral}/answers",
    ask: |scene| {
        let body = json!({"outcome": "removed", "text": "Taken down."});
        Ask::new(format!("{}/answers", scene.referral), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const DISPUTE: Door = Door {
    route: "POST /v1/referrals/{referral}/disputes",
    ask: |scene| {
        let body = json!({"reason": "It is still there.", "taken_to": "Their helpline"});
        Ask::new(format!("{}/disputes", scene.referral), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn a_desk_is_heard_from_first_to_last_and_the_case_shows_all_of_it() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let path = referral(&ruth, &case, "platform");
    let early = json!({"outcome": "removed", "text": "Taken down."});
    let refused = ruth.change(&path, "answers", &early).expect(422);
    assert_eq!(refused.problem(), "referral-not-submitted");
    let told = json!({"how": "email", "missing_reason": "Their page asks for less."});
    let _ = ruth.change(&path, "submission", &told).expect(201);
    let _ = ruth
        .change(&path, "acknowledgement", &json!({"by": "Their desk"}))
        .expect(201);
    let chase = json!({"how": "email", "text": "A week, and it is still up."});
    let _ = ruth.change(&path, "chases", &chase).expect(201);
    let odd = json!({"outcome": "met", "text": "Taken down."});
    assert_eq!(
        pointers(&ruth.change(&path, "answers", &odd).expect(422)),
        ["/outcome"]
    );
    let left = json!({"outcome": "left_up", "text": "Within their rules."});
    let _ = ruth.change(&path, "answers", &left).expect(201);
    let dispute = json!({"reason": "She is named in it.", "taken_to": "Report Harmful Content"});
    let _ = ruth.change(&path, "disputes", &dispute).expect(201);
    let disputed = ruth.get(&path).expect(200).json();
    assert_eq!(disputed["dispute"]["taken_to"], "Report Harmful Content");
    let close = json!({"reason": "Taken down after all."});
    let _ = ruth.change(&path, "close", &close).expect(201);
    let shown = ruth.get(&path).expect(200).json();
    assert_eq!(
        (&shown["state"], &shown["due"]),
        (&json!("closed"), &json!(null))
    );
    assert_eq!(shown["answer"]["outcome"], "left_up");
    let on_timeline: Vec<_> = { kinds(&ruth, &case).into_iter() }
        .filter(|kind| kind.starts_with("referral."))
        .collect();
    let expected = [
        "needed",
        "submitted",
        "acknowledged",
        "chased",
        "answered",
        "disputed",
        "closed",
    ];
    assert_eq!(on_timeline, expected.map(|it| format!("referral.{it}")));
}

#[test]
fn what_the_trust_does_not_agree_with_stands_in_the_queue_until_the_desk_answers_anew() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let path = referral(&ruth, &case, "platform");
    let told = json!({"how": "email", "missing_reason": "Their page asks for less."});
    let _ = ruth.change(&path, "submission", &told).expect(201);
    let left = json!({"outcome": "left_up", "text": "Within their rules."});
    let _ = ruth.change(&path, "answers", &left).expect(201);
    let of_case = format!("/v1/referrals?case={}", id_of(&case));
    let disputed = |yes: bool| all(&ruth, &format!("{of_case}&disputed={yes}"));
    assert_eq!((disputed(true).len(), disputed(false).len()), (0, 1));
    let dispute = json!({"reason": "She is named in it.", "taken_to": "Their complaints team"});
    let _ = ruth.change(&path, "disputes", &dispute).expect(201);
    let rows = disputed(true);
    assert_eq!((rows.len(), disputed(false).len()), (1, 0));
    assert!(rows[0]["disputed_at"].is_string(), "{}", rows[0]);
    // The escalation is asked after, so that it is not forgotten: two working days with a platform.
    assert_eq!(
        (&rows[0]["state"], &rows[0]["next"]),
        (&json!("answered"), &json!("chase"))
    );
    assert_eq!(rows[0]["due"]["at"], "2026-11-12T17:00:00.000Z");
    let chase = json!({"how": "email", "text": "What has become of our complaint?"});
    let _ = ruth.change(&path, "chases", &chase).expect(201);
    let removed = json!({"outcome": "removed", "text": "Taken down after all."});
    let _ = ruth.change(&path, "answers", &removed).expect(201);
    assert_eq!((disputed(true).len(), disputed(false).len()), (0, 1));
    let shown = ruth.get(&path).expect(200).json();
    assert_eq!(
        (&shown["disputed_at"], &shown["dispute"], &shown["due"]),
        (&json!(null), &json!(null), &json!(null))
    );
}

#[test]
fn a_referral_cannot_be_closed_unsent_and_one_that_is_not_made_leaves_its_step_open() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let path = referral(&ruth, &case, "platform");
    let step = || step_of(&ruth, &case, ("bullying_by_email_or_phone", "5.4"))["state"].clone();
    let closed = ruth.change(&path, "close", &json!({"reason": "Nothing to do."}));
    assert_eq!(closed.expect(422).problem(), "referral-not-submitted");
    assert_eq!(step(), "open");
    let not = json!({"reason": "It is not known which platform it was."});
    let _ = ruth.change(&path, "not-made", &not).expect(201);
    assert_eq!(step(), "open");
}
