//! POST /v1/cases/{case}/hold, …/hold/lift

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{kinds, pointers};

pub const PLACE: Door = Door {
    route: "POST /v1/cases/{case}/hold",
    ask: |scene| {
        let body = json!({"reason": "A claim may follow."});
        Ask::new(format!("{}/hold", scene.case), body)
    },
    wrong: Wrong::Refused("ruth", 403, "forbidden"),
};

pub const LIFT: Door = Door {
    route: "POST /v1/cases/{case}/hold/lift",
    ask: |scene| {
        let helen = scene.world.staff("helen").to_string();
        let body = json!({"reason": "It was withdrawn.", "confirmed_by": helen});
        Ask::new(format!("{}/hold/lift", scene.case), body)
    },
    // Whoever may place one alone does not lift it.
    wrong: Wrong::Refused("sunita", 403, "forbidden"),
};

#[test]
fn the_data_protection_officer_places_one_without_reading_the_case_and_two_seniors_lift_it() {
    let scene = scene();
    let case = scene.open_case();
    let (sunita, miriam, ruth) = (
        scene.client("sunita"),
        scene.client("miriam"),
        scene.client("ruth"),
    );
    let hold = json!({"reason": "A claim may follow."});
    let _ = sunita.post(&format!("{case}/hold"), &hold).expect(201);
    assert_eq!(sunita.get(&case).status, 404);
    let lift = |confirmed_by: &str| {
        let who = scene.world.staff(confirmed_by).to_string();
        let body = json!({"reason": "It was withdrawn.", "confirmed_by": who});
        miriam.post(&format!("{case}/hold/lift"), &body)
    };
    for (second, code) in [
        ("miriam", "second-person-needed"),
        ("tom", "not-a-senior"),
        ("grace", "not-a-senior"),
    ] {
        let answer = lift(second);
        assert_eq!((answer.status, &*answer.problem()), (403, code), "{second}");
        assert_eq!(pointers(&answer), ["/confirmed_by"]);
    }
    let _ = lift("helen").expect(201);
    let again = lift("helen");
    assert_eq!((again.status, &*again.problem()), (422, "not-held"));
    let told = kinds(&ruth, &case);
    assert_eq!(told[told.len() - 2..], ["case.held", "case.hold_lifted"]);
}

#[test]
fn it_takes_a_reason_and_nobody_conflicted_learns_of_the_case_by_it() {
    let scene = scene();
    let case = scene.open_case();
    let blank = json!({"reason": " "});
    let answer = { scene.client("miriam") }.post(&format!("{case}/hold"), &blank);
    assert_eq!(answer.status, 422);
    assert_eq!(pointers(&answer), ["/reason"]);
    // The officer is named by a statement in it.
    let who = scene.world.staff("sunita").to_string();
    let mark = json!({"staff": who, "reason": "A statement names her."});
    let _ = { scene.client("ruth") }
        .post(&format!("{case}/conflicts"), &mark)
        .expect(201);
    let hold = json!({"reason": "A claim may follow."});
    for name in ["sunita", "grace", "dev", "alan"] {
        let answer = scene.client(name).post(&format!("{case}/hold"), &hold);
        let met = (answer.status, &*answer.problem());
        assert_eq!(met, (404, "not-found"), "{name}");
    }
}
