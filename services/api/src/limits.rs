//! How much one caller may ask for.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use governor::clock::Clock;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use lanyard_events::{AcademyId, Actor};

use crate::settings::Settings;

/// The limits of every caller, in this process.
pub(crate) struct Limits {
    requests: Option<DefaultKeyedRateLimiter<Actor>>,
    not_shown: Option<NotShown>,
    reports: Reports,
}

/// Reports without log-in. A year group that reports after an assembly comes from one address and
/// arrives; a script is slowed down, and does not use up what the academy has for others.
struct Reports {
    of_one: DefaultKeyedRateLimiter<u64>,
    of_academy: DefaultKeyedRateLimiter<AcademyId>,
    /// Addresses are kept in memory only, and hashed with a key that nobody knows.
    hashed: RandomState,
    counted: AtomicU32,
}

/// At once from one address to one academy; then one every ten seconds.
const REPORTS_OF_ONE: NonZeroU32 = NonZeroU32::new(60).expect("60 is not zero");
const EVERY_OF_ONE: Duration = Duration::from_secs(10);
/// At once to one academy; then one every two seconds.
const REPORTS_OF_ACADEMY: NonZeroU32 = NonZeroU32::new(300).expect("300 is not zero");
const EVERY_OF_ACADEMY: Duration = Duration::from_secs(2);
/// After so many reports, addresses that were not heard of for a while are forgotten.
const FORGET_AFTER: u32 = 1_024;

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
            reports: Reports::new(),
        }
    }

    /// Counts what somebody without log-in sends to an academy.
    pub(crate) fn report(
        &self,
        academy: AcademyId,
        peer: Option<IpAddr>,
    ) -> Result<(), TryAgainIn> {
        self.reports.count(academy, peer).map_err(seconds)
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

impl Reports {
    fn new() -> Self {
        let limiter = |every, at_once| {
            Quota::with_period(every)
                .expect("the period is not zero")
                .allow_burst(at_once)
        };
        Self {
            of_one: RateLimiter::keyed(limiter(EVERY_OF_ONE, REPORTS_OF_ONE)),
            of_academy: RateLimiter::keyed(limiter(EVERY_OF_ACADEMY, REPORTS_OF_ACADEMY)),
            hashed: RandomState::new(),
            counted: AtomicU32::new(0),
        }
    }

    fn count(&self, academy: AcademyId, peer: Option<IpAddr>) -> Result<(), Duration> {
        if self.counted.fetch_add(1, Ordering::Relaxed) % FORGET_AFTER == FORGET_AFTER - 1 {
            self.of_one.retain_recent();
            self.of_academy.retain_recent();
        }
        // First the one, so that what is refused there costs the academy nothing.
        count(&self.of_one, &self.hashed.hash_one((academy, peer)))?;
        count(&self.of_academy, &academy)
    }
}

impl NotShown {
    fn refused(&self) -> MutexGuard<'_, HashMap<Actor, Instant>> {
        self.refused_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn count<K: Clone + Eq + Hash>(
    limiter: &DefaultKeyedRateLimiter<K>,
    key: &K,
) -> Result<(), Duration> {
    limiter
        .check_key(key)
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

    #[test]
    fn sixty_reports_of_one_address_arrive_and_hundreds_are_slowed_down_and_hinder_nobody_else() {
        let limits = limits(60);
        let academy = AcademyId::new(Uuid::from_u128(1));
        let script = Some(IpAddr::from([192, 0, 2, 7]));
        for _ in 0..60 {
            assert_eq!(limits.report(academy, script), Ok(()));
        }
        for _ in 0..500 {
            assert!(limits.report(academy, script).unwrap_err().0 >= 1);
        }
        assert_eq!(
            limits.report(academy, Some(IpAddr::from([192, 0, 2, 8]))),
            Ok(())
        );
        let other = AcademyId::new(Uuid::from_u128(2));
        assert_eq!(limits.report(other, script), Ok(()));
    }

    #[test]
    fn an_academy_is_not_flooded_from_many_addresses() {
        let limits = limits(60);
        let academy = AcademyId::new(Uuid::from_u128(1));
        let report = |n: u16| {
            let [a, b] = n.to_be_bytes();
            limits.report(academy, Some(IpAddr::from([10, 0, a, b])))
        };
        assert!((0..300).all(|n| report(n) == Ok(())));
        assert!((300..400).filter(|n| report(*n).is_err()).count() > 90);
    }
}
