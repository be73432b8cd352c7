//! The golden matrix: who may do what in which relation, for reading and for review.
//!
//! `matrix.golden.md` is this table, committed; a test compares them, so that no change of a policy
//! goes unseen. `LANYARD_BLESS=1` (`make bless`) rewrites the file.

mod cast;
mod page;

use crate::Decision;
use crate::action::Action;
use crate::policies::Policies;
use cast::{Who, everybody};

pub use cast::Relation;
pub use page::golden_matrix;

/// One line of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixRow {
    /// What is done.
    pub action: Action,
    /// To what: `case about a pupil`.
    pub thing: &'static str,
    /// By whom: a role id, `client` with a scope, `leaver`.
    pub who: String,
    /// How they stand to it.
    pub relation: Relation,
    /// What it comes to.
    pub decision: Decision,
    /// The policies that permit or forbid it; none where nothing permits it.
    pub policies: Vec<String>,
}

/// Every line: action × thing × who × relation, in this order. The routes of the API name an
/// action each, and so find their lines here.
#[must_use]
pub fn matrix_rows() -> Vec<MatrixRow> {
    let policies = Policies::shipped();
    let everybody = everybody();
    let mut rows = Vec::new();
    for action in Action::ALL {
        for thing in cast::things(*action) {
            for who in &everybody {
                for relation in Relation::ALL {
                    rows.push(row(&policies, *action, thing, who, *relation));
                }
            }
        }
    }
    rows
}

fn row(
    policies: &Policies,
    action: Action,
    thing: &cast::Thing,
    who: &Who,
    relation: Relation,
) -> MatrixRow {
    let (caller, resource) = cast::stage(who, thing, relation);
    let explained = policies.explain(&caller, action, &resource);
    MatrixRow {
        action,
        thing: thing.name,
        who: who.name.clone(),
        relation,
        decision: explained.decision,
        policies: explained.policies,
    }
}
