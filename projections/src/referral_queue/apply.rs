//! Events into referrals, and into what is due.

use lanyard_events::concern::Due;
use lanyard_events::referral::{NextDue, ReferralEvent, ReferralNeeded};
use lanyard_events::{ReferralId, Sensitive};
use rusqlite::OptionalExtension;

use super::query::{ReferralNext, ReferralStage};
use crate::caseload::due_items::{self, DueKind, Item};
use crate::casework::Applying;
use crate::error::Fault;
use crate::reminders::handed_on;
use crate::stored::{self, Key, json};

/// Keeps the row of a referral, and what is due with it.
pub(crate) fn apply(at: &Applying<'_>, event: &ReferralEvent) -> Result<(), Fault> {
    match event {
        ReferralEvent::Needed(needed) => begin(at, needed),
        ReferralEvent::Drafted(drafted) => set(
            at,
            "UPDATE referral SET fields = ?2, missing = ?3 WHERE id = ?1",
            (at.id, json(&drafted.fields)?, json(&drafted.missing)?),
        ),
        ReferralEvent::Submitted(submitted) => {
            set(
                at,
                "UPDATE referral SET told = ?2 WHERE id = ?1",
                (at.id, json(submitted)?),
            )?;
            refer(at, submitted.their_reference.as_ref())?;
            advance(at, ReferralStage::Submitted)?;
            comes_next(at, &submitted.next)
        }
        ReferralEvent::PutInWriting(put) => comes_next(at, &put.next),
        ReferralEvent::Acknowledged(acknowledged) => {
            refer(at, acknowledged.their_reference.as_ref())?;
            advance(at, ReferralStage::Acknowledged)
        }
        ReferralEvent::Chased(chased) => comes_next(at, &chased.next),
        ReferralEvent::Answered(answered) => {
            set(
                at,
                "UPDATE referral SET answer = ?2, dispute = NULL, disputed_at = NULL WHERE id = ?1",
                (at.id, json(answered)?),
            )?;
            refer(at, answered.their_reference.as_ref())?;
            advance(at, ReferralStage::Answered)?;
            due(at, None)
        }
        ReferralEvent::Disputed(disputed) => {
            set(
                at,
                "UPDATE referral SET dispute = ?2, disputed_at = ?3 WHERE id = ?1",
                (at.id, json(disputed)?, at.at().millis()),
            )?;
            match &disputed.next {
                Some(next) => comes_next(at, next),
                None => Ok(()),
            }
        }
        ReferralEvent::NotMade(_) => {
            stage(at, ReferralStage::NotMade)?;
            due(at, None)
        }
        ReferralEvent::NeededAgain(again) => {
            stage(at, ReferralStage::Needed)?;
            due(at, again.due.as_ref().map(|it| (ReferralNext::Tell, it)))
        }
        ReferralEvent::Given(given) => {
            let owner = stored::staff_key(given.owner);
            if let Some(matter) = matter(at)? {
                due_items::give(at, matter, &key(at), owner)?;
                handed_on::part(at, matter, owner)?;
            }
            set(
                at,
                "UPDATE referral SET owner = ?2 WHERE id = ?1",
                (at.id, owner),
            )
        }
        ReferralEvent::Closed(_) => {
            stage(at, ReferralStage::Closed)?;
            due(at, None)
        }
    }
}

fn begin(at: &Applying<'_>, needed: &ReferralNeeded) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "INSERT INTO referral
             SELECT m.id, ifnull(m.parent, m.id), m.academy, m.routed, m.raised_by, ?2, ?3, ?4, ?5,
                    ?6, ?7, ?8, ?9, ?10, NULL, NULL, ?11, NULL, NULL, NULL, '[]', NULL,
                    NULL, NULL
             FROM access_row m WHERE m.id = ?1",
        )?
        .execute((
            at.id,
            &needed.agency,
            ReferralStage::Needed.code(),
            needed.category.as_str(),
            &needed.authority,
            &needed.reference,
            needed.step.as_ref().map(json).transpose()?,
            needed.reason.as_ref().map(Sensitive::expose),
            stored::staff_key(needed.owner),
            at.at().millis(),
            i64::MAX,
        ))?;
    due(at, needed.due.as_ref().map(|due| (ReferralNext::Tell, due)))
}

/// A stage is never gone back to by what a desk says.
fn advance(at: &Applying<'_>, stage: ReferralStage) -> Result<(), Fault> {
    set(
        at,
        "UPDATE referral SET stage = max(stage, ?2) WHERE id = ?1",
        (at.id, stage.code()),
    )
}

fn stage(at: &Applying<'_>, stage: ReferralStage) -> Result<(), Fault> {
    set(
        at,
        "UPDATE referral SET stage = ?2 WHERE id = ?1",
        (at.id, stage.code()),
    )
}

fn refer(at: &Applying<'_>, reference: Option<&Sensitive<String>>) -> Result<(), Fault> {
    let Some(reference) = reference else {
        return Ok(());
    };
    set(
        at,
        "UPDATE referral SET their_reference = ?2 WHERE id = ?1",
        (at.id, reference.expose()),
    )
}

/// The writing first, then the answer, then asking again: whichever is due first.
fn comes_next(at: &Applying<'_>, next: &NextDue) -> Result<(), Fault> {
    let first = [
        (ReferralNext::Write, &next.in_writing),
        (ReferralNext::Answer, &next.answer),
        (ReferralNext::Chase, &next.chase),
    ];
    let first = { first.into_iter() }
        .filter_map(|(what, due)| due.as_ref().map(|due| (what, due)))
        .min_by_key(|(_, due)| due.at);
    due(at, first)
}

fn due(at: &Applying<'_>, next: Option<(ReferralNext, &Due)>) -> Result<(), Fault> {
    set(
        at,
        "UPDATE referral SET next = ?2, due = ?3, sort_at = ?4 WHERE id = ?1",
        (
            at.id,
            next.map(|(what, _)| what.code()),
            next.map(|(_, due)| json(due)).transpose()?,
            next.map_or(i64::MAX, |(_, due)| due.at.millis()),
        ),
    )?;
    let Some(matter) = matter(at)? else {
        return Ok(());
    };
    let key = key(at);
    due_items::drop(at, matter, &key)?;
    let Some((_, due)) = next else {
        return Ok(());
    };
    let (agency, owner): (String, Key) = at
        .conn
        .prepare_cached("SELECT agency, owner FROM referral WHERE id = ?1")?
        .query_row([at.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    due_items::add(
        at,
        &Item {
            place: 0,
            matter,
            kind: DueKind::Referral,
            action: Some(&key),
            pupil: None,
            title: Some(&agency),
            owner,
            due_at: due.at,
            patience: due_items::patience(due),
        },
    )
}

fn key(at: &Applying<'_>) -> Vec<u8> {
    due_items::of_referral(ReferralId::new(at.envelope.stream.uuid))
}

/// The matter that it comes out of; none when its beginning was erased.
fn matter(at: &Applying<'_>) -> Result<Option<i64>, Fault> {
    let matter = at
        .conn
        .prepare_cached("SELECT matter FROM referral WHERE id = ?1")?
        .query_row([at.id], |row| row.get(0))
        .optional()?;
    Ok(matter)
}

fn set(at: &Applying<'_>, statement: &str, values: impl rusqlite::Params) -> Result<(), Fault> {
    let rows = at.conn.prepare_cached(statement)?.execute(values)?;
    at.met(rows)
}
