//! Whether the time of an answer tells a forbidden case from an absent one. With `LANYARD_TIMING` set
//! (`make check-access`) by a rank statistic over 2,000 requests each; otherwise over a few, for their
//! bytes only: how long things take on a busy machine says nothing.

use std::time::{Duration, Instant};

use lanyard_tests::{Client, World};

use crate::steps::{NOTHING, Told, open_case, raise, threats, told};

/// Requests of each kind (issue 2, "Shown by").
const MEASURED: usize = 2_000;
const SAMPLED: usize = 40;
/// Requests before the first that counts.
const WARM_UP: usize = 200;
/// An observer who guesses by time is right this often: 0.5 is blind.
const BLIND: std::ops::RangeInclusive<f64> = 0.47..=0.53;

/// A fixed order that looks like chance (xorshift64*, Vigna 2016).
struct Order(u64);

impl Order {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// So many of each, shuffled (Fisher and Yates).
    fn mixed(&mut self, each: usize) -> Vec<bool> {
        let mut order: Vec<bool> = (0..2 * each).map(|i| i % 2 == 0).collect();
        for i in (1..order.len()).rev() {
            let bound = u64::try_from(i).unwrap() + 1;
            order.swap(i, usize::try_from(self.next() % bound).unwrap());
        }
        order
    }
}

/// The chance that one of the first takes longer than one of the second; ties count half
/// (Mann and Whitney 1947).
fn auc(first: &[Duration], second: &[Duration]) -> f64 {
    let mut second = second.to_vec();
    second.sort_unstable();
    let wins: usize = first
        .iter()
        .map(|time| {
            let less = second.partition_point(|other| other < time);
            let not_more = second.partition_point(|other| other <= time);
            less + not_more
        })
        .sum();
    let pairs = 2 * first.len() * second.len();
    f64::from(u32::try_from(wins).unwrap()) / f64::from(u32::try_from(pairs).unwrap())
}

fn timed(by: &Client, path: &str) -> (Duration, Told) {
    let start = Instant::now();
    let answer = by.get(path);
    (start.elapsed(), told(&answer))
}

#[test]
fn a_forbidden_case_answers_as_an_absent_one_by_bytes_and_by_time() {
    let world = World::at("2026-11-10T14:05");
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let forbidden = open_case(&world.client("ruth"), &concern);
    let absent = format!("/v1/cases/{NOTHING}");
    let grace = world.client("grace");
    let is_measured = std::env::var_os("LANYARD_TIMING").is_some();
    let each = if is_measured { MEASURED } else { SAMPLED };
    for _ in 0..if is_measured { WARM_UP } else { 0 } {
        let _ = (grace.get(&forbidden), grace.get(&absent));
    }
    let expected = told(&grace.get(&absent));
    assert_eq!(expected.0, 404);
    let (mut of_forbidden, mut of_absent) = (Vec::new(), Vec::new());
    for is_forbidden in Order(0x5EED_2026_1110_1405).mixed(each) {
        let path = if is_forbidden { &forbidden } else { &absent };
        let (took, answer) = timed(&grace, path);
        assert_eq!(answer, expected, "{path}");
        if is_forbidden {
            of_forbidden.push(took);
        } else {
            of_absent.push(took);
        }
    }
    assert_eq!((of_forbidden.len(), of_absent.len()), (each, each));
    let auc = auc(&of_forbidden, &of_absent);
    assert!(
        !is_measured || BLIND.contains(&auc),
        "time tells them apart: AUC {auc:.3}"
    );
}

#[test]
fn the_rank_statistic_sees_what_there_is_to_see() {
    let times = |from: u64| -> Vec<_> { (from..from + 100).map(Duration::from_micros).collect() };
    assert!((auc(&times(0), &times(0)) - 0.5).abs() < 1e-9);
    assert!((auc(&times(1_000), &times(0)) - 1.0).abs() < 1e-9);
    assert!(!BLIND.contains(&auc(&times(5), &times(0))));
    let mixed = Order(7).mixed(500);
    assert_eq!(mixed.iter().filter(|first| **first).count(), 500);
    assert_ne!(mixed, Order(8).mixed(500));
}
