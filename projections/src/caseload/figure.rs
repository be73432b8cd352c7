//! In which figure a thing counts when it is overdue. It stands with the thing, in the index of what is open: a trust's
//! figures are counted at every look at its dashboard.

use super::due_items::{DueKind, Item};
use crate::error::ViewError;

/// The figure of a kind of thing: each counts in one, and a new kind does not compile without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Overdue {
    /// In none: a figure would say that somebody has a conflict, or is close to somebody (domain.md 1 rule 1).
    Untold,
    /// Actions and reviews.
    Actions,
    /// Steps of playbooks.
    Steps,
    /// What comes next with desks outside.
    Referrals,
    /// Clocks of registers.
    Entries,
    /// The clock of a file that leaves (R12); the receipt of one that came is the old school's affair.
    Transfers,
}

impl Overdue {
    /// As it is stored; whatever counts is more than none.
    pub(crate) const fn code(self) -> i64 {
        match self {
            Self::Untold => 0,
            Self::Actions => 1,
            Self::Steps => 2,
            Self::Referrals => 3,
            Self::Entries => 4,
            Self::Transfers => 5,
        }
    }

    pub(crate) const fn of_code(code: i64) -> Result<Self, ViewError> {
        match code {
            0 => Ok(Self::Untold),
            1 => Ok(Self::Actions),
            2 => Ok(Self::Steps),
            3 => Ok(Self::Referrals),
            4 => Ok(Self::Entries),
            5 => Ok(Self::Transfers),
            _ => Err(ViewError::Stored("figure of what is due")),
        }
    }
}

/// The figure of one thing. That a concern or a matter was sent on is due at once: as a figure it would say that
/// somebody has a conflict.
pub(super) fn figure_of(item: &Item<'_>) -> Overdue {
    match item.kind {
        DueKind::ConcernReview if item.action.is_some() => Overdue::Untold,
        DueKind::AllegationReview if item.action == Some(b"handover") => Overdue::Untold,
        DueKind::Entry if item.title == Some("file_transfers") && item.action == Some(b"file") => {
            Overdue::Transfers
        }
        DueKind::Action
        | DueKind::ParentsReview
        | DueKind::ConcernReview
        | DueKind::AllegationReview
        | DueKind::GlassReview
        | DueKind::PlanDate
        | DueKind::AssessmentReview
        | DueKind::MeasureEnd => Overdue::Actions,
        DueKind::Step => Overdue::Steps,
        DueKind::Referral => Overdue::Referrals,
        DueKind::Entry => Overdue::Entries,
        DueKind::ConflictReview | DueKind::RelationReview => Overdue::Untold,
    }
}

#[cfg(test)]
mod tests {
    use lanyard_events::At;

    use super::*;

    fn item<'a>(kind: DueKind, action: Option<&'a [u8]>, title: Option<&'a str>) -> Item<'a> {
        Item {
            place: 0,
            matter: 1,
            kind,
            action,
            pupil: None,
            title,
            owner: [0; 17],
            due_at: At::from_millis(0),
            patience: 0,
        }
    }

    /// Kinds as they are stored; `figure_of` has no arm for all else, so that none is forgotten.
    #[test]
    fn whatever_is_due_counts_in_one_figure_but_for_conflicts_and_relations() {
        let kinds: Vec<DueKind> = { (0..=i64::from(u8::MAX)).map(DueKind::of_code) }
            .filter_map(Result::ok)
            .collect();
        assert!(kinds.len() >= 13, "{kinds:?}");
        let untold: Vec<_> = { kinds.iter() }
            .filter(|kind| figure_of(&item(**kind, None, None)) == Overdue::Untold)
            .collect();
        assert_eq!(untold, [&DueKind::ConflictReview, &DueKind::RelationReview]);
        for kind in [DueKind::AssessmentReview, DueKind::MeasureEnd] {
            assert_eq!(
                figure_of(&item(kind, None, None)),
                Overdue::Actions,
                "{kind:?}"
            );
        }
    }

    #[test]
    fn what_was_sent_on_counts_in_none_and_a_file_that_leaves_in_its_own() {
        for (kind, action, title, figure) in [
            (
                DueKind::ConcernReview,
                &b"taken up"[..],
                None,
                Overdue::Untold,
            ),
            (
                DueKind::AllegationReview,
                b"handover",
                None,
                Overdue::Untold,
            ),
            (
                DueKind::AllegationReview,
                b"threshold",
                None,
                Overdue::Actions,
            ),
            (
                DueKind::Entry,
                b"file",
                Some("file_transfers"),
                Overdue::Transfers,
            ),
            (
                DueKind::Entry,
                b"receipt",
                Some("file_transfers"),
                Overdue::Entries,
            ),
            (DueKind::Entry, b"file", Some("breaches"), Overdue::Entries),
        ] {
            assert_eq!(
                figure_of(&item(kind, Some(action), title)),
                figure,
                "{kind:?}"
            );
            assert_eq!(Overdue::of_code(figure.code()).ok(), Some(figure));
        }
    }
}
