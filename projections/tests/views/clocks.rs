//! Steps, referrals and entries of registers with a clock each, for stories about what is overdue.

use lanyard_events::case::{CaseEvent, CasePlaybookStarted, CaseStepDone};
use lanyard_events::concern::Due;
use lanyard_events::referral::{
    NextDue, ReferralEvent, ReferralNeeded, ReferralSubmitted, SentHow,
};
use lanyard_events::register::{EntryClock, EntryClocks, EntryLinks, RegisterAdded, RegisterEvent};
use lanyard_events::{At, EntryId, ReferralId, Role, StreamId};
use serde_json::json;
use uuid::Uuid;

use crate::world::*;

const PLAYBOOK: &str = "bullying_by_email_or_phone";

pub fn referral(n: u128) -> ReferralId {
    ReferralId::new(Uuid::from_u128(0x2_e000 + n))
}

pub fn entry(n: u128) -> EntryId {
    EntryId::new(Uuid::from_u128(0x3_e000 + n))
}

pub fn due(at: At, reason: &str) -> Due {
    Due {
        rule: "domain.md 3".to_owned(),
        at,
        reason: reason.to_owned(),
    }
}

/// A playbook of case `n` with one step, 5.2, of staff 1.
pub fn step_due(world: &mut World, n: u128, due: &Due) {
    let started = json!({
        "playbook": PLAYBOOK, "edition": 1, "title": "Bullying", "not_with": [], "from": null,
        "reason": null, "known_at": null,
        "steps": [{
            "step": "5.2", "text": "Keep what there is.", "help": null, "roles": ["dsl"],
            "owner": staff(1), "due": "now", "after": null, "from_known": false, "basis": "S",
            "stop_rule": false, "per": null, "refers_to": [], "opens": null,
            "done": {
                "kind": "tick", "question": null, "answers": [], "unknown_is": null, "fields": [],
                "two": false, "yes_if_all_no": [],
            },
            "skip": {"kind": "reason"},
        }],
        "moves": {
            "begun": [{"name": {"playbook": PLAYBOOK, "step": "5.2"}, "due_at": due}],
            "closed": [], "needed": [], "dropped": [],
        },
    });
    let started: CasePlaybookStarted = from_json(&started.to_string());
    world.tell(case(n), staff(1), CaseEvent::PlaybookStarted(started));
}

/// That step is done, with these fields filled in.
pub fn do_step(world: &mut World, n: u128, fields: &[(&str, &str)]) {
    let fields: Vec<_> = { fields.iter() }
        .map(|(field, value)| json!({"field": field, "value": value}))
        .collect();
    let done = json!({
        "name": {"playbook": PLAYBOOK, "step": "5.2"}, "child": null, "answer": null, "text": null,
        "reference": null, "fields": fields, "second": null, "complete": true,
        "moves": {"begun": [], "closed": [], "needed": [], "dropped": []},
    });
    let done: CaseStepDone = from_json(&done.to_string());
    world.tell(case(n), staff(1), CaseEvent::StepDone(done));
}

/// A desk is to be told out of a matter.
pub fn referral_due(world: &mut World, n: u128, matter: StreamId, due: &Due) {
    let needed = ReferralNeeded {
        agency: "lado".to_owned(),
        matter,
        category: from_json("\"cyber_bullying\""),
        authority: Some("330".to_owned()),
        step: None,
        reason: None,
        owner: staff(1),
        due: Some(due.clone()),
        reference: "R3F00001".to_owned(),
    };
    world.tell(referral(n), staff(1), ReferralEvent::Needed(needed));
}

/// It is told, and nothing comes next.
pub fn tell_desk(world: &mut World, n: u128) {
    let submitted = ReferralSubmitted {
        how: SentHow::Phone,
        at: world.now,
        spoken_to: None,
        their_reference: None,
        missing: Vec::new(),
        missing_reason: None,
        next: NextDue {
            in_writing: None,
            answer: None,
            chase: None,
        },
    };
    world.tell(referral(n), staff(1), ReferralEvent::Submitted(submitted));
}

/// An entry of a register that stands for a matter, with a clock.
pub fn entry_due(world: &mut World, n: u128, behind: Option<StreamId>, due: &Due) {
    let added = RegisterAdded {
        register: "data_breaches".to_owned(),
        edition: 1,
        number: "BR3ACH01".to_owned(),
        state: "open".to_owned(),
        added_by: Some(staff(1)),
        fields: Vec::new(),
        links: EntryLinks {
            seen_by: vec![Role::Dsl, Role::Dpo, Role::TrustLead],
            matter: behind,
            ..EntryLinks::default()
        },
        clocks: EntryClocks {
            started: vec![EntryClock {
                clock: "ico".to_owned(),
                due: due.clone(),
                by_itself: false,
                owner: Some(staff(1)),
            }],
            ended: Vec::new(),
        },
    };
    world.tell(entry(n), staff(1), RegisterEvent::Added(added));
}
