//! A term of work: concerns raised, triaged, worked and closed, day by day.

use std::sync::Arc;

use anyhow::Context as _;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use jiff::civil::Date;
use lanyard_app::{AppError, ParentTold, RaiseConcern, Received, Triage, TriageChoice};
use lanyard_events::case::{ContactHow, NoteKind};
use lanyard_events::concern::{AboutAdult, Place, PlaceKind, Reporter};
use lanyard_events::{
    At, CaseId, ConcernId, Day, LinkRole, LinkedPerson, PersonRef, PupilId, Sensitive,
};

use super::enrol::AT_ONCE;
use super::found::Ridgeway;
use super::people::School;
use super::scribe::Scribe;
use super::term::{Fate, Invented, day};
use crate::clock::SettableClock;

/// The last days' concerns are partly still in the inbox.
const RECENT_DAYS: usize = 2;

/// Who works at an academy: reporter, safeguarding lead, who confirms outcomes.
struct Team {
    reporter: &'static str,
    lead: &'static str,
    second: &'static str,
}

const fn team(school: School) -> Team {
    match school {
        School::Oakfield | School::Trust => Team {
            reporter: "priya",
            lead: "ruth",
            second: "helen",
        },
        School::StAldhelms => Team {
            reporter: "nora",
            lead: "grace",
            second: "nora",
        },
        School::Beacon => Team {
            reporter: "bea",
            lead: "omar",
            second: "lena",
        },
    }
}

/// Works through the days.
///
/// # Errors
/// When a command is refused.
pub async fn work(
    scribe: &Scribe,
    clock: &Arc<SettableClock>,
    ridgeway: &Ridgeway,
    days: &[Date],
) -> anyhow::Result<()> {
    for (number, date) in days.iter().enumerate() {
        let invented = day(number, number + RECENT_DAYS >= days.len());
        clock.set(moment(*date, 15 * 60 + 5)?);
        let raised: Vec<(ConcernId, PupilId)> = stream::iter(&invented)
            .map(|concern| raise(scribe, ridgeway, concern, *date))
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
        scribe
            .app
            .wait_for(scribe.app.head())
            .await
            .context("the views do not follow")?;
        clock.set(moment(*date, 15 * 60 + 15)?);
        stream::iter(invented.iter().zip(raised))
            .map(|(concern, (id, pupil))| follow(scribe, ridgeway, concern, id, pupil, *date))
            .buffer_unordered(AT_ONCE)
            .try_collect::<Vec<()>>()
            .await?;
    }
    Ok(())
}

fn moment(date: Date, minute: i64) -> anyhow::Result<At> {
    let start = date.in_tz("Europe/London").context("no time zone data")?;
    Ok(At::from_millis(
        start.timestamp().as_millisecond() + minute * 60_000,
    ))
}

async fn raise(
    scribe: &Scribe,
    ridgeway: &Ridgeway,
    concern: &Invented,
    date: Date,
) -> anyhow::Result<(ConcernId, PupilId)> {
    let team = team(concern.school);
    let pupils = ridgeway
        .pupils
        .get(&concern.school)
        .context("a school without pupils")?;
    let pupil = pupils[concern.pupil % pupils.len()];
    let online = concern.platform.map(str::to_owned);
    let context = scribe.as_person(team.reporter, "POST /v1/concerns").await?;
    let raised = scribe
        .app
        .raise_concern(
            &context,
            RaiseConcern {
                academy: *ridgeway
                    .academies
                    .get(&concern.school)
                    .context("an unknown school")?,
                about_adult: AboutAdult::No,
                category: concern.category.to_owned(),
                people: vec![LinkedPerson::new(
                    PersonRef::Pupil { id: pupil },
                    LinkRole::Affected,
                )],
                place: Place {
                    kind: if online.is_some() {
                        PlaceKind::Online
                    } else {
                        PlaceKind::InSchool
                    },
                    description: None,
                    platform: online,
                    address: None,
                    accounts: Vec::new(),
                    device: None,
                },
                when_text: None,
                account: Sensitive::from(concern.account),
                childs_words: None,
                body_map: Vec::new(),
                action_taken: Some(Sensitive::from(concern.action)),
                danger_now: false,
                reporter: Reporter::Actor,
                late_entry: Some(moment(date, concern.minute)?),
                external_reference: None,
                sub_risks: Vec::new(),
            },
        )
        .await?;
    match raised {
        Received::Recorded(raised) => Ok((raised.id, pupil)),
        Received::Kept { .. } => anyhow::bail!("the demonstration's recorder is away"),
    }
}

async fn follow(
    scribe: &Scribe,
    ridgeway: &Ridgeway,
    concern: &Invented,
    id: ConcernId,
    pupil: PupilId,
    date: Date,
) -> anyhow::Result<()> {
    let team = team(concern.school);
    let (decision, reason) = match concern.fate {
        Fate::Untriaged => return Ok(()),
        Fate::NoFurtherAction => (
            TriageChoice::NoFurtherAction,
            "Spoken with the child and the form tutor; explained, nothing further needed.",
        ),
        Fate::Monitor => (
            TriageChoice::Monitor {
                review_on: Some(Day::new(
                    date.checked_add(jiff::Span::new().days(14))
                        .context("no day in two weeks")?,
                )),
                review_in_school_days: None,
            },
            "No referral now: first worry of its kind. Tutor watches and tells me.",
        ),
        Fate::Case | Fate::ClosedCase => (
            TriageChoice::OpenCase { owner: None },
            "Third worry this half-term; needs a plan and contact with home.",
        ),
    };
    let context = scribe
        .on_revision(
            team.lead,
            "POST /v1/concerns/{id}/triage",
            lanyard_events::Revision(0),
        )
        .await?;
    let triage = Triage {
        decision,
        reason: Sensitive::from(reason),
        sub_risks: Vec::new(),
    };
    let triaged = scribe.app.triage(&context, id, triage).await?;
    match triaged.case {
        Some(case) => {
            scribe.settle(&triaged.done).await?;
            work_case(scribe, ridgeway, concern, case, pupil).await
        }
        None => Ok(()),
    }
}

async fn not_told(scribe: &Scribe, lead: &str, case: CaseId, pupil: PupilId) -> anyhow::Result<()> {
    let context = scribe
        .as_person(lead, "POST /v1/cases/{id}/parents/not-told")
        .await?;
    let app = &scribe.app;
    let review = At::from_millis(app.time().millis() + 14 * 86_400_000);
    app.decide_parents_not_told(
        &context,
        case,
        pupil,
        None,
        Sensitive::from(
            "Social care is asked first: telling the family may put the child at risk.",
        ),
        lanyard_domain::clock::london_day(review),
    )
    .await?;
    Ok(())
}

async fn work_case(
    scribe: &Scribe,
    ridgeway: &Ridgeway,
    concern: &Invented,
    case: CaseId,
    pupil: PupilId,
) -> anyhow::Result<()> {
    let team = team(concern.school);
    let app = &scribe.app;
    scribe
        .app
        .wait_for(app.head())
        .await
        .context("the views do not follow")?;
    let note = scribe
        .as_person(team.lead, "POST /v1/cases/{id}/notes")
        .await?;
    app.add_note(
        &note,
        case,
        NoteKind::ChildsWishes,
        Sensitive::from("Wants it to stop and to have somebody to go to at lunch."),
    )
    .await?;
    let contact = scribe
        .as_person(team.lead, "POST /v1/cases/{id}/parents/contacts")
        .await?;
    let told = ParentTold {
        person: None,
        contact: Sensitive::from("Parent on the record"),
        asked_first: None,
    };
    let summary = "Told what was seen and what school will do. Thankful, will come in.";
    let (how, summary) = (ContactHow::Telephone, Sensitive::from(summary));
    match { app.record_parents_contact(&contact, case, pupil, told, how, summary) }.await {
        Ok(_) => {}
        // What was reported of this child keeps the family away (domain.md 2, "Pupil").
        Err(AppError::Refused(_)) => not_told(scribe, team.lead, case, pupil).await?,
        Err(error) => return Err(error.into()),
    }
    let action = scribe
        .as_person(team.lead, "POST /v1/cases/{id}/actions")
        .await?;
    let owner = *ridgeway.staff.get(team.lead).context("an unknown lead")?;
    let due_at = At::from_millis(app.time().millis() + 5 * 86_400_000);
    let (done, planned) = app
        .plan_action(
            &action,
            case,
            Sensitive::from("Meet weekly with the form tutor and note how the week went"),
            owner,
            due_at,
        )
        .await?;
    if concern.fate == Fate::Case {
        return Ok(());
    }
    let doing = scribe
        .on_revision(
            team.lead,
            "POST /v1/cases/{id}/actions/{action}/done",
            done.revision,
        )
        .await?;
    let done = app
        .complete_action(
            &doing,
            case,
            planned,
            Sensitive::from("Met twice. Settled, no new worries."),
        )
        .await?;
    let closing = scribe
        .on_revision(team.lead, "POST /v1/cases/{id}/close", done.revision)
        .await?;
    let confirmed_by = *ridgeway
        .staff
        .get(team.second)
        .context("an unknown second")?;
    app.close_case(
        &closing,
        case,
        "resolved_in_school".to_owned(),
        Sensitive::from("Settled; the child says it is better; parents agree."),
        Some(Sensitive::from(
            "The remaining steps were taken up in the meetings with the form tutor.",
        )),
        confirmed_by,
    )
    .await?;
    Ok(())
}
