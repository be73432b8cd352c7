//! What can be asked of the trust.

use lanyard_events::StaffId;

use crate::command::commands;

commands! {
    /// Any command to the trust.
    Establish, PublishTaxonomy, RaiseFormat,
}

/// Begins the record.
#[derive(Debug, Clone)]
pub struct Establish {
    /// Name of the trust.
    pub name: String,
    /// Origin of its log.
    pub origin: String,
    /// Group safeguarding lead.
    pub trust_lead: StaffId,
    /// The second person named at set-up: somebody else, for roles are given by two.
    pub second: StaffId,
}

/// Puts a version of the taxonomy into force.
#[derive(Debug, Clone)]
pub struct PublishTaxonomy {
    /// Its number, higher than the one before.
    pub version: u16,
    /// SHA-256 of its file, 64 lower-case hexadecimal digits.
    pub digest: String,
}

/// Allows events of a higher format (design.md 1, "Rolling updates").
#[derive(Debug, Clone, Copy)]
pub struct RaiseFormat {
    /// The format, higher than the one before.
    pub format: u16,
}
