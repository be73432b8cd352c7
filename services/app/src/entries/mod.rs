//! Entries of registers: added, filled in, corrected, moved on, listed, exported, signed over.

mod around;
mod at_end;
mod family;
mod list;
mod seen;
mod sign;
mod term_reviews;
mod told;
mod work;

pub use list::{EntryQuery, RegisterList};
pub use seen::EntryShown;

use lanyard_domain::policy::{Register, Shipped};

use crate::app::App;
use crate::error::AppError;

impl App {
    /// Every register.
    #[must_use]
    pub fn registers(&self) -> &'static [Register] {
        &Shipped::get().registers
    }

    /// One register.
    ///
    /// # Errors
    /// `NotShown`: there is none of this id.
    pub fn register(&self, id: &str) -> Result<&'static Register, AppError> {
        Shipped::get().register(id).ok_or(AppError::NotShown)
    }
}
