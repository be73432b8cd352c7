//! GET /v1/referrals/{referral}/form and POST …/draft

use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{pointers, referral};

pub const SHOW: Door = Door {
    route: "GET /v1/referrals/{referral}/form",
    ask: |scene| Ask::of(format!("{}/form", scene.referral)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const DRAFT: Door = Door {
    route: "POST /v1/referrals/{referral}/draft",
    ask: |scene| Ask::new(format!("{}/draft", scene.referral), json!({"fields": {}})),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

fn field<'a>(form: &'a Value, id: &str) -> &'a Value {
    let fields = form["fields"].as_array().unwrap();
    fields.iter().find(|field| field["id"] == id).unwrap()
}

#[test]
fn the_form_is_filled_from_the_record_and_the_missing_fields_are_named() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let need = json!({"agency": "social_care", "reason": "Afraid to go home."});
    let _ = ruth.post(&format!("{case}/referrals"), &need).expect(201);
    let path = referral(&ruth, &case, "social_care");
    let form = ruth.get(&format!("{path}/form")).expect(200).json();
    let named: Vec<&Value> = { form["fields"].as_array().unwrap().iter() }
        .filter(|field| field["proposed"] == true)
        .map(|field| &field["value"])
        .collect();
    for known in ["Amara Example", "Oakfield Academy", "Ruth Osei"] {
        assert!(named.contains(&&json!(known)), "{known} in {named:?}");
    }
    let missing = form["missing"].as_array().unwrap();
    assert!(!missing.is_empty());
    // Filled in by hand, and the rest taken over: what is missing gets fewer.
    let first = missing[0].as_str().unwrap().to_owned();
    let kind = field(&form, &first)["kind"].clone();
    let value = match (kind.as_str(), field(&form, &first)["choices"].as_array()) {
        (Some("yes_no_unknown"), _) => json!("unknown"),
        (Some("choice"), Some(choices)) => choices[0].clone(),
        _ => json!("not known"),
    };
    let draft = json!({"fields": {first.clone(): value}});
    let _ = ruth.change(&path, "draft", &draft).expect(201);
    let drafted = ruth.get(&path).expect(200).json();
    assert_eq!(drafted["fields"][&first], value);
    assert_eq!(
        drafted["missing"].as_array().unwrap().len(),
        missing.len() - 1
    );
}

#[test]
fn a_desk_without_names_is_told_none() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let need = json!({"agency": "report_harmful_content", "reason": "Still up after a week."});
    let _ = ruth.post(&format!("{case}/referrals"), &need).expect(201);
    for desk in ["report_harmful_content", "platform"] {
        let shown = ruth.get(&format!("/v1/desks/{desk}")).expect(200).json();
        assert_eq!(shown["names_allowed"], false, "{desk}");
        let path = referral(&ruth, &case, desk);
        let form = ruth.get(&format!("{path}/form")).expect(200);
        assert!(!form.text().contains("Amara"), "{desk}: {}", form.text());
        // What names nobody is filled in.
        assert!(
            form.text().contains("a group chat"),
            "{desk}: {}",
            form.text()
        );
    }
}

#[test]
fn a_field_that_the_form_does_not_have_is_refused() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let draft = json!({"fields": {"photograph": "…"}});
    let refused = ruth.change(&scene.referral, "draft", &draft).expect(422);
    assert_eq!(pointers(&refused), ["/fields"]);
}
