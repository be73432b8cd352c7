//! The six-column incident log (domain.md 2): a view of concerns and their cases, computed under what the reader may
//! see. It has no rows of its own.

mod query;

pub use query::{Incident, IncidentFilter, incident_log};
