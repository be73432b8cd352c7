//! Playbooks in force: what shipped, until a trust publishes its own.

use lanyard_domain::policy::{Desk, Form, Matrix, PhoneSheet, Playbook, Shipped, UserActions};

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

    /// What follows from a kind of incident: one matrix for pupils, one for staff.
    #[must_use]
    pub fn matrices(&self) -> &'static [Matrix] {
        &Shipped::get().matrices
    }

    /// What users may and may not do.
    #[must_use]
    pub fn user_actions(&self) -> &'static UserActions {
        &Shipped::get().user_actions
    }

    /// Every desk outside the trust.
    #[must_use]
    pub fn desks(&self) -> &'static [Desk] {
        &Shipped::get().desks
    }

    /// One desk with its form and its sheet for the telephone, where it has them.
    ///
    /// # Errors
    /// `NotShown`: there is none of this id.
    pub fn desk(
        &self,
        id: &str,
    ) -> Result<
        (
            &'static Desk,
            Option<&'static Form>,
            Option<&'static PhoneSheet>,
        ),
        AppError,
    > {
        let shipped = Shipped::get();
        let desk = shipped.desk_named(id).ok_or(AppError::NotShown)?;
        let sheet = { shipped.phone_sheets.iter() }.find(|sheet| sheet.agency == desk.id);
        Ok((desk, shipped.form(desk.id), sheet))
    }
}
