//! Founds Ridgeway Learning Trust: its academies, its people and their roles.

use std::collections::BTreeMap;

use anyhow::Context as _;
use jiff::civil::Date;
use lanyard_app::{AcademyDetails, Establish, Founder, ProposedRole, StaffDetails};
use lanyard_events::academy::{Phase, Term};
use lanyard_events::staff::Employer;
use lanyard_events::{AcademyId, Day, LoginBinding, PupilId, Role, Sensitive, StaffId};

use super::issuer::ISSUER;
use super::people::{PERSONAS, Persona, School};
use super::scribe::Scribe;

/// Who and what there is.
#[derive(Debug, Clone, Default)]
pub struct Ridgeway {
    /// Academies.
    pub academies: BTreeMap<School, AcademyId>,
    /// Staff, by log-in.
    pub staff: BTreeMap<&'static str, StaffId>,
    /// Pupils, in the order of enrolment.
    pub pupils: BTreeMap<School, Vec<PupilId>>,
}

/// Founds the trust; its calendars cover the school years around `first`.
///
/// # Errors
/// When a command is refused.
pub async fn found(
    scribe: &Scribe,
    trust_name: &str,
    origin: &str,
    first: Date,
) -> anyhow::Result<Ridgeway> {
    let mut ridgeway = Ridgeway::default();
    let [lead, second] = [&PERSONAS[0], &PERSONAS[1]];
    let established = scribe
        .app
        .establish(Establish {
            trust_name: trust_name.to_owned(),
            origin: origin.to_owned(),
            lead: founder(lead),
            second: founder(second),
        })
        .await?;
    ridgeway.staff.insert(lead.name, established.trust_lead);
    ridgeway.staff.insert(second.name, established.second);
    scribe.settle(&established.done).await?;
    open_academies(scribe, &mut ridgeway, first).await?;
    for persona in &PERSONAS[2..] {
        register(scribe, &mut ridgeway, persona).await?;
    }
    for persona in &PERSONAS[2..] {
        give_roles(scribe, &ridgeway, persona).await?;
    }
    Ok(ridgeway)
}

fn login(name: &str) -> LoginBinding {
    LoginBinding {
        issuer: ISSUER.to_owned(),
        subject: Sensitive::from(name),
    }
}

fn founder(persona: &Persona) -> Founder {
    Founder {
        forename: Sensitive::from(persona.forename),
        surname: Sensitive::from(persona.surname),
        job_title: Some(Sensitive::from(persona.job)),
        login: login(persona.name),
    }
}

async fn open_academies(
    scribe: &Scribe,
    ridgeway: &mut Ridgeway,
    first: Date,
) -> anyhow::Result<()> {
    let schools = [
        (
            School::Oakfield,
            "Oakfield Academy",
            "919",
            Phase::Secondary,
        ),
        (
            School::StAldhelms,
            "St Aldhelm's Primary",
            "919",
            Phase::Primary,
        ),
        (School::Beacon, "The Beacon", "925", Phase::Special),
    ];
    for (school, name, local_authority, phase) in schools {
        let context = scribe.as_person("miriam", "POST /v1/academies").await?;
        let details = AcademyDetails {
            name: name.to_owned(),
            urn: None,
            local_authority: local_authority.to_owned(),
            phase,
            day_ends: "15:30".to_owned(),
        };
        let (done, academy) = scribe.app.open_academy(&context, details).await?;
        scribe.settle(&done).await?;
        let context = scribe
            .on_revision("miriam", "PUT /v1/academies/{id}/calendar", done.revision)
            .await?;
        let terms = terms(super::september_before(first));
        scribe
            .app
            .set_calendar(&context, academy, terms, Vec::new())
            .await?;
        ridgeway.academies.insert(school, academy);
    }
    Ok(())
}

/// Half-terms of two school years from a September on, as most English schools have them.
fn terms(september: Date) -> Vec<Term> {
    let year = september.year();
    let span = |from: (i16, i8, i8), to: (i16, i8, i8)| Term {
        first: Day::new(jiff::civil::date(from.0, from.1, from.2)),
        last: Day::new(jiff::civil::date(to.0, to.1, to.2)),
    };
    [year, year + 1]
        .into_iter()
        .flat_map(|y| {
            [
                span((y, 9, 2), (y, 10, 23)),
                span((y, 11, 2), (y, 12, 18)),
                span((y + 1, 1, 4), (y + 1, 2, 12)),
                span((y + 1, 2, 22), (y + 1, 3, 25)),
                span((y + 1, 4, 12), (y + 1, 5, 28)),
                span((y + 1, 6, 7), (y + 1, 7, 21)),
            ]
        })
        .collect()
}

async fn register(
    scribe: &Scribe,
    ridgeway: &mut Ridgeway,
    persona: &Persona,
) -> anyhow::Result<()> {
    let context = scribe.as_person("miriam", "POST /v1/staff").await?;
    let employer = match persona.school {
        School::Trust => Employer::Trust,
        School::Oakfield | School::StAldhelms | School::Beacon => Employer::Academy,
    };
    let details = StaffDetails {
        forename: Sensitive::from(persona.forename),
        surname: Sensitive::from(persona.surname),
        job_title: Some(Sensitive::from(persona.job)),
        employer,
        login: Some(login(persona.name)),
        mis_id: None,
    };
    let academy = ridgeway.academies.get(&persona.school).copied();
    let (done, staff) = scribe
        .app
        .register_staff(&context, academy, details)
        .await?;
    scribe.settle(&done).await?;
    ridgeway.staff.insert(persona.name, staff);
    Ok(())
}

/// The trust lead proposes, the chair confirms (domain.md 1 rule 7).
async fn give_roles(scribe: &Scribe, ridgeway: &Ridgeway, persona: &Persona) -> anyhow::Result<()> {
    let staff = *ridgeway
        .staff
        .get(persona.name)
        .context("everybody was registered before")?;
    for role in persona.roles {
        give_role(scribe, ridgeway, persona, staff, *role)
            .await
            .with_context(|| format!("{} as {role}", persona.name))?;
    }
    Ok(())
}

async fn give_role(
    scribe: &Scribe,
    ridgeway: &Ridgeway,
    persona: &Persona,
    staff: StaffId,
    role: Role,
) -> anyhow::Result<()> {
    let academy = if role.is_trust_wide() {
        None
    } else {
        ridgeway.academies.get(&persona.school).copied()
    };
    let context = scribe
        .as_person("miriam", "POST /v1/staff/{id}/roles")
        .await?;
    let proposed = ProposedRole {
        until: None,
        reason: Sensitive::from("Appointed by the trust."),
    };
    let (done, proposal) = scribe
        .app
        .propose_role(&context, staff, role, academy, proposed)
        .await?;
    scribe.settle(&done).await?;
    let context = scribe
        .as_person("esther", "POST /v1/staff/{id}/roles/{proposal}/confirm")
        .await?;
    let done = scribe.app.confirm_role(&context, staff, proposal).await?;
    scribe.settle(&done).await
}
