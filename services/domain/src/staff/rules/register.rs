//! Putting somebody on the staff register.

use lanyard_events::staff::{StaffEvent, StaffRegistered};

use super::{check_login, login_taken};
use crate::refusal::{Code, Refusal};
use crate::staff::command::Register;
use crate::staff::state::{Member, State};
use crate::text::{Checks, LABEL_MAX_CHARS, NAME_MAX_CHARS};

pub(in crate::staff) fn decide(
    state: &State,
    register: Register,
) -> Result<Vec<StaffEvent>, Refusal> {
    if *state != State::Absent {
        return match state.member() {
            Some(member) if is_same(member, &register) => Ok(Vec::new()),
            Some(_) | None => Err(Refusal::new(
                Code::AlreadyExists,
                "Somebody with this id is on the staff register already.",
            )),
        };
    }
    check(&register)?;
    if register.login_is_taken {
        return Err(login_taken());
    }
    let registered = StaffRegistered {
        surname: register.surname,
        forename: register.forename,
        job_title: register.job_title,
        employer: register.employer,
        login: register.login,
        conflict: register.conflict,
        mis_id: register.mis_id,
    };
    Ok(vec![registered.into()])
}

/// The same person; the conflict stream is drawn anew at every attempt, and the log-in may have
/// changed since.
fn is_same(member: &Member, register: &Register) -> bool {
    let before = &member.registered;
    (&before.surname, &before.forename, &before.job_title)
        == (&register.surname, &register.forename, &register.job_title)
        && (before.employer, &before.login, &before.mis_id)
            == (register.employer, &register.login, &register.mis_id)
}

fn check(register: &Register) -> Result<(), Refusal> {
    let mut checks = Checks::default();
    checks.text("/surname", register.surname.expose(), NAME_MAX_CHARS);
    checks.text("/forename", register.forename.expose(), NAME_MAX_CHARS);
    checks.optional("/job_title", register.job_title.as_ref(), LABEL_MAX_CHARS);
    if let Some(login) = &register.login {
        check_login(&mut checks, login);
    }
    checks.label("/mis_id", register.mis_id.as_ref());
    checks.done()
}

#[cfg(test)]
mod tests {
    use lanyard_events::ConflictId;
    use lanyard_events::staff::Employer;

    use super::*;
    use crate::scenario::{given, id, words};
    use crate::staff::Staff;
    use crate::staff::samples::{a_register, registered};

    #[test]
    fn somebody_comes_on_the_register_once() {
        let mut again = a_register();
        again.conflict = ConflictId::new(id(99));
        again.login_is_taken = true;
        given::<Staff>([])
            .when(a_register())
            .then([registered()])
            .when(again)
            .then_already_so();
    }

    #[test]
    fn somebody_else_of_the_same_id_is_refused() {
        let mut other = a_register();
        other.employer = Employer::Trust;
        given::<Staff>([registered()])
            .when(other.clone())
            .then_refused(Code::AlreadyExists);
        given::<Staff>([])
            .then_erased()
            .when(other)
            .then_refused(Code::AlreadyExists);
    }

    #[test]
    fn a_log_in_belongs_to_one_person() {
        let mut taken = a_register();
        taken.login_is_taken = true;
        given::<Staff>([])
            .when(taken)
            .then_refused(Code::LoginTaken);
    }

    #[test]
    fn every_wrong_field_is_named() {
        let mut wrong = a_register();
        wrong.surname = words("");
        wrong.forename = words(&"a".repeat(101));
        wrong.job_title = Some(words(" "));
        wrong.mis_id = Some(String::new());
        if let Some(login) = &mut wrong.login {
            login.issuer.clear();
        }
        let refusal = given::<Staff>([]).when(wrong).then_refused(Code::TextBlank);
        let pointers: Vec<_> = refusal
            .faults()
            .filter_map(|f| f.pointer.as_deref())
            .collect();
        assert_eq!(
            pointers,
            [
                "/surname",
                "/forename",
                "/job_title",
                "/login/issuer",
                "/mis_id"
            ]
        );
    }
}
