//! Playbooks, matrices and the table of user actions in force: what shipped, with the editions that the
//! trust has published. Desks are the release's.

mod edit;
mod matrix;

use std::sync::{Arc, Mutex, PoisonError};

use lanyard_domain::policy::{Desk, DocumentId, Form, InForce, PhoneSheet, Playbook, Shipped};
use lanyard_projections::editions::{editions_in_force, newest_change};

pub use edit::PolicyShown;

use crate::app::App;
use crate::error::AppError;

/// What was in force after the newest change that the views had: read and put together once for each.
#[derive(Default)]
pub(crate) struct KeptInForce(Mutex<Option<(Option<i64>, Arc<InForce>)>>);

impl App {
    /// What is in force, as far as this process's views have got. Whoever has published something sends
    /// its position along, and is answered by views that have it.
    ///
    /// # Errors
    /// When the views cannot be read.
    pub fn in_force(&self) -> Result<Arc<InForce>, AppError> {
        let newest = self.reader.read(newest_change)?;
        let kept = { self.in_force.0.lock() }
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some((known, in_force)) = kept
            && known == newest
        {
            return Ok(in_force);
        }
        // One reading, so that the editions are those after this change and no other.
        let (newest, editions) = self
            .reader
            .read(|views| Ok((newest_change(views)?, editions_in_force(views)?)))?;
        let published = editions.iter().filter_map(|edition| {
            Some((DocumentId::parse(&edition.document)?, edition.text.as_str()))
        });
        let (in_force, unreadable) = InForce::with(published);
        for it in unreadable {
            tracing::error!(
                document = %it.document,
                line = it.mistake.line,
                "this release cannot read a published edition: the shipped one is in force"
            );
        }
        let in_force = Arc::new(in_force);
        *self
            .in_force
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some((newest, Arc::clone(&in_force)));
        Ok(in_force)
    }

    /// One playbook in force, or the opening and closing steps of all under their own id.
    ///
    /// # Errors
    /// `NotShown`: there is none of this id.
    pub fn playbook(&self, id: &str) -> Result<Arc<Playbook>, AppError> {
        let in_force = self.in_force()?;
        in_force.playbook(id).cloned().ok_or(AppError::NotShown)
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
