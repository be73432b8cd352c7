//! `/v1/policies`: editions of playbooks, matrices and the table of user actions.

pub(crate) mod edit;
pub(crate) mod show;

mod shown;

pub(crate) fn path(document: &str) -> String {
    format!("/v1/policies/{document}")
}
