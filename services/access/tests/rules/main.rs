//! The rules of domain.md 1 that access has to keep, one by one, on the shipped policies.

mod conflicts;
mod denials;
mod documents;
mod duty;
mod matters;
mod registers;
mod scene;
