//! GET /log/proofs/{event} and GET /log/inner-checkpoint

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::id_of;

pub const PROOF: Door = Door {
    route: "GET /log/proofs/{event}",
    ask: |scene| Ask::of(format!("/log/proofs/{}", id_of(&scene.concern.receipt))),
    wrong: Wrong::Refused("tom", 404, "not-found"),
};

pub const INNER: Door = Door {
    route: "GET /log/inner-checkpoint",
    ask: |_| Ask::of("/log/inner-checkpoint"),
    wrong: Wrong::Refused("ruth", 403, "forbidden"),
};

#[test]
fn a_reader_gets_the_proof_of_an_event() {
    let scene = scene();
    let path = (PROOF.ask)(&scene).path;
    let proof = scene.client("ruth").get(&path).expect(200).text();
    assert!(proof.starts_with("c2sp.org/tlog-proof@v1\n"), "{proof}");
}

#[test]
fn the_auditor_gets_the_inner_checkpoint() {
    let scene = scene();
    let note = scene
        .client("kit")
        .get("/log/inner-checkpoint")
        .expect(200)
        .text();
    assert!(note.lines().next().unwrap().ends_with("/inner"), "{note}");
}
