//! Refusals: why a command was not carried out, with stable codes.

mod codes;

use std::borrow::Cow;

use lanyard_events::EventKind;

pub use codes::{Code, RefusalKind};

/// One reason of a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which.
    pub code: Code,
    /// A sentence in plain English, without personal data.
    pub detail: Cow<'static, str>,
    /// JSON pointer to the field of the command, if one field is at fault: `/people/2/role`.
    pub pointer: Option<Cow<'static, str>>,
}

/// A command was refused: one reason at least, several where several fields are wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .first.detail)]
pub struct Refusal {
    first: Fault,
    more: Vec<Fault>,
}

impl Refusal {
    /// A refusal for one reason that no single field causes.
    #[must_use]
    pub fn new(code: Code, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            first: Fault {
                code,
                detail: detail.into(),
                pointer: None,
            },
            more: Vec::new(),
        }
    }

    /// A refusal for one field.
    #[must_use]
    pub fn of_field(
        code: Code,
        pointer: impl Into<Cow<'static, str>>,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        let mut refusal = Self::new(code, detail);
        refusal.first.pointer = Some(pointer.into());
        refusal
    }

    /// A refusal out of the faults found; `None` if there are none.
    #[must_use]
    pub fn of_faults(faults: Vec<Fault>) -> Option<Self> {
        let mut faults = faults.into_iter();
        let first = faults.next()?;
        Some(Self {
            first,
            more: faults.collect(),
        })
    }

    /// The stable code of the first reason.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.first.code
    }

    /// The first reason in plain English.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.first.detail
    }

    /// JSON pointer to the field of the first reason.
    #[must_use]
    pub fn pointer(&self) -> Option<&str> {
        self.first.pointer.as_deref()
    }

    /// Every reason, in the order of the fields.
    pub fn faults(&self) -> impl Iterator<Item = &Fault> {
        std::iter::once(&self.first).chain(&self.more)
    }
}

/// An event that cannot follow the ones before it in its stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an event of type {event_type} cannot follow the events before it")]
pub struct ImpossibleHistory {
    /// The type of the event.
    pub event_type: &'static str,
}

impl ImpossibleHistory {
    /// Names the kind of the event that does not fit.
    #[must_use]
    pub const fn at(kind: &'static EventKind) -> Self {
        Self {
            event_type: kind.event_type,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_reads_as_its_first_reason() {
        let refusal = Refusal::of_field(Code::TextBlank, "/reason", "Say why.");
        assert_eq!(refusal.to_string(), "Say why.");
        assert_eq!(refusal.pointer(), Some("/reason"));
        assert_eq!(refusal.code().kind(), RefusalKind::BadValue);
    }
}
