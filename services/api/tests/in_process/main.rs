//! The API in process, over a real application on empty stores.

#![allow(clippy::unwrap_used, reason = "tests")]

mod edge;
mod limits;
mod pages;
mod requests;
mod stand;
