//! Tokens verified a moment ago: verifying a signature costs some 100 µs, finding one here 1 µs.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use lanyard_app::Login;
use lanyard_events::At;
use sha2::{Digest, Sha256};

/// How long a verified token is remembered at most: a key taken back stops working by then.
const REMEMBERED_MILLIS: i64 = 60_000;
/// Tokens remembered; more than a trust's staff in one minute.
const MOST_TOKENS: usize = 8_192;

/// Verified tokens by their SHA-256. The tokens themselves are not kept.
#[derive(Default)]
pub(super) struct Remembered(Mutex<HashMap<[u8; 32], Known>>);

/// Whom a token stands for, and until when that is remembered.
type Known = (Arc<Login>, At);

/// Names a token without keeping it.
pub(super) fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

impl Remembered {
    pub(super) fn get(&self, token: &[u8; 32], now: At) -> Option<Arc<Login>> {
        let tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (login, until) = tokens.get(token)?;
        (now < *until).then(|| Arc::clone(login))
    }

    pub(super) fn put(&self, token: [u8; 32], login: Arc<Login>, valid_until: At, now: At) {
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tokens.len() >= MOST_TOKENS {
            tokens.retain(|_, (_, until)| now < *until);
        }
        if tokens.len() >= MOST_TOKENS {
            // All are in use: starting afresh costs each one verification.
            tokens.clear();
        }
        let until = valid_until.min(At::from_millis(now.millis() + REMEMBERED_MILLIS));
        tokens.insert(token, (login, until));
    }

    pub(super) fn forget(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}
