//! The committed matrix is what the policies come to.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use lanyard_access::{Action, Decision, golden_matrix, matrix_rows};

#[test]
fn the_committed_matrix_equals_the_policies() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("matrix.golden.md");
    let matrix = golden_matrix();
    if std::env::var_os("LANYARD_BLESS").is_some() {
        std::fs::write(&file, &matrix).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap();
    let differing = committed
        .lines()
        .zip(matrix.lines())
        .find(|(was, is)| was != is);
    assert!(
        committed == matrix,
        "the matrix has changed, first at {differing:?}; if that is meant, run `make bless` and \
         read the difference"
    );
}

#[test]
fn every_action_is_permitted_to_somebody_and_denied_to_somebody() {
    let rows = matrix_rows();
    for action in Action::ALL {
        for decision in [Decision::Permit, Decision::Deny] {
            assert!(
                rows.iter()
                    .any(|row| row.action == *action && row.decision == decision),
                "{}: nobody meets {decision:?}",
                action.name()
            );
        }
    }
}
