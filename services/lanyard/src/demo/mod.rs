//! The demonstration: Ridgeway Learning Trust, its people and a term of work, all invented, made
//! through the real commands on the first start.

mod build;
mod enrol;
mod found;
pub mod issuer;
mod names;
mod people;
mod pupils;
mod scribe;
mod settings;
mod term;
mod work;

use lanyard_events::ClientId;

pub use build::{ACADEMIES, BUILT, build, september_before};
pub use enrol::enrol;
pub use found::{Ridgeway, found};
pub use people::{MIS, PERSONAS, Persona, School, find};
pub use pupils::{Pupil, pupils};
pub use scribe::Scribe;
pub use settings::{DATA_DIR, MARKER, settings};

/// The school system of the demonstration.
#[must_use]
pub const fn mis_id() -> ClientId {
    ClientId::new(uuid::Uuid::from_u128(
        0x018f_4e9a_0000_7000_8000_0000_0000_0a15,
    ))
}
