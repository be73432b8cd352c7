//! Playbooks in force: what shipped, until a trust publishes its own.

use lanyard_domain::policy::{Playbook, Shipped};

use crate::app::App;
use crate::error::AppError;

impl App {
    /// Every playbook, in the order of domain.md 4.
    #[must_use]
    pub fn playbooks(&self) -> &'static [Playbook] {
        &Shipped::get().playbooks
    }

    /// One playbook, or the opening and closing steps of all under their own id.
    ///
    /// # Errors
    /// `NotShown`: there is none of this id.
    pub fn playbook(&self, id: &str) -> Result<&'static Playbook, AppError> {
        let shipped = Shipped::get();
        let mut all = shipped.playbooks.iter().chain([&shipped.common]);
        all.find(|playbook| playbook.id.as_str() == id)
            .ok_or(AppError::NotShown)
    }
}
