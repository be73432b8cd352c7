//! Evidence of a matter: listed with that of its concerns, to its readers only, with what its events say.

use lanyard_access::Action;
use lanyard_events::evidence::{
    EvidenceCaptured, EvidenceDestroyed, EvidenceDestructionAgreed, EvidenceDestructionInstructed,
    EvidenceEvent, EvidenceMadeUnreadable, EvidenceMatterReported, EvidenceOpened,
    EvidenceOpeningAgreed, EvidenceOpeningAsked, EvidenceSealed, UnreadableWhy,
};
use lanyard_events::{BlobId, EvidenceId, Role, StreamId};
use lanyard_projections::case_timeline::case_timeline;
use lanyard_projections::concern_page::concern_page;
use lanyard_projections::evidence::{
    EvidenceRow, EvidenceStage, evidence_of, evidence_page, pieces_of,
};
use uuid::Uuid;

use crate::world::*;

pub fn piece(n: u128) -> EvidenceId {
    EvidenceId::new(Uuid::from_u128(0x2_e000 + n))
}

pub fn captured(matter: impl Into<StreamId>) -> EvidenceEvent {
    EvidenceCaptured {
        matter: matter.into(),
        blob: BlobId::new(Uuid::from_u128(0x2_f000)),
        sha256: "0f".repeat(32),
        bytes: 12,
        media_type: "text/plain".to_owned(),
        name: text("chat.txt"),
        description: text("a group chat"),
        made_at: None,
        captured_by: Some(staff(1)),
        computer: None,
        present: vec![staff(2)],
        reference: "EV1D0001".to_owned(),
    }
    .into()
}

/// One file of a concern before it is in a case, one of the case, one of the concern after.
fn with_three() -> World {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1)]);
    world.tell(piece(1), staff(2), captured(concern(1)));
    world.open_case(1, vec![linked_pupil(1)]);
    world.tell(piece(2), staff(1), captured(case(1)));
    world.tell(piece(3), staff(2), captured(concern(1)));
    world
}

fn listed(world: &World, matter: StreamId, who: u128, roles: &[Role]) -> Vec<EvidenceId> {
    let reading = scope(who, roles, Action::ReadEvidence);
    let page = world.read(|views| evidence_of(views, &reading, matter, ALL));
    page.rows.iter().map(|row| row.evidence).collect()
}

fn row(world: &World, n: u128) -> EvidenceRow {
    let reading = scope(1, &[Role::Dsl], Action::ReadEvidence);
    let page = world.read(|views| evidence_page(views, &reading, piece(n)));
    page.unwrap().row
}

#[test]
fn a_case_lists_its_own_evidence_and_that_of_its_concerns_to_its_readers() {
    let world = with_three();
    let dsl = [Role::Dsl];
    let all = [piece(1), piece(2), piece(3)];
    assert_eq!(listed(&world, case(1).stream(), 1, &dsl), all);
    assert_eq!(
        listed(&world, concern(1).stream(), 1, &dsl),
        [piece(1), piece(3)]
    );
    // Who raised the concern reads none of it, nor does who holds no role here.
    assert_eq!(listed(&world, case(1).stream(), 2, &[Role::Staff]), []);
    assert_eq!(listed(&world, concern(1).stream(), 2, &[Role::Staff]), []);
    let ids = world.read(|views| pieces_of(views, &[concern(1).stream()]));
    assert_eq!(ids, [piece(1), piece(3)]);
}

#[test]
fn a_page_goes_on_where_the_one_before_ended() {
    let world = with_three();
    let reading = scope(1, &[Role::Dsl], Action::ReadEvidence);
    let mut paging = lanyard_projections::Paging::first(2);
    let first = world.read(|views| evidence_of(views, &reading, case(1).stream(), paging));
    assert_eq!(first.rows.len(), 2);
    paging.after = first.next;
    let second = world.read(|views| evidence_of(views, &reading, case(1).stream(), paging));
    assert_eq!(second.rows[0].evidence, piece(3));
    assert_eq!((second.rows.len(), second.next), (1, None));
}

#[test]
fn it_stands_in_the_timelines_and_the_concerns_page_reads_as_before() {
    let world = with_three();
    let reading = scope(1, &[Role::Dsl], Action::ReadCase);
    let timeline = world.read(|views| case_timeline(views, &reading, case(1), ALL));
    let timeline = timeline.unwrap();
    let kinds: Vec<_> = { timeline.page.rows.iter() }
        .map(|entry| entry.kind.clone())
        .filter(|kind| kind.starts_with("evidence."))
        .collect();
    assert_eq!(kinds, ["evidence.captured"; 3]);
    let reading = scope(1, &[Role::Dsl], Action::ReadConcern);
    let page = world.read(|views| concern_page(views, &reading, concern(1)));
    assert_eq!(page.unwrap().erased_entries, 0);
}

#[test]
fn a_row_says_what_its_events_say() {
    let mut world = with_three();
    let mut tell = |event: EvidenceEvent| {
        world.tell(piece(2), staff(1), event);
        row(&world, 2)
    };
    let reason = text("it shows a pupil");
    assert!(
        tell(
            EvidenceSealed {
                reason: reason.clone()
            }
            .into()
        )
        .sealed
    );
    let asked = EvidenceOpeningAsked {
        by: staff(1),
        reason,
        until: at("2026-11-10T14:35:00Z"),
    };
    assert_eq!(tell(asked.clone().into()).asked, Some(asked));
    let agreed = EvidenceOpeningAgreed {
        asked_by: staff(1),
        by: staff(2),
        until: at("2026-11-10T15:05:00Z"),
    };
    let shown = tell(agreed.clone().into());
    assert_eq!((shown.asked, shown.opened), (None, Some(agreed)));
    let _ = tell(EvidenceOpened { by: staff(1) }.into());
    let made = EvidenceMadeUnreadable {
        why: UnreadableWhy::Reported,
        by: Some(staff(2)),
        note: None,
    };
    let shown = tell(made.into());
    assert_eq!(
        (shown.stage, shown.why),
        (EvidenceStage::Unreadable, Some(UnreadableWhy::Reported))
    );
    let instructed = EvidenceDestructionInstructed {
        by: staff(1),
        instruction: text("a letter"),
    };
    assert_eq!(
        tell(instructed.into()).stage,
        EvidenceStage::DestructionInstructed
    );
    let agreed = EvidenceDestructionAgreed {
        instructed_by: staff(1),
        by: staff(2),
    };
    assert_eq!(tell(agreed.into()).stage, EvidenceStage::BeingDestroyed);
    let destroyed = EvidenceDestroyed {
        blob: BlobId::new(Uuid::from_u128(0x2_f000)),
    };
    let shown = tell(destroyed.into());
    assert_eq!(shown.stage, EvidenceStage::Destroyed);
    assert_eq!(shown.captured.name, text("chat.txt"), "what is known stays");
}

#[test]
fn the_mark_on_a_matter_is_no_file_and_stands_in_its_timeline() {
    let mut world = with_three();
    let mark = EvidenceMatterReported {
        matter: case(1).stream(),
        by: Some(staff(1)),
        note: None,
    };
    world.tell(piece(9), staff(1), EvidenceEvent::from(mark));
    assert_eq!(listed(&world, case(1).stream(), 1, &[Role::Dsl]).len(), 3);
    let reading = scope(1, &[Role::Dsl], Action::ReadCase);
    let timeline = world.read(|views| case_timeline(views, &reading, case(1), ALL));
    let last = timeline.unwrap().page.rows.pop().unwrap();
    assert_eq!(last.kind, "evidence.matter_reported");
}
