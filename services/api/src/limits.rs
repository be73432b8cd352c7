//! How much one caller may ask for.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use governor::clock::Clock;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use lanyard_events::Actor;

use crate::settings::Settings;

/// The limits of every caller, in this process.
pub(crate) struct Limits {
    requests: Option<DefaultKeyedRateLimiter<Actor>>,
    not_shown: Option<NotShown>,
}

/// Answers `not shown` are counted when given. Once a caller has used them up, content is refused
/// to them before it is looked for, so that a 429 says no more than a 404.
struct NotShown {
    counted: DefaultKeyedRateLimiter<Actor>,
    refused_until: Mutex<HashMap<Actor, Instant>>,
}

/// After how many whole seconds, at least one, a caller may try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TryAgainIn(pub(crate) u64);

impl Limits {
    pub(crate) fn new(settings: &Settings) -> Self {
        let limiter = |per_minute: NonZeroU32| RateLimiter::keyed(Quota::per_minute(per_minute));
        Self {
            requests: settings.requests_per_minute.map(limiter),
            not_shown: settings.not_shown_per_minute.map(|per_minute| NotShown {
                counted: limiter(per_minute),
                refused_until: Mutex::default(),
            }),
        }
    }

    /// Counts a request.
    pub(crate) fn request(&self, actor: &Actor) -> Result<(), TryAgainIn> {
        match &self.requests {
            Some(requests) => count(requests, actor).map_err(seconds),
            None => Ok(()),
        }
    }

    /// Whether content may be looked for.
    pub(crate) fn content(&self, actor: &Actor) -> Result<(), TryAgainIn> {
        let Some(not_shown) = &self.not_shown else {
            return Ok(());
        };
        let mut refused = not_shown.refused();
        let Some(until) = refused.get(actor) else {
            return Ok(());
        };
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            refused.remove(actor);
            return Ok(());
        }
        Err(seconds(left))
    }

    /// Counts an answer `not shown`; refused once there were too many.
    pub(crate) fn not_shown(&self, actor: &Actor) -> Result<(), TryAgainIn> {
        let Some(not_shown) = &self.not_shown else {
            return Ok(());
        };
        count(&not_shown.counted, actor).map_err(|wait| {
            not_shown.refused().insert(*actor, Instant::now() + wait);
            seconds(wait)
        })
    }
}

impl NotShown {
    fn refused(&self) -> MutexGuard<'_, HashMap<Actor, Instant>> {
        self.refused_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn count(limiter: &DefaultKeyedRateLimiter<Actor>, actor: &Actor) -> Result<(), Duration> {
    limiter
        .check_key(actor)
        .map_err(|until| until.wait_time_from(limiter.clock().now()))
}

fn seconds(wait: Duration) -> TryAgainIn {
    TryAgainIn(wait.as_secs() + 1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use lanyard_events::{ClientId, StaffId};
    use uuid::Uuid;

    fn limits(per_minute: u32) -> Limits {
        Limits::new(&Settings {
            not_shown_per_minute: NonZeroU32::new(per_minute),
            requests_per_minute: NonZeroU32::new(2),
            ..Settings::default()
        })
    }

    #[test]
    fn content_is_refused_to_who_has_used_up_what_is_not_shown_and_to_nobody_else() {
        let limits = limits(60);
        let curious = Actor::Staff(StaffId::new(Uuid::from_u128(1)));
        let other = Actor::Staff(StaffId::new(Uuid::from_u128(2)));
        for _ in 0..60 {
            assert_eq!(limits.not_shown(&curious), Ok(()));
            assert_eq!(limits.content(&curious), Ok(()));
        }
        assert!(limits.not_shown(&curious).unwrap_err().0 >= 1);
        assert!(limits.content(&curious).unwrap_err().0 >= 1);
        assert_eq!(limits.content(&other), Ok(()));
    }

    #[test]
    fn a_limit_that_is_switched_off_refuses_nobody() {
        let limits = limits(0);
        let actor = Actor::Client(ClientId::new(Uuid::from_u128(1)));
        for _ in 0..500 {
            assert_eq!(limits.not_shown(&actor), Ok(()));
        }
        assert_eq!(limits.content(&actor), Ok(()));
    }

    #[test]
    fn requests_of_one_caller_are_limited() {
        let limits = limits(60);
        let actor = Actor::System;
        assert_eq!(limits.request(&actor), Ok(()));
        assert_eq!(limits.request(&actor), Ok(()));
        assert!(limits.request(&actor).is_err());
        assert_eq!(limits.request(&Actor::Public), Ok(()));
    }
}
