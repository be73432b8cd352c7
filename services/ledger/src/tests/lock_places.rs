//! A lock that is kept somewhere else than in a file: others may be faster, and answers may be lost.

use std::fmt;
use std::sync::Mutex;

use super::*;
use crate::{Change, LockPlace};

/// What goes wrong with the next changes, first to last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mishap {
    /// It is written and the answer does not come.
    AnswerLost,
    /// It is written, the answer is lost, and the place is asked again as after being overtaken.
    OvertakenByItself,
    /// It is not written.
    Away,
}

#[derive(Debug, Default)]
struct Elsewhere {
    content: Mutex<Vec<u8>>,
    mishaps: Mutex<Vec<Mishap>>,
}

impl Elsewhere {
    fn next(&self, mishap: Mishap) {
        self.mishaps.lock().unwrap().push(mishap);
    }

    fn text(&self) -> String {
        String::from_utf8(self.content.lock().unwrap().clone()).unwrap()
    }
}

impl fmt::Display for Elsewhere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("elsewhere")
    }
}

fn away() -> LedgerError {
    LedgerError::LockAway {
        lock: "elsewhere".to_owned(),
        source: "no answer".into(),
    }
}

impl LockPlace for Elsewhere {
    fn read(&self) -> Result<Vec<u8>, LedgerError> {
        Ok(self.content.lock().unwrap().clone())
    }

    fn change(&self, change: &mut Change<'_>) -> Result<(), LedgerError> {
        let mishap = self.mishaps.lock().unwrap().pop();
        let mut content = self.content.lock().unwrap();
        if mishap == Some(Mishap::Away) {
            return Err(away());
        }
        *content = change(&content)?;
        match mishap {
            Some(Mishap::AnswerLost) => Err(away()),
            Some(Mishap::OvertakenByItself) => {
                *content = change(&content)?;
                Ok(())
            }
            Some(Mishap::Away) | None => Ok(()),
        }
    }
}

/// A trust whose lock is elsewhere.
async fn started(trust: &Trust, place: &Arc<Elsewhere>) -> Result<Ledger, LedgerError> {
    let mut settings = trust.settings();
    settings.part = Part::Signer {
        signer: trust.signer.clone(),
        lock: LockAt::Place(Arc::clone(place) as _),
    };
    Ledger::start(settings, Arc::clone(&trust.journal) as _).await
}

#[tokio::test]
async fn a_change_whose_answer_was_lost_is_still_ours() {
    let (trust, place) = (Trust::new(), Arc::new(Elsewhere::default()));
    place.next(Mishap::OvertakenByItself);
    let ledger = started(&trust, &place).await.unwrap();
    for mishap in [Mishap::AnswerLost, Mishap::OvertakenByItself, Mishap::Away] {
        trust.grow(&ledger, 10);
        let before = *ledger.watch().borrow();
        place.next(mishap);
        let signed = ledger.sign_inner();
        if mishap != Mishap::OvertakenByItself {
            assert!(signed.unwrap_err().may_pass(), "{mishap:?}");
            assert_eq!(*ledger.watch().borrow(), before, "nothing was signed");
        }
        // What the lock may hold by now is smaller than what is signed next.
        trust.grow(&ledger, 1);
        let head = ledger.sign_inner().unwrap().unwrap();
        assert_eq!(head.size, ledger.size(), "{mishap:?}");
    }
}

#[tokio::test]
async fn a_signer_that_was_overtaken_signs_no_more() {
    let (trust, place) = (Trust::new(), Arc::new(Elsewhere::default()));
    let ledger = started(&trust, &place).await.unwrap();
    trust.grow(&ledger, 300);
    ledger.sign_inner().unwrap();
    let other = place.text().replace(" 300 ", " 301 ");
    *place.content.lock().unwrap() = other.into_bytes();
    trust.grow(&ledger, 10);
    let refused = ledger.sign_inner();
    assert!(
        matches!(refused, Err(LedgerError::ForeignSigner { found, .. }) if found == TreeSize(301)),
        "{refused:?}"
    );
    // The lock says nothing new.
    assert!(place.text().contains(" 301 "));
}

#[tokio::test]
async fn a_place_that_does_not_answer_is_named() {
    let (trust, place) = (Trust::new(), Arc::new(Elsewhere::default()));
    place.next(Mishap::Away);
    let refused = started(&trust, &place).await.unwrap_err();
    assert!(refused.may_pass());
    assert!(refused.to_string().contains("elsewhere"));
    assert!(started(&trust, &place).await.is_ok());
}
