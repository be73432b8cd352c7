//! GET /v1/cases/{case}/looks

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{all, attach, chat, eventually, id_of, open_case, referral};

pub const DOOR: Door = Door {
    route: "GET /v1/cases/{case}/looks",
    ask: |scene| Ask::of(format!("{}/looks", scene.case)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn those_who_answer_for_a_case_see_who_looked_at_it() {
    let scene = scene();
    let case = scene.open_case();
    let looks = format!("{case}/looks");
    let _ = scene
        .client("callum")
        .get(&format!("{case}/timeline"))
        .expect(200);
    let _ = scene.client("priya").get(&case).expect(404);
    for name in ["ruth", "helen", "miriam", "sunita"] {
        let by = scene.client(name);
        let row = |who: &str, route: &str| {
            let who = json!(format!("staff:{}", scene.world.staff(who)));
            let mut rows = all(&by, &looks).into_iter();
            rows.find(|row| row["actor"] == who && row["route"] == route)
        };
        let callum = eventually(|| row("callum", "GET /v1/cases/{case}/timeline"));
        assert_eq!(callum["actor_name"], "Callum Byrne", "{name}");
        assert_eq!(callum["result"], "opened");
        let priya = eventually(|| row("priya", "GET /v1/cases/{case}"));
        assert_eq!(priya["result"], "not_shown");
    }
    // The deputy reads the case, and does not answer for who looks at it.
    let answer = scene.client("callum").get(&looks);
    assert_eq!((answer.status, &*answer.problem()), (403, "forbidden"));
    assert_eq!(scene.client("grace").get(&looks).status, 404);
}

#[test]
fn looks_at_its_concern_its_referral_and_its_file_stand_in_it_too() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let concern = scene.raise();
    let case = open_case(&ruth, &concern);
    let (file, platform) = (
        attach(&ruth, &case, &chat()),
        referral(&ruth, &case, "platform"),
    );
    let other = scene.raise();
    let callum = scene.client("callum");
    for page in [&concern.address(), &other.address(), &file, &platform] {
        let _ = callum.get(page).expect(200);
    }
    let rows = || -> Vec<_> {
        let who = json!(format!("staff:{}", scene.world.staff("callum")));
        let mut rows = all(&scene.client("sunita"), &format!("{case}/looks"));
        rows.retain(|row| row["actor"] == who);
        rows
    };
    for (route, stream) in [
        (
            "GET /v1/concerns/{concern}",
            format!("concern-{}", concern.id),
        ),
        (
            "GET /v1/evidence/{evidence}",
            format!("evidence-{}", id_of(&file)),
        ),
        (
            "GET /v1/referrals/{referral}",
            format!("referral-{}", id_of(&platform)),
        ),
    ] {
        let row = eventually(|| rows().into_iter().find(|row| row["route"] == route));
        let streams = row["streams"].as_array().unwrap();
        assert!(streams.contains(&json!(stream)), "{row}");
    }
    // And nothing of what is no part of it.
    assert!(!json!(rows()).to_string().contains(&other.id));
}
