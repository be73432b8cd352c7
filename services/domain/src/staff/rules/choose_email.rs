//! When somebody is sent an email is theirs to choose; that a child is in danger now reaches them
//! whatever they chose (R2), which is held where emails are due (`crate::mailing::is_due`).

use lanyard_events::staff::{StaffEmailChosen, StaffEvent};

use crate::refusal::Refusal;
use crate::staff::command::ChooseEmail;
use crate::staff::state::State;

pub(in crate::staff) fn decide(
    state: &State,
    choose: ChooseEmail,
) -> Result<Vec<StaffEvent>, Refusal> {
    if state.employed()?.email_choice == choose.choice {
        return Ok(Vec::new());
    }
    let choice = choose.choice;
    Ok(vec![StaffEmailChosen { choice }.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::staff::EmailChoice;

    use super::*;
    use crate::refusal::Code;
    use crate::scenario::given;
    use crate::staff::Staff;
    use crate::staff::samples::{ended, registered};

    fn choose(choice: EmailChoice) -> ChooseEmail {
        ChooseEmail { choice }
    }

    #[test]
    fn a_digest_goes_without_saying_and_another_is_chosen_once() {
        let choice = EmailChoice::Off;
        given::<Staff>([registered()])
            .when(choose(EmailChoice::Digest))
            .then_already_so();
        given::<Staff>([registered()])
            .when(choose(choice))
            .then([StaffEmailChosen { choice }.into()])
            .when(choose(choice))
            .then_already_so();
    }

    #[test]
    fn it_takes_somebody_who_works_here() {
        given::<Staff>([registered(), ended()])
            .when(choose(EmailChoice::Off))
            .then_refused(Code::StaffLeft);
        given::<Staff>([])
            .when(choose(EmailChoice::Off))
            .then_refused(Code::Absent);
    }
}
