//! Property: whatever is asked of a staff record, in whatever order, its events always add up, and
//! nobody ever holds a role that only one person gave.

use lanyard_events::staff::{EmailChoice, Relation};
use lanyard_events::{Actor, Role, RoleProposalId, StaffId};
use proptest::prelude::*;

use super::samples::{SUBJECT, a_register, at_oakfield, confirm, granter, propose, trust_wide};
use super::{
    BindLogin, ChooseEmail, Command, End, EndRole, EstablishRole, Granter, HeldRole,
    RegisterRelation, SetEmail, Staff,
};
use crate::clock::london_day;
use crate::concern::samples::pupil;
use crate::scenario::{evolve_accepts_what_decide_emits, id, now, words};

fn role(n: u8) -> HeldRole {
    let roles = [
        Role::Dsl,
        Role::It,
        Role::Head,
        Role::Dpo,
        Role::Siro,
        Role::TrustLead,
    ];
    let role = roles[usize::from(n) % roles.len()];
    if role.is_trust_wide() {
        trust_wide(role)
    } else {
        at_oakfield(role)
    }
}

fn by(n: u8) -> Granter {
    match n % 4 {
        0 => granter(1, &[trust_wide(Role::TrustLead)]),
        1 => granter(3, &[at_oakfield(Role::Head)]),
        2 => granter(5, &[trust_wide(Role::Chair)]),
        _ => granter(SUBJECT, &[trust_wide(Role::TrustLead)]),
    }
}

fn command((kind, a, b): (u8, u8, u8)) -> Command {
    let proposal = RoleProposalId::new(id(b % 3));
    match kind % 14 {
        0 => a_register().into(),
        1 => {
            let mut login = a_register().login.expect("the sample has a log-in");
            login.subject = words(["priya", "nair", ""][usize::from(a % 3)]);
            BindLogin {
                login,
                login_is_taken: b == 0,
            }
            .into()
        }
        2 => EstablishRole {
            actor: Actor::System,
            trust_is_established: b % 2 == 0,
            proposal,
            role: role(a).role,
        }
        .into(),
        3..=5 => {
            let mut command = propose(role(a));
            command.proposal = proposal;
            command.by = by(b);
            command.into()
        }
        6..=8 => {
            let mut command = confirm();
            command.proposal = proposal;
            command.by = by(a);
            command.proposed_by = by(b).actor;
            command.into()
        }
        9 => EndRole {
            subject: StaffId::new(id(SUBJECT)),
            role: role(a),
            reason: words("why"),
            by: by(b),
        }
        .into(),
        10 => RegisterRelation {
            subject: StaffId::new(id(SUBJECT)),
            person: pupil(a % 3).person,
            relation: Relation::Relative,
        }
        .into(),
        11 => SetEmail {
            email: [
                None,
                Some(words("p.nair@oakfield.example")),
                Some(words("?")),
            ][usize::from(a % 3)]
            .clone(),
        }
        .into(),
        12 => ChooseEmail {
            choice: [
                EmailChoice::Immediate,
                EmailChoice::Digest,
                EmailChoice::Off,
            ][usize::from(a % 3)],
        }
        .into(),
        _ if a < 32 => End {
            on: london_day(now()),
        }
        .into(),
        _ => a_register().into(),
    }
}

proptest! {
    #[test]
    fn evolve_accepts_all_that_decide_emits(
        steps in prop::collection::vec((any::<(u8, u8, u8)>(), prop::bool::weighted(0.05)), 0..60)
    ) {
        let register = std::iter::once((a_register().into(), now(), false));
        let commands = steps.into_iter().map(|(seed, erase)| (command(seed), now(), erase));
        let state = evolve_accepts_what_decide_emits::<Staff>(register.chain(commands));
        let held: Vec<_> = state.roles().map(|held| held.role).collect();
        prop_assert!(!(held.contains(&Role::Dpo) && held.contains(&Role::Siro)));
        if let Some(member) = state.member() {
            prop_assert!(member.roles.len() <= member.confirmed.len());
        }
    }
}
