//! GET /v1/receipts/{event}

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;

pub const DOOR: Door = Door {
    route: "GET /v1/receipts/{event}",
    ask: |scene| Ask::of(scene.concern.receipt.clone()),
    wrong: Wrong::Refused("tom", 404, "not-found"),
};

#[test]
fn whoever_raised_it_and_its_readers_get_the_receipt_and_it_names_nobody() {
    let scene = scene();
    let concern = scene.raise();
    for holder in ["priya", "ruth"] {
        let receipt = scene.client(holder).get(&concern.receipt).expect(200);
        assert_eq!(
            receipt.header("content-type"),
            Some("text/plain; charset=utf-8")
        );
        let text = receipt.text();
        assert!(text.starts_with("c2sp.org/tlog-proof@v1\n"), "{text}");
        for personal in [
            "Amara",
            "Priya",
            "threatening",
            &concern.id,
            &concern.reference,
        ] {
            assert!(!text.contains(personal));
        }
    }
}
