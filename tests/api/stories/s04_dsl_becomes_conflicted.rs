//! S04: in an open case of Ruth Osei's a statement says that she ignored two reports.

use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use crate::steps::{
    Concern, NOTHING, all, due_of, found, id_of, open_case, plan, pupil, raise, referral, row,
    step_of, threats, told,
};

/// The playbook that starts with the case.
const PLAYBOOK: &str = "bullying_by_email_or_phone";

fn an_open_case() -> (World, Concern, String) {
    let world = World::at("2026-11-10T14:05");
    let body = threats(&world, world.oakfield().amara);
    let concern = raise(&world.client("priya"), &body);
    let case = open_case(&world.client("ruth"), &concern);
    (world, concern, case)
}

#[track_caller]
fn mark(by: &Client, matter: &str, staff: impl ToString) {
    let body = json!({
        "staff": staff.to_string(),
        "reason": "A statement says that two reports were ignored.",
    });
    let _ = by.post(&format!("{matter}/conflicts"), &body).expect(201);
}

fn owner(by: &Client, case: &str) -> String {
    let case = by.get(case).expect(200).json();
    case["owner"].as_str().unwrap().to_owned()
}

/// Nothing of a case and its concern is anywhere that somebody looks.
#[track_caller]
fn sees_nothing(by: &Client, concern: &Concern, case: &str) {
    for (there, absent) in [
        (case.to_owned(), format!("/v1/cases/{NOTHING}")),
        (
            format!("{case}/timeline"),
            format!("/v1/cases/{NOTHING}/timeline"),
        ),
        (
            format!("{case}/playbooks"),
            format!("/v1/cases/{NOTHING}/playbooks"),
        ),
        (concern.address(), format!("/v1/concerns/{NOTHING}")),
    ] {
        let denied = by.get(&there);
        assert_eq!(denied.status, 404, "{there}");
        assert_eq!(told(&denied), told(&by.get(&absent)), "{there}");
    }
    assert_eq!(row(by, "/v1/cases", id_of(case)), None);
    assert_eq!(row(by, "/v1/concerns", &concern.id), None);
    let lists = [
        "/v1/due",
        "/v1/me/actions",
        "/v1/me/notices",
        "/v1/referrals",
    ];
    for list in lists {
        let rows = json!(all(by, list)).to_string();
        for hidden in [id_of(case), concern.id.as_str(), concern.reference.as_str()] {
            assert!(!rows.contains(hidden), "{list}: {rows}");
        }
    }
    assert_eq!(found(by, "threatening"), [""; 0]);
}

#[test]
fn from_that_event_she_sees_nothing_and_is_told_reassigned_and_nothing_more() {
    let (world, concern, case) = an_open_case();
    let (ruth, callum) = (world.client("ruth"), world.client("callum"));
    let _ = plan(
        &ruth,
        &case,
        world.staff("ruth"),
        "Speak to her tutor group",
    );
    let open_page = ruth.get(&case).expect(200).json();
    assert_eq!(open_page["owner"], json!(world.staff("ruth").to_string()));
    let me = ruth.get("/v1/me").expect(200).json();
    assert_eq!(me["reassigned_at"], json!(null));
    world.now("2026-11-10T14:20");
    mark(&callum, &case, world.staff("ruth"));
    world.remind();
    sees_nothing(&ruth, &concern, &case);
    let me = ruth.get("/v1/me").expect(200).json();
    assert_eq!(me["reassigned_at"], "2026-11-10T14:20:00.000Z");
    for telling in [id_of(&case), &concern.id, "reference", "case-", "reason"] {
        assert!(!me.to_string().contains(telling), "{me}");
    }
    for other in ["callum", "helen", "priya"] {
        let me = world.client(other).get("/v1/me").expect(200).json();
        assert_eq!(me["reassigned_at"], json!(null), "{other}");
    }
    // Breaking the glass does not open it.
    let glass = json!({
        "academy": world.academy(lanyard::demo::School::Oakfield),
        "find": {"kind": "case", "reference": open_page["reference"]},
        "reason": "I need to know.",
    });
    assert_eq!(ruth.post("/v1/break-glass", &glass).status, 404);
    // Her receipt of an event of the case and changes to it answer like nothing, too.
    let note = json!({"kind": "note", "text": "One more thing."});
    let added = ruth.post(&format!("{case}/notes"), &note);
    let absent = ruth.post(&format!("/v1/cases/{NOTHING}/notes"), &note);
    assert_eq!((added.status, told(&added)), (404, told(&absent)));
}

#[test]
fn whatever_was_hers_in_it_is_callums_at_once() {
    let (world, _, case) = an_open_case();
    let (ruth, callum) = (world.client("ruth"), world.client("callum"));
    let action = plan(
        &ruth,
        &case,
        world.staff("ruth"),
        "Speak to her tutor group",
    );
    let toms = plan(&ruth, &case, world.staff("tom"), "Watch the corridor");
    let desk = referral(&ruth, &case, "platform");
    let step = (PLAYBOOK, "5.2");
    assert_eq!(
        step_of(&ruth, &case, step)["owner"],
        json!(world.staff("ruth").to_string())
    );
    mark(&callum, &case, world.staff("ruth"));
    let his = world.staff("callum").to_string();
    assert_eq!(owner(&callum, &case), his);
    assert_eq!(step_of(&callum, &case, step)["owner"], json!(his));
    assert_eq!(callum.get(&desk).expect(200).json()["owner"], json!(his));
    let mine = all(&callum, "/v1/me/actions");
    let planned: Vec<_> = mine
        .iter()
        .filter(|row| row["kind"] == "action")
        .map(|row| row["action"].as_str().unwrap())
        .collect();
    assert_eq!(planned, [action.as_str()]);
    let of_tom = all(&world.client("tom"), "/v1/me/actions");
    assert_eq!(of_tom[0]["action"], json!(toms), "what was Tom's stays his");
    let timeline = all(&callum, &format!("{case}/timeline"));
    let changed = { timeline.iter() }.find(|entry| entry["kind"] == "case.owner_changed");
    let changed = changed.expect("the change of owner stands in the timeline");
    assert_eq!(changed["detail"]["owner"], json!(his));
    assert!(!changed["detail"]["reason"].to_string().contains("ignored"));
}

#[test]
fn helen_is_asked_to_confirm_or_lift_it_within_one_working_day() {
    let (world, concern, case) = an_open_case();
    let (callum, helen) = (world.client("callum"), world.client("helen"));
    mark(&callum, &case, world.staff("ruth"));
    let asked = due_of(&helen, "/v1/me/actions", "conflict_review");
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert_eq!(asked[0]["due_at"], "2026-11-11T17:00:00.000Z");
    assert_eq!(asked[0]["matter"], json!(format!("case-{}", id_of(&case))));
    assert_eq!(asked[0]["staff"], json!(world.staff("ruth").to_string()));
    assert_eq!(asked[0]["staff_name"], "Ruth Osei");
    // At once, and not only when it is due; and a day later to somebody else.
    world.remind();
    let notices = |name: &str| {
        { all(&world.client(name), "/v1/me/notices").into_iter() }
            .filter(|row| row["item"].as_str().unwrap().starts_with("conflict"))
            .collect::<Vec<Value>>()
    };
    assert_eq!(notices("helen").len(), 1);
    assert_eq!(notices("miriam").len(), 0);
    let path = format!("{case}/conflicts/{}/confirm", world.staff("ruth"));
    let _ = helen.post(&path, &json!({})).expect(201);
    // It is looked at again in 90 days (domain.md 1 rule 2).
    let again = due_of(&helen, "/v1/due", "conflict_review");
    assert_eq!(again.len(), 1, "{again:?}");
    assert_eq!(again[0]["due_at"], "2027-02-08T14:05:00.000Z");
    world.now("2026-11-13T10:00");
    world.remind();
    assert_eq!(notices("miriam").len(), 0, "it was confirmed");
    sees_nothing(&world.client("ruth"), &concern, &case);
}

#[test]
fn left_alone_it_goes_further_up() {
    let (world, _, case) = an_open_case();
    mark(&world.client("callum"), &case, world.staff("ruth"));
    let of = |name: &str| {
        { all(&world.client(name), "/v1/me/notices").into_iter() }
            .filter(|row| row["item"].as_str().unwrap().starts_with("conflict"))
            .count()
    };
    for (now, helen, miriam) in [
        ("2026-11-10T14:06", 1, 0),
        ("2026-11-11T14:07", 2, 0),
        ("2026-11-12T14:08", 2, 1),
    ] {
        world.now(now);
        world.remind();
        assert_eq!((of("helen"), of("miriam")), (helen, miriam), "{now}");
    }
}

#[test]
fn lifted_she_sees_the_case_and_its_concern_again() {
    let (world, concern, case) = an_open_case();
    let (ruth, callum, helen) = (
        world.client("ruth"),
        world.client("callum"),
        world.client("helen"),
    );
    mark(&callum, &case, world.staff("ruth"));
    let path = format!("{case}/conflicts/{}/lift", world.staff("ruth"));
    let body = json!({"reason": "The statement was about another school."});
    assert_eq!(ruth.post(&path, &body).status, 404, "not she herself");
    let _ = helen.post(&path, &body).expect(201);
    let _ = ruth.get(&case).expect(200);
    let _ = ruth.get(&concern.address()).expect(200);
    assert_eq!(
        owner(&ruth, &case),
        world.staff("callum").to_string(),
        "he goes on with it until somebody gives it back"
    );
    assert_eq!(
        due_of(&helen, "/v1/due", "conflict_review"),
        [json!(null); 0]
    );
}

#[test]
fn a_second_statement_naming_callum_too_leaves_the_case_with_helen_never_with_nobody() {
    let (world, concern, case) = an_open_case();
    let (callum, helen) = (world.client("callum"), world.client("helen"));
    mark(&callum, &case, world.staff("ruth"));
    mark(&helen, &case, world.staff("callum"));
    assert_eq!(owner(&helen, &case), world.staff("helen").to_string());
    for name in ["ruth", "callum"] {
        sees_nothing(&world.client(name), &concern, &case);
    }
    let step = step_of(&helen, &case, (PLAYBOOK, "5.2"));
    assert_eq!(step["owner"], json!(world.staff("helen").to_string()));
    // Helen marked it, so somebody else confirms: the trust's lead.
    let asked = due_of(&world.client("miriam"), "/v1/me/actions", "conflict_review");
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert_eq!(asked[0]["staff"], json!(world.staff("callum").to_string()));
}

#[test]
fn a_conflict_marked_on_a_concern_goes_over_to_the_case_opened_from_it() {
    let world = World::at("2026-11-10T14:05");
    let body = threats(&world, world.oakfield().amara);
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let concern = raise(&priya, &body);
    mark(&ruth, &concern.address(), world.staff("callum"));
    let case = open_case(&ruth, &concern);
    sees_nothing(&world.client("callum"), &concern, &case);
    assert_eq!(owner(&ruth, &case), world.staff("ruth").to_string());
    // One that joins a case later closes the case too.
    let joined = raise(&priya, &body);
    mark(&ruth, &joined.address(), world.staff("helen"));
    let decision = json!({"kind": "add_to_case", "case": id_of(&case)});
    let _ = crate::steps::triage(&ruth, &joined, &decision, "The same chat.").expect(201);
    sees_nothing(&world.client("helen"), &joined, &case);
}

#[test]
fn an_owner_who_turns_out_to_be_close_to_a_child_of_the_case_does_not_keep_it() {
    let world = World::at("2026-11-10T14:05");
    let (callum, helen) = (world.client("callum"), world.client("helen"));
    let niamh = world.oakfield().niamh;
    let of_amara = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let of_niamh = raise(&world.client("priya"), &threats(&world, niamh));
    let later = open_case(&callum, &of_amara);
    let case = open_case(&callum, &of_niamh);
    let daughter = json!({"person": pupil(niamh), "relation": "relative"});
    let register = format!("/v1/staff/{}", world.staff("callum"));
    let _ = helen.change(&register, "relations", &daughter).expect(201);
    assert_eq!(owner(&helen, &case), world.staff("ruth").to_string());
    assert_eq!(callum.get(&case).status, 404);
    // His other case is his until she is linked to it.
    assert_eq!(owner(&callum, &later), world.staff("callum").to_string());
    let link = json!({"person": pupil(niamh), "role": "witness"});
    let _ = helen.post(&format!("{later}/people"), &link).expect(201);
    assert_eq!(owner(&helen, &later), world.staff("ruth").to_string());
    assert_eq!(callum.get(&later).status, 404);
}

#[test]
fn a_case_manager_who_becomes_conflicted_gives_an_adults_matter_to_the_next() {
    let world = World::at("2026-11-10T14:05");
    // About somebody whom nobody can name: it went to the head and the trust's lead.
    let body = crate::steps::about_adult(
        &world,
        lanyard::demo::School::Oakfield,
        world.oakfield().amara,
        None,
    );
    let concern = raise(&world.client("tom"), &body);
    let (helen, miriam) = (world.client("helen"), world.client("miriam"));
    let matter = crate::steps::open_allegation(&helen, &concern);
    mark(&miriam, &matter, world.staff("helen"));
    assert_eq!(helen.get(&matter).status, 404);
    let shown = miriam.get(&matter).expect(200).json();
    assert_eq!(shown["owner"], json!(world.staff("miriam").to_string()));
}
