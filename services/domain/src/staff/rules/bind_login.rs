//! Setting or changing the log-in: issuer and subject, never an email address or a name.

use lanyard_events::staff::{StaffEvent, StaffLoginBound};

use super::{check_login, login_taken};
use crate::refusal::Refusal;
use crate::staff::command::BindLogin;
use crate::staff::state::State;
use crate::text::Checks;

pub(in crate::staff) fn decide(state: &State, bind: BindLogin) -> Result<Vec<StaffEvent>, Refusal> {
    let member = state.employed()?;
    if member.login.as_ref() == Some(&bind.login) {
        return Ok(Vec::new());
    }
    let mut checks = Checks::default();
    check_login(&mut checks, &bind.login);
    checks.done()?;
    if bind.login_is_taken {
        return Err(login_taken());
    }
    Ok(vec![StaffLoginBound { login: bind.login }.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::LoginBinding;

    use super::*;
    use crate::refusal::Code;
    use crate::scenario::{given, words};
    use crate::staff::Staff;
    use crate::staff::samples::{a_register, ended, registered};

    fn bind(subject: &str) -> BindLogin {
        let issuer = "https://id.example".to_owned();
        BindLogin {
            login: LoginBinding {
                issuer,
                subject: words(subject),
            },
            login_is_taken: false,
        }
    }

    #[test]
    fn a_log_in_is_bound_once() {
        let bound = StaffLoginBound {
            login: bind("new").login,
        };
        given::<Staff>([registered()])
            .when(bind("new"))
            .then([bound.into()])
            .when(bind("new"))
            .then_already_so();
        let same = a_register().login.map(|login| BindLogin {
            login,
            login_is_taken: false,
        });
        given::<Staff>([registered()])
            .when(same.unwrap_or(bind("?")))
            .then_already_so();
    }

    #[test]
    fn it_says_something_and_belongs_to_nobody_else() {
        given::<Staff>([registered()])
            .when(bind(""))
            .then_refused(Code::TextBlank);
        given::<Staff>([registered()])
            .when(bind(&"a".repeat(256)))
            .then_refused(Code::TextTooLong);
        let mut taken = bind("new");
        taken.login_is_taken = true;
        given::<Staff>([registered()])
            .when(taken)
            .then_refused(Code::LoginTaken);
    }

    #[test]
    fn it_takes_somebody_who_works_here() {
        given::<Staff>([registered(), ended()])
            .when(bind("new"))
            .then_refused(Code::StaffLeft);
        given::<Staff>([])
            .when(bind("new"))
            .then_refused(Code::Absent);
        given::<Staff>([])
            .then_erased()
            .when(bind("new"))
            .then_refused(Code::Erased);
    }
}
