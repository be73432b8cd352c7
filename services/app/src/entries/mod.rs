//! Entries of registers: added, filled in, corrected, moved on, listed, exported, signed over.

mod around;
mod at_end;
mod behind;
mod consent;
mod family;
mod keepers;
mod list;
mod seen;
mod sign;
mod term_reviews;
mod told;
mod work;

pub use list::{EntryQuery, RegisterList};
pub use seen::EntryShown;

use std::sync::Arc;

use lanyard_domain::policy::Register;

use crate::app::App;
use crate::error::AppError;

impl App {
    /// Every register in force, the trust's own last.
    ///
    /// # Errors
    /// When the views cannot be read.
    pub fn registers(&self) -> Result<Vec<Arc<Register>>, AppError> {
        Ok(self.in_force()?.registers.clone())
    }

    /// One register.
    ///
    /// # Errors
    /// `NotShown`: there is none of this id.
    pub fn register(&self, id: &str) -> Result<Arc<Register>, AppError> {
        let in_force = self.in_force()?;
        in_force.register(id).cloned().ok_or(AppError::NotShown)
    }
}
