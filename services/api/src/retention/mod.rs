//! `/v1/retention`: when somebody decides what becomes of what is closed.

pub(crate) mod list;
