//! The API in process, over a real application on empty stores.

mod edge;
mod limits;
mod pages;
mod requests;
mod stand;
