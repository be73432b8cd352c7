//! Going on as another log after a loss: by two seniors, and with the loss named (design.md 3).

use lanyard_events::trust::{TrustEvent, TrustLogReopened};

use super::publish_taxonomy::is_digest;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, LABEL_MAX_CHARS};
use crate::trust::command::ReopenLog;
use crate::trust::state::State;

pub(in crate::trust) fn decide(
    state: &State,
    reopen: ReopenLog,
) -> Result<Vec<TrustEvent>, Refusal> {
    let profile = state.established()?;
    if profile.origin() == reopen.origin {
        return Ok(Vec::new());
    }
    check(&reopen)?;
    let reopened = TrustLogReopened {
        origin: reopen.origin,
        former_origin: profile.origin().to_owned(),
        last_size: reopen.last_size,
        last_root: reopen.last_root,
        kept: reopen.kept,
        ordered_by: reopen.ordered_by.staff,
        second: reopen.second.staff,
    };
    Ok(vec![reopened.into()])
}

fn check(reopen: &ReopenLog) -> Result<(), Refusal> {
    let mut checks = Checks::default();
    checks.text("/origin", &reopen.origin, LABEL_MAX_CHARS);
    checks.done()?;
    if !is_digest(&reopen.last_root) {
        let detail = "A root has 64 lower-case hexadecimal digits.";
        return Err(Refusal::of_field(Code::BadDigest, "/last_root", detail));
    }
    if reopen.kept > reopen.last_size {
        let detail = "No more can be kept than the last checkpoint covers.";
        return Err(Refusal::of_field(Code::TooMany, "/kept", detail));
    }
    let (first, second) = (reopen.ordered_by, reopen.second);
    if first.staff == second.staff {
        return Err(Refusal::of_field(
            Code::SecondPersonNeeded,
            "/second",
            "Opening another log takes two different people.",
        ));
    }
    for (person, pointer) in [(first, "/ordered_by"), (second, "/second")] {
        if !person.is_senior {
            return Err(Refusal::of_field(
                Code::NotASenior,
                pointer,
                "Both must be the group safeguarding lead, the chair, or another senior of the \
                 whole trust.",
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{given, id};
    use crate::trust::Trust;
    use crate::trust::command::Orderer;
    use crate::trust::samples::established;
    use lanyard_events::StaffId;

    fn senior(n: u8) -> Orderer {
        Orderer {
            staff: StaffId::new(id(n)),
            is_senior: true,
        }
    }

    fn reopen(origin: &str) -> ReopenLog {
        ReopenLog {
            origin: origin.to_owned(),
            last_size: 300,
            last_root: "a".repeat(64),
            kept: 256,
            ordered_by: senior(1),
            second: senior(2),
        }
    }

    fn reopened(origin: &str, former: &str) -> TrustEvent {
        TrustLogReopened {
            origin: origin.to_owned(),
            former_origin: former.to_owned(),
            last_size: 300,
            last_root: "a".repeat(64),
            kept: 256,
            ordered_by: StaffId::new(id(1)),
            second: StaffId::new(id(2)),
        }
        .into()
    }

    #[test]
    fn the_record_goes_on_as_another_log_once() {
        given::<Trust>([established()])
            .when(reopen("log-2.example"))
            .then([reopened("log-2.example", "log.ridgeway.example")])
            .when(reopen("log-2.example"))
            .then_already_so();
        let second = reopened("log-2.example", "log.ridgeway.example");
        given::<Trust>([established(), second])
            .when(reopen("log-3.example"))
            .then([reopened("log-3.example", "log-2.example")]);
        given::<Trust>([established()])
            .when(reopen("log.ridgeway.example"))
            .then_already_so();
    }

    #[test]
    fn it_takes_two_seniors() {
        let refused = |command| given::<Trust>([established()]).when(command);
        let mut alone = reopen("log-2.example");
        alone.second = alone.ordered_by;
        refused(alone).then_refused(Code::SecondPersonNeeded);
        for which in [0, 1] {
            let mut command = reopen("log-2.example");
            let person = [&mut command.ordered_by, &mut command.second];
            person
                .into_iter()
                .nth(which)
                .into_iter()
                .for_each(|it| it.is_senior = false);
            refused(command).then_refused(Code::NotASenior);
        }
    }

    #[test]
    fn it_says_what_was_known_and_what_is_kept() {
        let refused = |command| given::<Trust>([established()]).when(command);
        let mut command = reopen("log-2.example");
        command.last_root = "A".repeat(64);
        refused(command).then_refused(Code::BadDigest);
        let mut command = reopen("log-2.example");
        command.kept = 301;
        refused(command).then_refused(Code::TooMany);
        refused(reopen(" ")).then_refused(Code::TextBlank);
        given::<Trust>([])
            .when(reopen("log-2.example"))
            .then_refused(Code::Absent);
    }
}
