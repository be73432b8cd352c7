//! The concerns of the matter, all that the reader sees: what was told, as it stands now.

use lanyard_domain::clock::in_words;
use lanyard_domain::concern::{Concern, Matter};
use lanyard_events::concern::{
    BodyMark, BodySide, ConcernInformationAdded, ConcernRaised, Reporter,
};
use lanyard_events::{Actor, Sensitive};
use lanyard_projections::case_timeline::TimelineEntry;

use super::known::Known;
use super::place::Place;
use super::thread::{concerns, of_type};
use crate::app::App;
use crate::error::AppError;

/// One concern: as it was raised, as it stands, and what was added.
struct Told {
    raised: Option<(ConcernRaised, Actor)>,
    matter: Matter,
    added: Vec<(String, ConcernInformationAdded)>,
    when: String,
    begun: String,
}

impl App {
    pub(super) async fn know_concerns(
        &self,
        known: &mut Known,
        entries: &[TimelineEntry],
    ) -> Result<(), AppError> {
        let mut all = Vec::new();
        for id in concerns(entries) {
            let stream = id.stream();
            let Some(matter) = self.load::<Concern>(stream).await?.state.matter().cloned() else {
                continue;
            };
            let mut raised = of_type::<ConcernRaised>(entries, "concern.raised");
            let raised = raised.find(|(entry, _)| entry.matter == stream);
            let added = of_type(entries, "concern.information_added")
                .filter(|(entry, _)| entry.matter == stream)
                .map(|(entry, added)| (in_words(entry.occurred_at), added));
            all.push(Told {
                raised: raised.map(|(entry, raised)| (raised, entry.actor)),
                matter,
                added: added.collect(),
                when: in_words(self.known_at(stream).await?),
                begun: in_words(self.begun_at(stream).await?),
            });
        }
        know_texts(known, &all);
        know_circumstances(known, &all);
        if let Some(first) = all.first() {
            known.put(Place::ConcernReportedAt, first.when.clone());
            known.put(Place::CaseOpenedOn, first.begun.clone());
        }
        self.know_reporters(known, &all)
    }

    fn know_reporters(&self, known: &mut Known, all: &[Told]) -> Result<(), AppError> {
        let (mut names, mut roles, mut how) = (Vec::new(), Vec::new(), Vec::new());
        for (raised, actor) in all.iter().filter_map(|told| told.raised.as_ref()) {
            match (&raised.reporter, actor) {
                (Reporter::Actor, Actor::Staff(staff)) => {
                    let Some(member) = self.member(Some(*staff))? else {
                        continue;
                    };
                    let name = super::organisation::name_of(&member);
                    how.push(format!("Written into the record by {name}"));
                    names.push(name);
                    roles.extend(member.staff.job_title.map(|title| title.expose().clone()));
                }
                (Reporter::Named { name }, _) => {
                    names.push(name.expose().clone());
                    how.push("Passed on to the record, with the name of who said it".to_owned());
                }
                (Reporter::Actor, _) => {}
                (Reporter::Anonymous, _) => how.push("Without a name".to_owned()),
            }
        }
        known.several(Place::ReporterName, names, "; ");
        known.several(Place::ReporterRole, roles, "; ");
        known.several(Place::ConcernReportedHow, how, "; ");
        Ok(())
    }
}

/// The accounts and the child's words, as corrected, with what was added. Where there are several
/// concerns each says when it was told.
fn know_texts(known: &mut Known, all: &[Told]) {
    let dated = |told: &Told, text: &str| {
        if all.len() > 1 {
            format!("{} ({}): {text}", told.matter.reference, told.when)
        } else {
            text.to_owned()
        }
    };
    let (mut accounts, mut words, mut actions) = (Vec::new(), Vec::new(), Vec::new());
    for told in all {
        accounts.push(dated(told, told.matter.account.expose()));
        for (when, added) in &told.added {
            accounts.push(format!("Added {when}: {}", added.text.expose()));
        }
        let said = told.matter.childs_words.as_ref();
        words.extend(said.map(|said| dated(told, said.expose())));
        for (when, added) in &told.added {
            let later = added.childs_words.as_ref();
            words.extend(later.map(|later| format!("{when}: {}", later.expose())));
        }
        let action = told.matter.action_taken.as_ref();
        actions.extend(action.map(|action| dated(told, action.expose())));
    }
    known.several(Place::ConcernAccount, accounts, "\n\n");
    known.several(Place::ConcernExactWords, words, "\n\n");
    known.several(Place::ConcernActionTaken, actions, "\n\n");
}

fn know_circumstances(known: &mut Known, all: &[Told]) {
    let raised = || { all.iter() }.filter_map(|told| told.raised.as_ref().map(|(it, _)| it));
    let secret = |value: &Option<Sensitive<String>>| value.as_ref().map(|it| it.expose().clone());
    let when = raised().filter_map(|it| secret(&it.when_text));
    known.several(Place::ConcernOccurredAt, when, "; ");
    let place = raised().filter_map(|it| secret(&it.place.description));
    known.several(Place::ConcernWhere, place, "; ");
    let platform = raised().filter_map(|it| it.place.platform.clone());
    known.several(Place::ConcernPlatform, platform, "; ");
    let addresses = raised().filter_map(|it| secret(&it.place.address));
    known.several(Place::ConcernAddresses, addresses, "\n");
    let accounts = raised().flat_map(|it| &it.place.accounts);
    let accounts = accounts.map(|account| account.expose().clone());
    known.several(Place::ConcernAccountNames, accounts, ", ");
    let devices = raised().filter_map(|it| it.place.device.clone());
    known.several(Place::DeviceDescription, devices, "; ");
    let injuries = raised().flat_map(|it| &it.body_map).map(injury);
    known.several(Place::ConcernInjuries, injuries, "; ");
    if raised().next().is_some() {
        // One of several is enough: nobody has said since that it is over.
        let danger = raised().any(|it| it.danger_now);
        known.put(Place::ConcernDangerNow, if danger { "yes" } else { "no" });
    }
}

/// A mark of the body map in words: `upper_arm (the child's left): a bruise`.
fn injury(mark: &BodyMark) -> String {
    let side = match mark.side {
        BodySide::Front => "front",
        BodySide::Back => "back",
        BodySide::Left => "the child's left",
        BodySide::Right => "the child's right",
    };
    format!("{} ({side}): {}", mark.region, mark.description.expose())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_says_on_which_side_of_the_body_it_is() {
        let mark = |side| BodyMark {
            region: "upper_arm".to_owned(),
            side,
            description: Sensitive::from("a bruise"),
        };
        for (side, words) in [
            (BodySide::Front, "upper_arm (front): a bruise"),
            (BodySide::Back, "upper_arm (back): a bruise"),
            (BodySide::Left, "upper_arm (the child's left): a bruise"),
            (BodySide::Right, "upper_arm (the child's right): a bruise"),
        ] {
            assert_eq!(injury(&mark(side)), words);
        }
    }
}
