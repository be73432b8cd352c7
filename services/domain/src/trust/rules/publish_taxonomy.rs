//! Putting a version of the taxonomy into force: versions only rise.

use lanyard_events::trust::{TrustEvent, TrustTaxonomyPublished};

use crate::refusal::{Code, Refusal};
use crate::trust::command::PublishTaxonomy;
use crate::trust::state::State;

/// SHA-256 in hexadecimal.
const DIGEST_CHARS: usize = 64;

pub(in crate::trust) fn decide(
    state: &State,
    publish: PublishTaxonomy,
) -> Result<Vec<TrustEvent>, Refusal> {
    let profile = state.established()?;
    let published = TrustTaxonomyPublished {
        version: publish.version,
        digest: publish.digest,
    };
    if profile.taxonomy.as_ref() == Some(&published) {
        return Ok(Vec::new());
    }
    if !is_digest(&published.digest) {
        let detail = "A digest has 64 lower-case hexadecimal digits.";
        return Err(Refusal::of_field(Code::BadDigest, "/digest", detail));
    }
    let before = profile
        .taxonomy
        .as_ref()
        .map_or(0, |taxonomy| taxonomy.version);
    if published.version <= before {
        let detail = format!("Version {before} is in force: the next one needs a higher number.");
        return Err(Refusal::of_field(
            Code::VersionNotHigher,
            "/version",
            detail,
        ));
    }
    Ok(vec![published.into()])
}

pub(super) fn is_digest(text: &str) -> bool {
    let is_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    text.len() == DIGEST_CHARS && text.bytes().all(is_hex)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::given;
    use crate::trust::Trust;
    use crate::trust::samples::established;

    fn publish(version: u16, digit: &str) -> PublishTaxonomy {
        PublishTaxonomy {
            version,
            digest: digit.repeat(64),
        }
    }

    fn published(version: u16) -> TrustEvent {
        TrustTaxonomyPublished {
            version,
            digest: "a".repeat(64),
        }
        .into()
    }

    #[test]
    fn a_version_comes_into_force_once() {
        given::<Trust>([established()])
            .when(publish(1, "a"))
            .then([published(1)])
            .when(publish(1, "a"))
            .then_already_so();
        given::<Trust>([established(), published(1)])
            .when(publish(3, "b"))
            .then_events();
    }

    #[test]
    fn versions_rise_and_digests_are_digests() {
        let refused = |command| given::<Trust>([established(), published(2)]).when(command);
        refused(publish(2, "b")).then_refused(Code::VersionNotHigher);
        refused(publish(1, "a")).then_refused(Code::VersionNotHigher);
        refused(publish(3, "A")).then_refused(Code::BadDigest);
        refused(publish(3, "aa")).then_refused(Code::BadDigest);
        given::<Trust>([established()])
            .when(publish(0, "a"))
            .then_refused(Code::VersionNotHigher);
    }

    #[test]
    fn there_has_to_be_a_trust() {
        given::<Trust>([])
            .when(publish(1, "a"))
            .then_refused(Code::Absent);
        given::<Trust>([])
            .then_erased()
            .when(publish(1, "a"))
            .then_refused(Code::Erased);
    }
}
