//! `/v1/retention`: when somebody decides what becomes of what is closed; and legal holds on matters.

pub(crate) mod hold;
pub(crate) mod list;
