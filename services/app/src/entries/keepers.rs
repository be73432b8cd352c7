//! A clock of an entry goes to somebody else when its keeper has left or lost the role (domain.md 1 rule 1): it
//! runs on as it was reckoned. So does a review of the log that its signer has not signed (R13).

use lanyard_access::HeldRole;
use lanyard_domain::register::{Correct, Entry, Give, Linked, Record, Sent, WithNobodyElse};
use lanyard_events::register::EntryValue;
use lanyard_events::{PersonRef, Role, Sensitive, StaffId};

use super::term_reviews::{PARTS, REGISTER as REVIEWS};
use crate::app::App;
use crate::change::Reaction;
use crate::context::Done;
use crate::error::AppError;

/// Why it is somebody else's now.
const REASON: &str = "Whoever kept it cannot act in this matter any more.";

impl App {
    /// Gives the clocks of an entry on that somebody keeps who has only these roles by now, none once they have
    /// left; answers to whom, where there is anything to give and anybody to have it.
    pub(crate) async fn entry_keeps_keeper(
        &self,
        reaction: Reaction,
        (from, roles): (StaffId, &[HeldRole]),
    ) -> Result<Option<(StaffId, Done)>, AppError> {
        let loaded = self.load::<Entry>(reaction.stream).await?;
        let in_force = self.in_force()?;
        let register = { loaded.state.record() }
            .and_then(|record| in_force.register(&record.register).cloned());
        let Some(register) = register else {
            return Ok(None);
        };
        let mut linked = Linked::default();
        linked.stands(&register, &loaded.state);
        let is_here =
            |held: &&HeldRole| held.role.is_trust_wide() || held.academy == loaded.academy;
        let held: Vec<Role> = { roles.iter().filter(is_here) }
            .map(|held| held.role)
            .collect();
        let give = Give {
            around: {
                self.around_entry(&register, loaded.academy, &linked, Some(reaction.stream))
            }
            .await?,
            from: Some(from),
            held,
            next: None,
            with_nobody_else: WithNobodyElse::Stays,
        };
        let Some(to) = { loaded.state.record() }.and_then(|record| give.first_keeper(record))
        else {
            return Ok(None);
        };
        let reaction = Reaction {
            academy: loaded.academy,
            ..reaction
        };
        let given = self.react::<Entry>(reaction, |_, _| give.clone().into());
        Ok(Some((to, given.await?)))
    }

    /// Gives a review of the log to the next who is to sign it, where somebody has not who has only these roles
    /// by now; answers to whom, where there is anything to give and anybody to have it.
    pub(crate) async fn review_keeps_signer(
        &self,
        reaction: Reaction,
        (from, roles): (StaffId, &[HeldRole]),
    ) -> Result<Option<(StaffId, Done)>, AppError> {
        let loaded = self.load::<Entry>(reaction.stream).await?;
        let Some(role) = { loaded.state.record() }.and_then(|record| signs_as(record, from)) else {
            return Ok(None);
        };
        let is_here = |held: &HeldRole| role.is_trust_wide() || held.academy == loaded.academy;
        if roles.iter().any(|held| held.role == role && is_here(held)) {
            return Ok(None);
        }
        let holders = self.unconflicted_holders(role, loaded.academy, &[], None);
        let next = { holders.await?.into_iter() }.find(|holder| *holder != from);
        let Some(to) = next else {
            return Ok(None);
        };
        let register = self.register(REVIEWS)?;
        let mut linked = Linked::default();
        linked.stands(&register, &loaded.state);
        let signer = Sent::Person(PersonRef::Staff { id: to });
        let correct = Correct {
            around: {
                self.around_entry(&register, loaded.academy, &linked, Some(reaction.stream))
            }
            .await?,
            fields: [(SIGNER.to_owned(), signer)].into(),
            reason: Sensitive::from(REASON),
        };
        let reaction = Reaction {
            academy: loaded.academy,
            ..reaction
        };
        let given = self.react::<Entry>(reaction, |_, _| correct.clone().into());
        Ok(Some((to, given.await?)))
    }
}

/// Who signs a review.
const SIGNER: &str = "signer";

/// The role by which somebody is to sign a review that waits for them.
fn signs_as(record: &Record, signer: StaffId) -> Option<Role> {
    let people = match record.fields.get(SIGNER)? {
        EntryValue::Staff(staff) => staff.contains(&signer),
        EntryValue::People(people) => people.iter().any(|it| it.staff() == Some(signer)),
        EntryValue::Choice(_)
        | EntryValue::YesNo(_)
        | EntryValue::Number(_)
        | EntryValue::When(_)
        | EntryValue::Text(_)
        | EntryValue::Pupils(_)
        | EntryValue::Academies(_) => false,
    };
    let EntryValue::Choice(parts) = record.fields.get("part")? else {
        return None;
    };
    let waits = people && record.register == REVIEWS && record.state == "open";
    { PARTS.iter() }
        .find(|(_, part)| waits && parts.iter().any(|it| it == part))
        .map(|(role, _)| *role)
}
