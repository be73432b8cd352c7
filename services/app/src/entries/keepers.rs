//! A clock of an entry goes to somebody else when its keeper has left or lost the role, to another who holds it or to
//! the next senior (domain.md 1 rules 1 and 7): it runs on as it was reckoned. So does a review of the log that the
//! record itself has added and its signer has not begun (R13): whatever somebody wrote in theirs is for nobody else
//! to read.

use lanyard_access::HeldRole;
use lanyard_domain::register::{Correct, Entry, Give, Linked, Record, Sent, State};
use lanyard_events::register::EntryValue;
use lanyard_events::{PersonRef, Role, Sensitive, StaffId, StreamId};
use lanyard_projections::access_row::{AccessRow, access_row};

use super::term_reviews::{PARTS, REGISTER as REVIEWS};
use crate::app::App;
use crate::change::Reaction;
use crate::context::Done;
use crate::error::AppError;

/// Why it is somebody else's now.
const REASON: &str = "Whoever kept it cannot act in this matter any more.";

impl App {
    /// Gives the clocks of an entry on that somebody keeps who has only these roles by now, none once they have
    /// left. With nobody left a clock waits, and the worker's look finds whoever next can keep it.
    pub(crate) async fn entry_keeps_keeper(
        &self,
        (reaction, event_type): (impl Fn(&str) -> Reaction, &str),
        (entry, from, roles): (StreamId, StaffId, &[HeldRole]),
    ) -> Result<Vec<Done>, AppError> {
        let loaded = self.load::<Entry>(entry).await?;
        let in_force = self.in_force()?;
        let Some(record) = loaded.state.record() else {
            return Ok(Vec::new());
        };
        let Some(register) = in_force.register(&record.register).cloned() else {
            return Ok(Vec::new());
        };
        let is_here =
            |held: &&HeldRole| held.role.is_trust_wide() || held.academy == loaded.academy;
        let held: Vec<Role> = { roles.iter().filter(is_here) }
            .map(|held| held.role)
            .collect();
        if !record.asks_for_another(&register, from, &held) {
            return Ok(Vec::new());
        }
        let mut linked = Linked::default();
        linked.stands(&register, &loaded.state);
        let row = self.reader.read(|views| access_row(views, entry))?;
        let next = if self.sees_as_senior(&row, from, &held).await? {
            Some(from)
        } else {
            self.next_senior(&row, &[from]).await?
        };
        let give = Give {
            around: { self.around_entry(&register, loaded.academy, &linked, Some(entry)) }.await?,
            from: Some(from),
            held,
            next,
        };
        let reaction = |what: &str| Reaction {
            academy: loaded.academy,
            ..reaction(what)
        };
        self.clocks_go((&row, record), give, (reaction, event_type))
            .await
    }

    /// Whether somebody with these roles is one of the unconflicted seniors who see an entry.
    async fn sees_as_senior(
        &self,
        row: &AccessRow,
        staff: StaffId,
        roles: &[Role],
    ) -> Result<bool, AppError> {
        let sees = |role: &Role| role.is_senior() && row.routed_to.contains(*role);
        Ok(roles.iter().any(sees) && !self.bars(staff, row.stream).await?)
    }

    /// Whether a review of the log waits for somebody's signature, as they have nothing in it yet.
    pub(crate) fn waits_for_signature(entry: &State, staff: StaffId) -> bool {
        { entry.record() }.is_some_and(|record| signs_as(record, staff).is_some())
    }

    /// Gives a review of the log to the next who is to sign it, where somebody has not who has only these roles
    /// by now, none where the entry is closed to them, where there is anything to give and anybody to have it.
    pub(crate) async fn review_keeps_signer(
        &self,
        reaction: Reaction,
        (from, roles): (StaffId, &[HeldRole]),
    ) -> Result<Option<Done>, AppError> {
        let loaded = self.load::<Entry>(reaction.stream).await?;
        let Some(role) = { loaded.state.record() }.and_then(|record| signs_as(record, from)) else {
            return Ok(None);
        };
        let is_here = |held: &HeldRole| role.is_trust_wide() || held.academy == loaded.academy;
        if roles.iter().any(|held| held.role == role && is_here(held)) {
            return Ok(None);
        }
        let entry = Some(reaction.stream);
        let holders = self.unconflicted_holders(role, loaded.academy, &[], entry);
        let next = { holders.await?.into_iter() }.find(|holder| *holder != from);
        let Some(to) = next else {
            return Ok(None);
        };
        let register = self.register(REVIEWS)?;
        let mut linked = Linked::default();
        linked.stands(&register, &loaded.state);
        let signer = Sent::Person(PersonRef::Staff { id: to });
        let correct = Correct {
            around: { self.around_entry(&register, loaded.academy, &linked, entry) }.await?,
            fields: [(SIGNER.to_owned(), signer)].into(),
            reason: Sensitive::from(REASON),
        };
        let reaction = Reaction {
            academy: loaded.academy,
            ..reaction
        };
        let given = self.react::<Entry>(reaction, |_, _| correct.clone().into());
        given.await.map(Some)
    }
}

/// Who signs a review.
const SIGNER: &str = "signer";
/// What its signer writes in it.
const WRITTEN: [&str; 2] = ["findings", "to_do"];

/// The role by which somebody is to sign a review that waits for them. One that somebody added is their own, by
/// whatever role; and whoever signs reads what is written.
fn signs_as(record: &Record, signer: StaffId) -> Option<Role> {
    let is_begun = { WRITTEN.iter() }.any(|field| record.fields.contains_key(*field));
    if record.added_by.is_some() || is_begun {
        return None;
    }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_domain::Aggregate;
    use lanyard_domain::register::State;
    use lanyard_events::register::{EntryClocks, EntryField, EntryLinks, RegisterAdded};
    use uuid::Uuid;

    use super::*;

    fn signer() -> StaffId {
        StaffId::new(Uuid::from_u128(1))
    }

    fn signs(added_by: Option<StaffId>, written: Option<&str>) -> Option<Role> {
        let choice = |word: &str| EntryValue::Choice(vec![word.to_owned()]);
        let text = |field: &str| (field.to_owned(), EntryValue::Text(Sensitive::from("None.")));
        let fields = [
            ("signer".to_owned(), EntryValue::Staff(vec![signer()])),
            ("part".to_owned(), choice("what_i_may_see")),
        ];
        let added = RegisterAdded {
            register: REVIEWS.to_owned(),
            edition: 1,
            number: "K7PW3HDN".to_owned(),
            state: "open".to_owned(),
            added_by,
            fields: { fields.into_iter().chain(written.map(text)) }
                .map(|(field, value)| EntryField { field, value })
                .collect(),
            links: EntryLinks::default(),
            clocks: EntryClocks::default(),
        };
        let state = Entry::evolve(State::default(), &added.into()).unwrap();
        signs_as(state.record().unwrap(), signer())
    }

    #[test]
    fn only_a_review_that_nobody_added_or_began_is_the_next_heads() {
        assert_eq!(signs(None, None), Some(Role::Head));
        assert_eq!(signs(Some(signer()), None), None);
        for written in WRITTEN {
            assert_eq!(signs(None, Some(written)), None, "{written}");
        }
    }
}
