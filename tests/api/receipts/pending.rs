//! GET /v1/receipts/pending/{number}
//!
//! Numbers are given out with 202 only, which `tests/engines/cluster` brings about.

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;

pub const DOOR: Door = Door {
    route: "GET /v1/receipts/pending/{number}",
    ask: |_| Ask::of("/v1/receipts/pending/AAAA"),
    wrong: Wrong::Refused("tom", 404, "not-found"),
};

#[test]
fn a_number_that_was_never_given_out_is_unknown_whatever_it_looks_like() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let whole = "A".repeat(80);
    for number in ["AAAA", "not%20base64", &whole] {
        let answer = ruth.get(&format!("/v1/receipts/pending/{number}"));
        assert_eq!(answer.expect(404).problem(), "not-found", "{number}");
    }
}
