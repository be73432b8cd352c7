//! PUT /v1/academies/{academy}/contacts

use lanyard::demo::School;
use serde_json::json;

use super::open;
use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{etag, pointers};

pub const DOOR: Door = Door {
    route: "PUT /v1/academies/{academy}/contacts",
    ask: |scene| {
        let oakfield = scene.world.academy(School::Oakfield);
        let body = json!({"contacts": [{"desk": "lado", "phone": "01632 960003"}]});
        Ask::new(format!("/v1/academies/{oakfield}/contacts"), body)
    },
    wrong: Wrong::Refused("priya", 403, "forbidden"),
};

#[test]
fn contacts_are_shown_with_the_academy_and_a_wrong_desk_is_named() {
    let scene = scene();
    let miriam = scene.client("miriam");
    let address = open(&scene, "Contacts Academy");
    let path = format!("{address}/contacts");
    let tag = etag(&miriam, &address);
    let put = |body| miriam.send("PUT", &path, Some(&body), &[("if-match", &tag)]);
    let wrong = put(json!({"contacts": [{"desk": "nobody"}]})).expect(422);
    assert_eq!(pointers(&wrong), ["/contacts/0/desk"]);
    let contacts =
        json!([{"desk": "lado", "phone": "01632 960003", "out_of_hours": null, "online": null}]);
    let _ = put(json!({"contacts": contacts})).expect(200);
    assert_eq!(
        miriam.get(&address).expect(200).json()["contacts"],
        contacts
    );
}
