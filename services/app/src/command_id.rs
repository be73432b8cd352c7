//! Command ids: the same caller, route and key always give the same id (design.md 1).

use aws_lc_rs::digest;
use lanyard_events::step::StepName;
use lanyard_events::{
    AcademyId, Actor, At, CaseId, CaseLinksId, CommandId, ConcernId, ConflictId, EntryId, EventId,
    EvidenceId, PolicyDocumentId, Position, ReferralId, StaffId, StreamId,
};
use uuid::Uuid;

use crate::ports::{Randomness, uuid_at};

/// The id of a command sent by a caller.
///
/// `route` is method and path template; `key` is the `Idempotency-Key`. A UUIDv7 key lends its time,
/// so that new ids land at the right edge of the store's indexes; other keys cost a random insert.
pub(crate) fn of_request(actor: &Actor, route: &str, key: &str) -> CommandId {
    let hash = hash(
        b"lanyard/command/v1\0",
        &[&actor.to_string(), route, key].map(str::as_bytes),
    );
    CommandId::new(time_of_key(key), &hash)
}

/// The id of a reaction to an event; `name` tells reactions to the same event apart.
pub(crate) fn of_reaction(cause: EventId, name: &str) -> CommandId {
    let hash = hash(
        b"lanyard/reaction/v1\0",
        &[cause.uuid().as_bytes(), name.as_bytes()],
    );
    CommandId::new(time_of(cause.uuid()), &hash)
}

/// The id from which a case that a command opens gets its own: another than the command's, whose
/// UUID may name something else already.
pub(crate) fn of_case(command: &CommandId) -> CommandId {
    let mut time = [0; 6];
    time.copy_from_slice(&command.as_bytes()[..6]);
    CommandId::new(time, &hash(b"lanyard/case/v1\0", &[command.as_bytes()]))
}

/// The id of what notes that a command opened nothing.
pub(crate) fn of_attempt(command: &CommandId) -> CommandId {
    let mut time = [0; 6];
    time.copy_from_slice(&command.as_bytes()[..6]);
    CommandId::new(time, &hash(b"lanyard/attempt/v1\0", &[command.as_bytes()]))
}

/// The referral that belongs to something of a case: a step and a desk. It has the case's time.
pub(crate) fn of_referral(case: StreamId, parts: &[&str]) -> StreamId {
    let mut all = vec![case.uuid.as_bytes().as_slice()];
    all.extend(parts.iter().map(|part| part.as_bytes()));
    let id = CommandId::new(time_of(case.uuid), &hash(b"lanyard/referral/v1\0", &all));
    ReferralId::new(id.new_aggregate()).stream()
}

/// The concern by which the headteacher hears of what a step of a case found about an adult. Nobody who has
/// the case's id can tell that there is one. It has the case's time. Each answer has one of its own once the
/// first was decided on.
pub(crate) fn of_handover(case: StreamId, step: &StepName, answer: Option<EventId>) -> ConcernId {
    let answer = answer.map(EventId::uuid);
    let mut parts = vec![
        case.uuid.as_bytes().as_slice(),
        step.playbook.as_bytes(),
        step.step.as_bytes(),
    ];
    parts.extend(answer.iter().map(|id| id.as_bytes().as_slice()));
    let id = CommandId::new(time_of(case.uuid), &hash(b"lanyard/handover/v1\0", &parts));
    ConcernId::new(id.new_aggregate())
}

/// The stream that remembers what was reminded of in a matter. It has the matter's time.
pub(crate) fn of_clock(matter: StreamId) -> Uuid {
    let hash = hash(b"lanyard/clock/v1\0", &[&matter.to_bytes()]);
    CommandId::new(time_of(matter.uuid), &hash).new_aggregate()
}

/// The stream of a case's links. It has the case's time.
pub(crate) fn of_case_links(case: CaseId) -> StreamId {
    let hash = hash(b"lanyard/case-links/v1\0", &[case.uuid().as_bytes()]);
    CaseLinksId::new(CommandId::new(time_of(case.uuid()), &hash).new_aggregate()).stream()
}

/// The stream of a document of policy: the same at every replica, whoever proposes its first edition.
pub(crate) fn of_policy(document: &str) -> StreamId {
    let hash = hash(b"lanyard/policy/v1\0", &[document.as_bytes()]);
    PolicyDocumentId::new(CommandId::new([0; 6], &hash).new_aggregate()).stream()
}

/// The entry of the register of files for a file that a pupil's record has taken. It has the pupil's
/// time.
pub(crate) fn of_received_file(pupil: StreamId, digest: &str) -> EntryId {
    let parts = [pupil.uuid.as_bytes().as_slice(), digest.as_bytes()];
    let id = CommandId::new(time_of(pupil.uuid), &hash(b"lanyard/file/v1\0", &parts));
    EntryId::new(id.new_aggregate())
}

/// The id from which a term's review of the log gets its own and its number. It has the academy's time.
pub(crate) fn of_term_review(academy: AcademyId, parts: &[&str]) -> CommandId {
    let mut all = vec![academy.uuid().into_bytes().to_vec()];
    all.extend(parts.iter().map(|part| part.as_bytes().to_vec()));
    let all: Vec<&[u8]> = all.iter().map(Vec::as_slice).collect();
    CommandId::new(
        time_of(academy.uuid()),
        &hash(b"lanyard/term-review/v1\0", &all),
    )
}

/// The stream of emails to somebody. It has their time.
pub(crate) fn of_mails(staff: StaffId) -> Uuid {
    let hash = hash(b"lanyard/mails/v1\0", &[staff.uuid().as_bytes()]);
    CommandId::new(time_of(staff.uuid()), &hash).new_aggregate()
}

/// What tells an email from every other: the same for a repeat of it, and says nothing of its reader.
pub(crate) fn of_letter(staff: StaffId, through: Position) -> Uuid {
    let (staff, through) = (staff.uuid(), through.0.to_be_bytes());
    let hash = hash(b"lanyard/letter/v1\0", &[staff.as_bytes(), &through]);
    CommandId::new([0; 6], &hash).new_aggregate()
}

/// The stream that remembers that a matter was reported (R6). It has the matter's time.
pub(crate) fn of_report(matter: StreamId) -> StreamId {
    let hash = hash(b"lanyard/report/v1\0", &[&matter.to_bytes()]);
    EvidenceId::new(CommandId::new(time_of(matter.uuid), &hash).new_aggregate()).stream()
}

/// The id of what writes the first entry of a conflict stream, drawn anew at every attempt.
pub(crate) fn of_conflict(command: &CommandId, conflict: ConflictId) -> CommandId {
    let hash = hash(
        b"lanyard/conflict/v1\0",
        &[command.as_bytes(), conflict.uuid().as_bytes()],
    );
    CommandId::new(time_of(conflict.uuid()), &hash)
}

/// The id of a command that nobody repeats.
pub(crate) fn drawn(at: At, randomness: &dyn Randomness) -> CommandId {
    let uuid = uuid_at(at, randomness);
    let mut rest = [0; 26];
    randomness.fill(&mut rest);
    CommandId::new(time_of(uuid), &rest)
}

fn hash(domain: &[u8], parts: &[&[u8]]) -> [u8; 26] {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(domain);
    for part in parts {
        let length = u16::try_from(part.len()).unwrap_or(u16::MAX);
        context.update(&length.to_be_bytes());
        context.update(part);
    }
    let mut bytes = [0; 26];
    bytes.copy_from_slice(&context.finish().as_ref()[..26]);
    bytes
}

fn time_of_key(key: &str) -> [u8; 6] {
    Uuid::try_parse(key)
        .ok()
        .filter(|uuid| uuid.get_version_num() == 7)
        .map_or([0; 6], time_of)
}

fn time_of(uuid: Uuid) -> [u8; 6] {
    let mut time = [0; 6];
    time.copy_from_slice(&uuid.as_bytes()[..6]);
    time
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn caller_route_and_key_each_change_the_id() {
        let id = of_request(&Actor::System, "POST /v1/concerns", "a");
        assert_eq!(id, of_request(&Actor::System, "POST /v1/concerns", "a"));
        assert_ne!(id, of_request(&Actor::Public, "POST /v1/concerns", "a"));
        assert_ne!(id, of_request(&Actor::System, "POST /v1/cases", "a"));
        assert_ne!(id, of_request(&Actor::System, "POST /v1/concerns", "b"));
    }

    #[test]
    fn a_version_7_key_lends_its_time_and_another_gives_zero() {
        let key = "018f4e9a-0123-7000-8000-000000000001";
        let id = of_request(&Actor::System, "r", key);
        assert_eq!(&id.as_bytes()[..6], &[0x01, 0x8f, 0x4e, 0x9a, 0x01, 0x23]);
        assert_eq!(
            &of_request(&Actor::System, "r", "k").as_bytes()[..6],
            &[0; 6]
        );
    }
}
