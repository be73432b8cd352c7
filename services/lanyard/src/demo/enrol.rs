//! Enrols pupils, many at a time so that they share commits.

use futures_util::stream::{self, StreamExt, TryStreamExt};
use lanyard_app::PupilDetails;
use lanyard_events::{PupilId, Sensitive};

use super::found::Ridgeway;
use super::pupils::Pupil;
use super::scribe::Scribe;

/// Commands under way at once.
pub(super) const AT_ONCE: usize = 64;

/// Enrols them in the order given.
///
/// # Errors
/// When a command is refused.
pub async fn enrol(
    scribe: &Scribe,
    ridgeway: &mut Ridgeway,
    pupils: &[Pupil],
) -> anyhow::Result<()> {
    let enrolled: Vec<PupilId> = stream::iter(pupils.iter())
        .map(|pupil| one(scribe, ridgeway, pupil))
        .buffered(AT_ONCE)
        .try_collect()
        .await?;
    for (pupil, id) in pupils.iter().zip(enrolled) {
        ridgeway.pupils.entry(pupil.school).or_default().push(id);
    }
    Ok(())
}

async fn one(scribe: &Scribe, ridgeway: &Ridgeway, pupil: &Pupil) -> anyhow::Result<PupilId> {
    let head = match pupil.school {
        super::people::School::Oakfield | super::people::School::Trust => "helen",
        super::people::School::StAldhelms => "grace",
        super::people::School::Beacon => "lena",
    };
    let context = scribe.as_person(head, "POST /v1/pupils").await?;
    let academy = ridgeway
        .academies
        .get(&pupil.school)
        .copied()
        .ok_or_else(|| anyhow::anyhow!("a pupil without an academy"))?;
    let details = PupilDetails {
        upn: Some(Sensitive::from(pupil.upn.as_str())),
        surname: Sensitive::from(pupil.surname.as_str()),
        forename: Sensitive::from(pupil.forename.as_str()),
        preferred_forename: None,
        date_of_birth: pupil.date_of_birth,
        year_group: pupil.year_group,
        mis_id: None,
    };
    let (_, id) = scribe
        .app
        .register_pupil(&context, academy, details)
        .await?;
    Ok(id)
}
