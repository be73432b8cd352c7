//! One casework event into every view that wants it.
//!
//! Statements that may change several rows say OR FAIL. Without it SQLite keeps each apart by a savepoint, and
//! the search index writes all that it holds at every savepoint: a fifth of a rebuild. Nothing is lost by
//! it, as an error rolls the whole batch back (`view_file`).

use lanyard_events::{At, Envelope, Event, StreamId};
use rusqlite::Connection;

use crate::error::{Fault, IMPOSSIBLE};
use crate::opened::OpenedEvent;
use crate::stored::{self, Key};
use crate::{
    access_row, allegations, audit, case_links, caseload, concern_inbox, conflict_reviews,
    directory, editions, entry, evidence, grants, mails, plans, playbook_steps, referral_queue,
    registers, reminders, search, snapshots,
};

/// The event being applied, with what every view needs of it.
pub(crate) struct Applying<'a> {
    /// The writer's connection, inside the batch's transaction.
    pub conn: &'a Connection,
    /// The event's position as a column.
    pub position: i64,
    /// The recorder's minute.
    pub recorded_minute: u32,
    /// Plain columns of the event.
    pub envelope: &'a Envelope,
    /// The stream's number: the position of its first event.
    pub id: i64,
    /// An event of the stream was erased, so rows that it made may be missing.
    pub has_gap: bool,
}

impl Applying<'_> {
    /// When it was decided, by the server's clock: clocks and figures run from it.
    pub(crate) const fn at(&self) -> At {
        self.envelope.proposed_at
    }

    /// Who caused it.
    pub(crate) fn actor(&self) -> Key {
        stored::actor_key(self.envelope.actor)
    }

    /// Its academy as a column.
    pub(crate) fn academy(&self) -> Option<[u8; 16]> {
        stored::academy_bytes(self.envelope.academy)
    }

    /// A change has to meet its row, unless an erased event took the row away.
    pub(crate) const fn met(&self, rows: usize) -> Result<(), Fault> {
        if rows == 0 && !self.has_gap {
            Err(IMPOSSIBLE)
        } else {
            Ok(())
        }
    }
}

/// Applies one event of casework. Access and filler events never come here.
pub(crate) fn apply(conn: &Connection, opened: &OpenedEvent) -> Result<(), Fault> {
    let row = access_row::apply(conn, opened)?;
    let at = Applying {
        conn,
        position: stored::position_column(opened.position),
        recorded_minute: opened.recorded_minute,
        envelope: &opened.envelope,
        id: row.id,
        has_gap: row.has_gap,
    };
    match &opened.event {
        None => {
            directory::count_roster(&at)?;
            entry::apply_erased(&at)
        }
        Some(Event::Concern(event)) => {
            entry::apply_concern(&at, event)?;
            concern_inbox::apply(&at, event)?;
            caseload::apply_concern(&at, event)?;
            search::apply_concern(&at, event)
        }
        Some(Event::Case(event)) => {
            entry::apply_case(&at, event)?;
            caseload::apply_case(&at, event)?;
            plans::apply(&at, event)?;
            playbook_steps::apply_case(&at, event)?;
            audit::apply_case(&at, event)?;
            search::apply_case(&at, event)
        }
        Some(Event::Referral(event)) => {
            entry::apply_referral(&at, event)?;
            audit::apply_referral(&at, event)?;
            referral_queue::apply(&at, event)
        }
        Some(Event::Allegation(event)) => {
            entry::apply_allegation(&at, event)?;
            allegations::apply(&at, event)?;
            playbook_steps::apply_allegation(&at, event)?;
            audit::apply_allegation(&at, event)?;
            search::apply_allegation(&at, event)
        }
        Some(Event::Register(event)) => {
            entry::apply_register(&at, event)?;
            registers::apply(&at, event)
        }
        Some(Event::Evidence(event)) => {
            entry::apply_evidence(&at, event)?;
            audit::apply_evidence(&at, event)?;
            evidence::apply(&at, event)
        }
        Some(Event::CaseLinks(event)) => {
            entry::apply_case_links(&at, event)?;
            case_links::apply(&at, event)
        }
        Some(Event::Grant(event)) => grants::apply(&at, event),
        Some(Event::Clock(event)) => reminders::apply(&at, event),
        Some(Event::Pupil(event)) => {
            directory::apply_pupil(&at, event)?;
            directory::count_roster(&at)
        }
        Some(Event::Staff(event)) => directory::apply_staff(&at, event),
        Some(Event::Academy(event)) => directory::apply_academy(&at, event),
        Some(Event::Trust(event)) => directory::apply_trust(&at, event),
        Some(Event::Policy(event)) => editions::apply(&at, event),
        Some(Event::Conflict(event)) => conflict_reviews::apply(&at, event),
        Some(Event::Delivery(event)) => mails::apply(&at, event),
        Some(Event::Snapshot(event)) => snapshots::apply(&at, event),
        // Looks have a file of their own.
        Some(Event::Access(_) | Event::Filler(_) | Event::Seal(_)) => Ok(()),
    }
}

/// Takes every row of a stream out of the views: a parked stream is shown to nobody.
pub(crate) fn withdraw(conn: &Connection, stream: StreamId) -> rusqlite::Result<()> {
    use rusqlite::OptionalExtension;
    let id: Option<i64> = conn
        .query_row(
            "SELECT id FROM access_row WHERE stream = ?1",
            [stream.to_bytes()],
            |row| row.get(0),
        )
        .optional()?;
    let Some(id) = id else { return Ok(()) };
    for statement in [
        // An entry of a concern stands in its cases' threads too.
        "DELETE FROM thread_entry WHERE position IN
           (SELECT e.position FROM thread_entry t JOIN entry e ON e.position = t.position
            WHERE t.thread = ?1 AND e.matter = ?1)
         AND thread IN (SELECT thread FROM thread_member WHERE member = ?1)",
        "DELETE FROM entry WHERE matter = ?1
         AND position IN (SELECT position FROM thread_entry WHERE thread = ?1)",
        "DELETE FROM thread_entry WHERE thread = ?1",
        "DELETE FROM thread_member WHERE thread = ?1 OR member = ?1",
        "DELETE FROM matter_person WHERE matter = ?1",
        "DELETE FROM concern WHERE id = ?1",
        "DELETE FROM case_file WHERE id = ?1",
        "DELETE FROM allegation WHERE id = ?1",
        "DELETE FROM allegation_review WHERE matter = ?1",
        "DELETE FROM allegation_child_case WHERE matter = ?1",
        "DELETE FROM plan WHERE matter = ?1",
        "DELETE FROM legal_hold WHERE matter = ?1",
        "DELETE FROM due_item WHERE matter = ?1",
        "DELETE FROM notice WHERE matter = ?1",
        "DELETE FROM handed_on WHERE matter = ?1",
        "DELETE FROM bare_notice WHERE matter = ?1",
        "DELETE FROM audit_fact WHERE matter = ?1",
        "DELETE FROM mail WHERE id = ?1",
        "DELETE FROM reassigned WHERE matter = ?1",
        "DELETE FROM playbook WHERE matter = ?1",
        "DELETE FROM playbook_step WHERE matter = ?1",
        "DELETE FROM referral WHERE id = ?1 OR matter = ?1",
        "DELETE FROM register_entry WHERE id = ?1",
        "DELETE FROM register_own WHERE entry = ?1",
        "DELETE FROM register_value WHERE entry = ?1",
        "DELETE FROM register_clock WHERE entry = ?1",
        "DELETE FROM evidence WHERE id = ?1 OR matter = ?1",
        "DELETE FROM case_link WHERE id = ?1 OR matter = ?1",
        "DELETE FROM case_grant WHERE id = ?1 OR matter = ?1",
        "DELETE FROM glass_held WHERE id = ?1",
        "DELETE FROM name_index WHERE rowid = ?1",
        "DELETE FROM person WHERE id = ?1",
        "DELETE FROM login WHERE staff = ?1",
        "DELETE FROM staff_role WHERE staff = ?1",
        "DELETE FROM relation WHERE staff = ?1",
        "DELETE FROM duty WHERE academy = ?1",
        "DELETE FROM academy WHERE id = ?1",
        "DELETE FROM trust WHERE id = ?1",
        "DELETE FROM edition WHERE id = ?1",
        // The trust has one stream of them: all or none.
        "DELETE FROM snapshot WHERE stream = ?1",
        "DELETE FROM access_row WHERE id = ?1",
    ] {
        conn.execute(statement, [id])?;
    }
    Ok(())
}
