//! A rota: who can be on it, and its gaps, the times at which nobody is on duty.

use lanyard_events::{At, Role};

/// Whose holders can be on duty at an academy: its safeguarding leads and deputies, its head (who is the
/// lead of a small school), and the group's lead as cover for absence and holidays (domain.md 1).
pub const ON_DUTY: [Role; 4] = [Role::Dsl, Role::DeputyDsl, Role::Head, Role::TrustLead];

/// A stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// From when.
    pub from: At,
    /// Until when; that moment is not part of it.
    pub until: At,
}

impl Span {
    /// Whether a moment is part of it.
    #[must_use]
    pub fn covers(&self, moment: At) -> bool {
        self.from <= moment && moment < self.until
    }
}

/// What of a stretch none of the times covers, in order; nothing where the stretch has no length.
#[must_use]
pub fn gaps(times: impl IntoIterator<Item = Span>, within: Span) -> Vec<Span> {
    let mut times: Vec<_> = times.into_iter().collect();
    times.sort_unstable();
    let mut gaps = Vec::new();
    let mut covered = within.from;
    for time in times {
        if time.from >= within.until {
            break;
        }
        if time.from > covered && time.until > time.from {
            gaps.push(Span {
                from: covered,
                until: time.from,
            });
        }
        if time.until > time.from {
            covered = covered.max(time.until);
        }
    }
    if covered < within.until {
        gaps.push(Span {
            from: covered,
            until: within.until,
        });
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span((from, until): (i64, i64)) -> Span {
        Span {
            from: At::from_millis(from),
            until: At::from_millis(until),
        }
    }

    /// The gaps from 10 to 20.
    fn of(times: &[(i64, i64)]) -> Vec<(i64, i64)> {
        gaps(times.iter().copied().map(span), span((10, 20)))
            .into_iter()
            .map(|gap| (gap.from.millis(), gap.until.millis()))
            .collect()
    }

    #[test]
    fn what_nobody_covers_is_a_gap() {
        assert_eq!(of(&[]), [(10, 20)]);
        assert_eq!(of(&[(0, 30)]), []);
        assert_eq!(of(&[(15, 30), (0, 12)]), [(12, 15)]);
        assert_eq!(of(&[(12, 14), (13, 18)]), [(10, 12), (18, 20)]);
        assert_eq!(of(&[(0, 10), (20, 30)]), [(10, 20)]);
    }

    #[test]
    fn times_that_meet_lie_within_another_or_were_taken_back_make_no_gap_of_their_own() {
        assert_eq!(of(&[(10, 15), (15, 20)]), []);
        assert_eq!(of(&[(10, 20), (12, 13)]), []);
        assert_eq!(of(&[(15, 15), (10, 12)]), [(12, 20)]);
        assert_eq!(of(&[(18, 12)]), [(10, 20)]);
        assert_eq!(gaps([], span((20, 20))), []);
    }

    #[test]
    fn a_time_covers_its_beginning_and_not_its_end() {
        let covered = [9, 10, 19, 20].map(|moment| span((10, 20)).covers(At::from_millis(moment)));
        assert_eq!(covered, [false, true, true, false]);
    }
}
