//! Expiry: whoever is answered too late must be able to rely on "not recorded".

use lanyard_events::{At, Position};

use super::{ManualStamp, Subject, append, command, recorded, stream};
use crate::port::{Outcome, Refused};

/// From the moment itself on, by the recorder's clock; neither events nor command stay.
pub async fn an_expired_append_is_refused_and_leaves_nothing(subject: &dyn Subject) {
    let stamp = ManualStamp::standing();
    let journal = subject.open(stamp.clone()).await;
    let mut late = append(stream(1), None, command(1), 2);
    late.expires_at = Some(stamp.shown());
    assert_eq!(
        journal.append(late.clone()).await.unwrap(),
        Outcome::Refused(Refused::Expired)
    );
    assert_eq!(journal.command(command(1)).await.unwrap(), None);
    assert_eq!(journal.read_all(Position(0), 10).await.unwrap(), []);
    late.expires_at = Some(At::from_millis(stamp.shown().millis() + 1));
    recorded(&*journal, late).await;
}

/// A concern that waited for days is recorded.
pub async fn an_append_without_an_expiry_never_expires(subject: &dyn Subject) {
    let stamp = ManualStamp::standing();
    let journal = subject.open(stamp.clone()).await;
    let waiting = append(stream(1), None, command(1), 1);
    stamp.advance_millis(7 * 24 * 3_600_000);
    recorded(&*journal, waiting).await;
}
