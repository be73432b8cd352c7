//! Events into the directory.

use lanyard_events::academy::{AcademyCalendarSet, AcademyEvent, AcademyOpened};
use lanyard_events::pupil::{PupilEvent, PupilPart};
use lanyard_events::staff::{
    EmailChoice, Employer, StaffEvent, StaffRegistered, StaffRelationRegistered,
    StaffRoleConfirmed, StaffRoleEnded, StaffRoleProposed,
};
use lanyard_events::trust::TrustEvent;
use lanyard_events::{At, Day, LoginBinding, PupilId, Revision, Sensitive, StaffId};
use serde::Serialize;

use super::people::{PUPIL, STAFF, name_key};
use super::rota;
use super::staff_roles::RoleState;
use crate::casework::Applying;
use crate::error::{Fault, UNREADABLE_ROW};
use crate::stored::{self, Key};

/// What roster and later changes say of a pupil.
struct Pupil<'a> {
    upn: Option<&'a Sensitive<String>>,
    surname: &'a Sensitive<String>,
    forename: &'a Sensitive<String>,
    preferred: Option<&'a Sensitive<String>>,
    date_of_birth: Day,
    year_group: i8,
    mis_id: Option<&'a String>,
}

/// Keeps the row of a pupil.
pub(crate) fn apply_pupil(at: &Applying<'_>, event: &PupilEvent) -> Result<(), Fault> {
    match event {
        PupilEvent::Registered(p) => put_pupil(
            at,
            &Pupil {
                upn: p.upn.as_ref(),
                surname: &p.surname,
                forename: &p.forename,
                preferred: p.preferred_forename.as_ref(),
                date_of_birth: p.date_of_birth,
                year_group: p.year_group,
                mis_id: p.mis_id.as_ref(),
            },
        ),
        PupilEvent::DetailsChanged(p) => put_pupil(
            at,
            &Pupil {
                upn: p.upn.as_ref(),
                surname: &p.surname,
                forename: &p.forename,
                preferred: p.preferred_forename.as_ref(),
                date_of_birth: p.date_of_birth,
                year_group: p.year_group,
                mis_id: p.mis_id.as_ref(),
            },
        ),
        PupilEvent::Left(left) => end(at, left.on),
        // Who is around a child, and whom nobody may contact, stands in no view (ADR 20).
        PupilEvent::ContactRecorded(_)
        | PupilEvent::ContactChanged(_)
        | PupilEvent::ContactEnded(_)
        | PupilEvent::DoNotContactMarked(_)
        | PupilEvent::DoNotContactLifted(_)
        | PupilEvent::CourtOrderRecorded(_)
        | PupilEvent::CourtOrderDischarged(_)
        | PupilEvent::CommunicationRecorded(_)
        | PupilEvent::DesignationRecorded(_)
        | PupilEvent::DesignationEnded(_)
        // It stands in the history as an entry of the register of files.
        | PupilEvent::FileReceived(_) => Ok(()),
    }
}

/// Counts an event of the roster, erased or not.
pub(crate) fn count_roster(at: &Applying<'_>) -> Result<(), Fault> {
    let part = PupilPart::of(at.envelope.event_type.as_str());
    if part == Some(PupilPart::Roster) && at.envelope.revision != Revision(0) {
        at.conn
            .prepare_cached("UPDATE person SET roster = roster + 1 WHERE id = ?1")?
            .execute([at.id])?;
    }
    Ok(())
}

/// Keeps the row of a member of staff, their log-in, roles and relations.
pub(crate) fn apply_staff(at: &Applying<'_>, event: &StaffEvent) -> Result<(), Fault> {
    match event {
        StaffEvent::Registered(registered) => register(at, registered),
        StaffEvent::LoginBound(bound) => bind(at, &bound.login),
        StaffEvent::RoleProposed(proposed) => propose_role(at, proposed),
        StaffEvent::RoleConfirmed(confirmed) => confirm_role(at, confirmed),
        StaffEvent::RoleEnded(ended) => end_role(at, ended),
        StaffEvent::RelationRegistered(relation) => relate(at, relation),
        StaffEvent::RelationEnded(ended) => {
            at.conn
                .prepare_cached("DELETE FROM relation WHERE staff = ?1 AND person = ?2")?
                .execute((at.id, json(&ended.person)?))?;
            Ok(())
        }
        StaffEvent::EmailSet(set) => set_email(at, set.email.as_ref()),
        StaffEvent::EmailChosen(chosen) => choose_email(at, chosen.choice),
        StaffEvent::Ended(ended) => end(at, ended.on),
    }
}

/// Keeps the row of an academy.
pub(crate) fn apply_academy(at: &Applying<'_>, event: &AcademyEvent) -> Result<(), Fault> {
    match event {
        AcademyEvent::Opened(opened) => open_academy(at, opened),
        AcademyEvent::CalendarSet(calendar) => set_calendar(at, calendar),
        AcademyEvent::ContactsSet(set) => {
            let rows = at
                .conn
                .prepare_cached("UPDATE academy SET contacts = ?2 WHERE id = ?1")?
                .execute((at.id, stored::json(&set.contacts)?))?;
            at.met(rows)
        }
        AcademyEvent::DutySet(set) => rota::set(at, set),
        AcademyEvent::DutyEnded(ended) => rota::end(at, ended),
    }
}

/// Keeps the row of the trust.
pub(crate) fn apply_trust(at: &Applying<'_>, event: &TrustEvent) -> Result<(), Fault> {
    let rows = match event {
        TrustEvent::Established(trust) => at
            .conn
            .prepare_cached("INSERT INTO trust VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0)")?
            .execute((
                at.id,
                at.envelope.stream.uuid.as_bytes(),
                &trust.name,
                &trust.origin,
                trust.trust_lead.uuid().as_bytes(),
                trust.second.uuid().as_bytes(),
            ))?,
        TrustEvent::TaxonomyPublished(taxonomy) => at
            .conn
            .prepare_cached("UPDATE trust SET taxonomy = ?2 WHERE id = ?1")?
            .execute((at.id, taxonomy.version))?,
        TrustEvent::FormatRaised(raised) => at
            .conn
            .prepare_cached("UPDATE trust SET format = ?2 WHERE id = ?1")?
            .execute((at.id, raised.format))?,
        TrustEvent::LogReopened(reopened) => at
            .conn
            .prepare_cached("UPDATE trust SET origin = ?2 WHERE id = ?1")?
            .execute((at.id, &reopened.origin))?,
        // Settings are asked of the trust itself, where they hold the moment they are confirmed.
        TrustEvent::SettingProposed(_) | TrustEvent::SettingConfirmed(_) => return Ok(()),
    };
    at.met(rows)
}

fn put_pupil(at: &Applying<'_>, pupil: &Pupil<'_>) -> Result<(), Fault> {
    let key = stored::pupil_key(PupilId::new(at.envelope.stream.uuid));
    at.conn
        .prepare_cached(
            "INSERT INTO person (id, person, kind, academy, surname, forename, preferred_forename,
                                 sort_name, upn, date_of_birth, year_group, mis_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
             ON CONFLICT (id) DO UPDATE SET academy = coalesce(excluded.academy, academy),
               surname = excluded.surname, forename = excluded.forename,
               preferred_forename = excluded.preferred_forename, sort_name = excluded.sort_name,
               upn = excluded.upn, date_of_birth = excluded.date_of_birth,
               year_group = excluded.year_group, mis_id = excluded.mis_id",
        )?
        .execute((
            at.id,
            key,
            PUPIL,
            at.academy(),
            pupil.surname.expose(),
            pupil.forename.expose(),
            pupil.preferred.map(Sensitive::expose),
            name_key(&format!(
                "{} {}",
                pupil.surname.expose(),
                pupil.preferred.unwrap_or(pupil.forename).expose()
            )),
            pupil.upn.map(Sensitive::expose),
            pupil.date_of_birth.to_string(),
            pupil.year_group,
            pupil.mis_id,
        ))?;
    let preferred = pupil.preferred.map_or("", |name| name.expose().as_str());
    let names = [pupil.forename.expose(), preferred, pupil.surname.expose()];
    index_name(at, &names.join(" "))
}

fn register(at: &Applying<'_>, staff: &StaffRegistered) -> Result<(), Fault> {
    let employer = match staff.employer {
        Employer::Academy => 0,
        Employer::Trust => 1,
    };
    at.conn
        .prepare_cached(
            "INSERT INTO person (id, person, kind, academy, surname, forename, sort_name, mis_id,
                                 job_title, employer, conflict)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute((
            at.id,
            own_key(at),
            STAFF,
            at.academy(),
            staff.surname.expose(),
            staff.forename.expose(),
            name_key(&format!(
                "{} {}",
                staff.surname.expose(),
                staff.forename.expose()
            )),
            &staff.mis_id,
            staff.job_title.as_ref().map(Sensitive::expose),
            employer,
            staff.conflict.uuid().as_bytes(),
        ))?;
    if let Some(login) = &staff.login {
        bind(at, login)?;
    }
    index_name(
        at,
        &format!("{} {}", staff.forename.expose(), staff.surname.expose()),
    )
}

fn own_key(at: &Applying<'_>) -> Key {
    stored::staff_key(StaffId::new(at.envelope.stream.uuid))
}

fn end(at: &Applying<'_>, on: Day) -> Result<(), Fault> {
    let rows = at
        .conn
        .prepare_cached("UPDATE person SET ended_on = ?2 WHERE id = ?1")?
        .execute((at.id, on.to_string()))?;
    at.met(rows)
}

fn bind(at: &Applying<'_>, login: &LoginBinding) -> Result<(), Fault> {
    at.conn
        .prepare_cached("DELETE FROM login WHERE staff = ?1")?
        .execute([at.id])?;
    at.conn
        .prepare_cached("INSERT INTO login VALUES (?1, ?2, ?3)")?
        .execute((&login.issuer, login.subject.expose(), at.id))?;
    Ok(())
}

fn set_email(at: &Applying<'_>, email: Option<&Sensitive<String>>) -> Result<(), Fault> {
    let rows = at
        .conn
        .prepare_cached("UPDATE person SET email = ?2 WHERE id = ?1")?
        .execute((at.id, email.map(Sensitive::expose)))?;
    at.met(rows)
}

fn choose_email(at: &Applying<'_>, choice: EmailChoice) -> Result<(), Fault> {
    let rows = at
        .conn
        .prepare_cached("UPDATE person SET email_choice = ?2 WHERE id = ?1")?
        .execute((at.id, stored::json(&choice)?))?;
    at.met(rows)
}

fn propose_role(at: &Applying<'_>, proposed: &StaffRoleProposed) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "INSERT INTO staff_role VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL, NULL, NULL, ?8)",
        )?
        .execute((
            proposed.proposal.uuid().as_bytes(),
            at.id,
            proposed.role.name(),
            stored::academy_bytes(proposed.academy),
            RoleState::Proposed.code(),
            at.actor(),
            at.at().millis(),
            proposed.until.map(At::millis),
        ))?;
    Ok(())
}

fn confirm_role(at: &Applying<'_>, confirmed: &StaffRoleConfirmed) -> Result<(), Fault> {
    let rows = at
        .conn
        .prepare_cached(
            "UPDATE staff_role SET state = ?3, confirmed_by = ?4, confirmed_at = ?5
             WHERE proposal = ?1 AND staff = ?2 AND state = ?6",
        )?
        .execute((
            confirmed.proposal.uuid().as_bytes(),
            at.id,
            RoleState::Held.code(),
            at.actor(),
            at.at().millis(),
            RoleState::Proposed.code(),
        ))?;
    at.met(rows)?;
    // Held until another time by now: the end that was confirmed last counts, and the role is held once.
    at.conn
        .prepare_cached(
            "UPDATE staff_role SET state = ?3, ended_at = ?4
             WHERE staff = ?2 AND proposal <> ?1 AND state = ?5 AND (until IS NULL OR until > ?4)
               AND EXISTS (SELECT 1 FROM staff_role n WHERE n.proposal = ?1 AND n.staff = ?2
                             AND n.role = staff_role.role AND n.academy IS staff_role.academy)",
        )?
        .execute((
            confirmed.proposal.uuid().as_bytes(),
            at.id,
            RoleState::Ended.code(),
            at.at().millis(),
            RoleState::Held.code(),
        ))?;
    Ok(())
}

/// Taking a role away also ends proposals of it: they would bring it back.
fn end_role(at: &Applying<'_>, ended: &StaffRoleEnded) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "UPDATE staff_role SET state = ?4, ended_at = ?5
             WHERE staff = ?1 AND role = ?2 AND academy IS ?3 AND state <> ?4",
        )?
        .execute((
            at.id,
            ended.role.name(),
            stored::academy_bytes(ended.academy),
            RoleState::Ended.code(),
            at.at().millis(),
        ))?;
    Ok(())
}

fn relate(at: &Applying<'_>, relation: &StaffRelationRegistered) -> Result<(), Fault> {
    at.conn
        .prepare_cached("INSERT INTO relation VALUES (?1, ?2, ?3, ?4)")?
        .execute((
            at.position,
            at.id,
            json(&relation.person)?,
            json(&relation.relation)?,
        ))?;
    Ok(())
}

fn open_academy(at: &Applying<'_>, opened: &AcademyOpened) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "INSERT INTO academy VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, '[]', '[]', '[]')",
        )?
        .execute((
            at.id,
            at.envelope.stream.uuid.as_bytes(),
            &opened.name,
            &opened.urn,
            &opened.local_authority,
            json(&opened.phase)?,
            &opened.day_ends,
        ))?;
    Ok(())
}

fn set_calendar(at: &Applying<'_>, calendar: &AcademyCalendarSet) -> Result<(), Fault> {
    let rows = at
        .conn
        .prepare_cached("UPDATE academy SET terms = ?2, closed = ?3 WHERE id = ?1")?
        .execute((at.id, json(&calendar.terms)?, json(&calendar.closed)?))?;
    at.met(rows)
}

/// An old name goes out of the index: whoever is searched for is found by today's name.
fn index_name(at: &Applying<'_>, name: &str) -> Result<(), Fault> {
    at.conn
        .prepare_cached("DELETE FROM name_index WHERE rowid = ?1")?
        .execute([at.id])?;
    at.conn
        .prepare_cached("INSERT INTO name_index (rowid, name) VALUES (?1, ?2)")?
        .execute((at.id, name))?;
    Ok(())
}

fn json(value: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|_| UNREADABLE_ROW)
}
