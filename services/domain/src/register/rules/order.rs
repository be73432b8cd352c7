//! Times in their order: what a clock runs from has happened, and nothing is due before it begins.

use std::collections::BTreeSet;

use lanyard_events::register::EntryValue;
use lanyard_events::{At, Day};

use crate::clock::{day_at, london_day};
use crate::policy::{DueBy, Register};
use crate::refusal::Code;
use crate::register::clocks::Happened;
use crate::register::state::Record;
use crate::text::Checks;

/// A time as somebody wrote it.
#[derive(Debug, Clone, Copy)]
enum Written {
    On(Day),
    At(At),
}

impl Written {
    fn of(record: &Record, field: &str) -> Option<Self> {
        let Some(EntryValue::When(written)) = record.fields.get(field) else {
            return None;
        };
        let moment = written.parse().map(Self::At).ok();
        moment.or_else(|| written.parse().map(Self::On).ok())
    }

    /// Whether it lies after a moment; a day only from the next one on.
    fn is_after(self, at: At) -> bool {
        match self {
            Self::On(day) => day > london_day(at),
            Self::At(moment) => moment > at,
        }
    }

    /// Whether it lies before a moment; a day only until the one before.
    fn is_before(self, at: At) -> bool {
        match self {
            Self::On(day) => day < london_day(at),
            Self::At(moment) => moment < at,
        }
    }

    fn beginning(self) -> Option<At> {
        match self {
            Self::On(day) => day_at(day, jiff::civil::Time::midnight()),
            Self::At(moment) => Some(moment),
        }
    }
}

/// Refuses a beginning that is still to come, and an end before the beginning; `after` has the new fields.
pub(super) fn in_order(
    after: &Record,
    register: &Register,
    happened: Happened<'_>,
    checks: &mut Checks,
) {
    let given = |name: &str| happened.fields.iter().any(|it| it.field == name);
    let time = |name: &str| {
        let field = register.field(name)?;
        Written::of(after, name).filter(|_| after.asks(register, field))
    };
    // One field may begin several clocks, or end them.
    let (mut ahead, mut early) = (BTreeSet::new(), BTreeSet::new());
    let asked = { register.clocks.iter() }
        .filter(|clock| { clock.when.iter() }.all(|when| after.meets(register, when)));
    for clock in asked {
        let starts = clock.starts.as_str();
        let planned = register.field(starts).is_some_and(|field| field.planned);
        let begins = time(starts);
        if given(starts) && !planned && begins.is_some_and(|it| it.is_after(happened.at)) {
            ahead.insert(starts);
        }
        let DueBy::Field(due) = &clock.due else {
            continue;
        };
        let due = due.as_str();
        let from = if starts == Register::ADDED {
            happened.added.then_some(happened.at)
        } else if happened.made == Some(starts) {
            Some(happened.at)
        } else if given(starts) || given(due) {
            begins.and_then(Written::beginning)
        } else {
            None
        };
        if let (Some(from), Some(until)) = (from, time(due))
            && until.is_before(from)
        {
            early.insert(due);
        }
    }
    for field in ahead {
        let detail = "A clock runs from this, and it is still to come: write when it was.";
        checks.fail(Code::TimeAhead, format!("/fields/{field}"), detail);
    }
    for field in early {
        let detail = "This would be over before it begins.";
        checks.fail(Code::EndsBeforeItBegins, format!("/fields/{field}"), detail);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::refusal::Refusal;
    use crate::register::Entry;
    use crate::register::samples::{block, said, unblock};
    use crate::scenario::given;

    fn fault(refusal: &Refusal) -> (Code, String) {
        let fault = refusal.faults().next().unwrap();
        (fault.code, fault.pointer.as_deref().unwrap().to_owned())
    }

    #[test]
    fn what_a_clock_runs_from_has_happened() {
        let mut wrong = block();
        wrong
            .fields
            .insert("seen_at".into(), said("2026-11-10T14:06:00Z"));
        let refusal = given::<Entry>([]).when(wrong).then_refused_any();
        let expected = (Code::TimeAhead, "/fields/seen_at".to_owned());
        assert_eq!(fault(&refusal), expected);
        let mut now = block();
        now.fields
            .insert("seen_at".into(), said("2026-11-10T14:05:00Z"));
        given::<Entry>([]).when(now).then_events();
    }

    #[test]
    fn nothing_is_due_before_it_begins() {
        let mut wrong = unblock();
        wrong
            .fields
            .insert("ends_at".into(), said("2026-11-10T14:00:00Z"));
        let refusal = given::<Entry>([]).when(wrong).then_refused_any();
        let expected = (Code::EndsBeforeItBegins, "/fields/ends_at".to_owned());
        assert_eq!(fault(&refusal), expected);
    }
}
