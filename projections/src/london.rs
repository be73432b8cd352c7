//! All clocks run in Europe/London (domain.md 3).

use std::sync::LazyLock;

use jiff::tz::TimeZone;

/// The zone.
pub(crate) fn london() -> &'static TimeZone {
    static LONDON: LazyLock<TimeZone> = LazyLock::new(|| {
        TimeZone::get("Europe/London").expect("the time zone database is part of the program")
    });
    &LONDON
}
