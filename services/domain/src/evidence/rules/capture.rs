//! Taking a file in. Where nothing may be attached to the matter it is refused with the reason, and the
//! caller has kept nothing of it (R6).

use lanyard_events::At;
use lanyard_events::evidence::{EvidenceCaptured, EvidenceEvent};

use super::check_past;
use crate::evidence::command::Capture;
use crate::evidence::media::{self, MOST_FILE_BYTES};
use crate::evidence::state::State;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, LABEL_MAX_CHARS, LINKED_PEOPLE_MAX, TEXT_MAX_CHARS};

/// What whoever sends a file to such a matter is told (R6).
const STOP: &str = "Nothing can be attached here: it may be illegal to hold (R6). Nothing of the file was \
                    kept. Stop: do not look again, copy, print, send or save it, and do not ask anybody \
                    to. Put the device where nobody can use it, and write down in words what you know.";

pub(in crate::evidence) fn decide(
    state: &State,
    capture: Capture,
    at: At,
) -> Result<Vec<EvidenceEvent>, Refusal> {
    if capture.barred.is_some() {
        return Err(Refusal::new(Code::IllegalToHold, STOP));
    }
    check(&capture, at)?;
    let captured = EvidenceCaptured {
        matter: capture.matter,
        blob: capture.blob,
        sha256: capture.sha256,
        bytes: capture.bytes,
        media_type: capture.media_type,
        name: capture.name,
        description: capture.description,
        made_at: capture.made_at,
        captured_by: capture.captured_by,
        computer: capture.computer,
        present: capture.present,
        reference: capture.reference,
    };
    match state {
        State::Absent => Ok(vec![captured.into()]),
        State::Captured(_) | State::MatterReported(_) | State::Erased => Err(Refusal::new(
            Code::AlreadyExists,
            "There is evidence with this id already.",
        )),
    }
}

/// How people speak of a photograph of an injury, and of what is no photograph though it speaks of one.
const INJURIES: [&str; 5] = ["injur", "bruis", "black eye", "burn mark", "bite mark"];
const NO_PHOTOGRAPHS: [&str; 6] = [
    "screenshot",
    "screen shot",
    "message",
    "letter",
    "scan",
    "drawing",
];

/// Whether it is a picture that is said to show an injury: its marks are drawn on the body map instead (domain.md 2).
/// Nothing looks into the picture; it goes by what whoever sends it says that it is.
fn shows_an_injury(capture: &Capture) -> bool {
    let said = [capture.name.expose(), capture.description.expose()].map(|it| it.to_lowercase());
    let says = |words: &[&str]| {
        words
            .iter()
            .any(|word| said.iter().any(|it| it.contains(word)))
    };
    capture.media_type.starts_with("image/") && says(&INJURIES) && !says(&NO_PHOTOGRAPHS)
}

fn check(capture: &Capture, at: At) -> Result<(), Refusal> {
    let mut checks = Checks::default();
    checks.text("/name", capture.name.expose(), LABEL_MAX_CHARS);
    if media::of_type(&capture.media_type).is_none() {
        checks.fail(
            Code::MediaTypeNotTaken,
            "/media_type",
            "Files of this kind are not taken. Pictures, PDF, plain text, email, office documents, \
             sound and video are: send the type by its name, such as image/png.",
        );
    } else if capture.bytes > 0 && !capture.is_of_type {
        checks.fail(
            Code::ContentNotOfType,
            "/content",
            "The file does not begin like one of the media type that was said.",
        );
    }
    if shows_an_injury(capture) {
        checks.fail(
            Code::PhotographOfInjury,
            "/content",
            "No photograph of an injury is kept: draw the marks on the body map and write down what the child \
             says. Nothing of the file was kept.",
        );
    }
    if capture.bytes == 0 {
        checks.fail(Code::FileEmpty, "/content", "The file is empty.");
    }
    if capture.bytes > MOST_FILE_BYTES {
        let detail = format!("A file may be at most {MOST_FILE_BYTES} bytes long.");
        checks.fail(Code::FileTooLarge, "/content", detail);
    }
    checks.text("/description", capture.description.expose(), TEXT_MAX_CHARS);
    if let Some(made_at) = capture.made_at {
        check_past(&mut checks, "/made_at", made_at, at);
    }
    checks.optional("/computer", capture.computer.as_ref(), LABEL_MAX_CHARS);
    checks.count("/present", capture.present.len(), LINKED_PEOPLE_MAX);
    checks.done()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Evidence;
    use crate::evidence::samples::{a_capture, at, captured};
    use crate::scenario::{given, words};
    use lanyard_events::evidence::UnreadableWhy;

    #[test]
    fn a_file_is_taken_in_once() {
        given::<Evidence>([]).when(a_capture()).then([captured()]);
        given::<Evidence>([captured()])
            .when(a_capture())
            .then_refused(Code::AlreadyExists);
    }

    #[test]
    fn nothing_is_attached_to_a_matter_under_r6_whatever_else_is_wrong() {
        for why in [
            UnreadableWhy::Reported,
            UnreadableWhy::MatterReported,
            UnreadableWhy::Category,
        ] {
            let mut capture = a_capture();
            capture.barred = Some(why);
            capture.bytes = 0;
            let refusal = given::<Evidence>([])
                .when(capture)
                .then_refused(Code::IllegalToHold);
            assert!(refusal.detail().contains("Nothing of the file was kept"));
            assert_eq!(refusal.pointer(), None);
        }
    }

    #[test]
    fn every_mistake_is_named() {
        let refused = |change: &dyn Fn(&mut Capture)| {
            let mut capture = a_capture();
            change(&mut capture);
            let refusal = given::<Evidence>([]).when(capture).then_refused_any();
            (refusal.code(), refusal.pointer().map(str::to_owned))
        };
        let of = |code, pointer: &str| (code, Some(pointer.to_owned()));
        assert_eq!(
            refused(&|it| it.media_type = "text/html".to_owned()),
            of(Code::MediaTypeNotTaken, "/media_type")
        );
        assert_eq!(
            refused(&|it| it.is_of_type = false),
            of(Code::ContentNotOfType, "/content")
        );
        assert_eq!(refused(&|it| it.bytes = 0), of(Code::FileEmpty, "/content"));
        assert_eq!(
            refused(&|it| it.bytes = MOST_FILE_BYTES + 1),
            of(Code::FileTooLarge, "/content")
        );
        assert_eq!(
            refused(&|it| it.name = words(" ")),
            of(Code::TextBlank, "/name")
        );
        assert_eq!(
            refused(&|it| it.description = words("")),
            of(Code::TextBlank, "/description")
        );
        assert_eq!(
            refused(&|it| it.made_at = Some(at("2026-11-10T14:06:00Z"))),
            of(Code::LastDayAhead, "/made_at")
        );
    }

    /// domain.md 2: photographs of injuries are refused.
    #[test]
    fn a_photograph_of_an_injury_is_refused_and_what_speaks_of_one_is_not() {
        let said = |media_type: &str, description: &str| {
            let mut capture = a_capture();
            capture.media_type = media_type.to_owned();
            capture.description = words(description);
            capture
        };
        for description in [
            "The bruise on her arm",
            "Her injuries",
            "His black eye, Monday",
        ] {
            let refusal = given::<Evidence>([])
                .when(said("image/jpeg", description))
                .then_refused(Code::PhotographOfInjury);
            assert_eq!(refusal.pointer(), Some("/content"), "{description}");
        }
        for (media_type, description) in [
            ("image/png", "Screenshot of messages about her bruises"),
            ("image/png", "As the pupil showed it"),
            ("application/pdf", "The doctor's letter about her injuries"),
        ] {
            let capture = said(media_type, description);
            given::<Evidence>([]).when(capture).then_events();
        }
    }

    #[test]
    fn the_longest_file_is_taken() {
        let mut capture = a_capture();
        capture.bytes = MOST_FILE_BYTES;
        given::<Evidence>([]).when(capture).then_events();
    }
}
