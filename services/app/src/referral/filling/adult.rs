//! An adult's matter: whom it is about, what was decided, what else is said of them.

use lanyard_access::{Action, Scope};
use lanyard_domain::allegation::Record;
use lanyard_domain::clock::in_words;
use lanyard_events::allegation::{
    AllegationOutcome, AllegationOutcomeRecorded, AllegationThresholdDecided, InterimMeasure,
    LimbAnswer, ToBeTold,
};
use lanyard_events::staff::Employer;
use lanyard_events::{AllegationId, LinkRole, PersonRef};
use lanyard_projections::allegations::allegation_page;
use lanyard_projections::directory;

use super::category;
use super::known::Known;
use super::organisation::name_of;
use super::parents::is_told;
use super::place::Place;
use crate::app::App;
use crate::context::Context;
use crate::error::AppError;

impl App {
    /// The adult whom it is about: the first who is alleged to have done it.
    pub(super) fn know_adult(&self, known: &mut Known, matter: &Record) -> Result<(), AppError> {
        let accused =
            { matter.links.people() }.find(|linked| linked.role == LinkRole::AllegedToHaveDoneIt);
        match accused.map(|linked| &linked.person) {
            Some(PersonRef::Staff { id }) => {
                let Some(member) = self.member(Some(*id))? else {
                    return Ok(());
                };
                known.put(Place::AdultName, name_of(&member));
                let row = &member.staff;
                known.secret(Place::AdultRole, row.job_title.as_ref());
                known.maybe(Place::AdultLeftOn, row.ended_on.map(|day| day.to_string()));
                let trust = self.reader.read(directory::trust)?.map(|trust| trust.name);
                let academy = match row.academy {
                    Some(academy) => {
                        let found = self
                            .reader
                            .read(|views| directory::academy(views, academy))?;
                        found.map(|academy| academy.name)
                    }
                    None => None,
                };
                let employer = match row.employer {
                    Employer::Academy => academy.clone(),
                    Employer::Trust => trust.clone(),
                };
                known.maybe(Place::AdultEmployer, employer);
                known.maybe(Place::AdultWorkplace, academy.or(trust));
            }
            Some(PersonRef::Described { description }) => {
                known.secret(Place::AdultName, Some(description));
            }
            Some(PersonRef::Pupil { .. }) | None => {}
        }
        Ok(())
    }

    /// What was decided: the threshold, who is told, what is done meanwhile, the outcome.
    pub(super) fn know_decisions(&self, known: &mut Known, matter: &Record) {
        if let Some(decided) = &matter.threshold {
            know_threshold(known, decided);
        }
        for (whom, place) in [
            (ToBeTold::Adult, Place::AdultTold),
            (ToBeTold::Parents, Place::ParentsTold),
        ] {
            let Some(decided) = matter.telling.get(&whom) else {
                continue;
            };
            let told = is_told(decided, self.now());
            known.put(place, if told { "yes" } else { "no" });
            if whom == ToBeTold::Parents && !told {
                known.secret(Place::ParentsReasons, Some(&decided.reason));
            }
        }
        if let Some(decided) = &matter.interim_measure {
            let measure = match decided.measure {
                InterimMeasure::None => "Nothing, for a reason",
                InterimMeasure::Moved => "Other duties, or another place",
                InterimMeasure::Supervised => "Somebody else is always there",
                InterimMeasure::Remote => "Working from elsewhere",
                InterimMeasure::Leave => "Paid leave by agreement",
                InterimMeasure::Suspension => "Suspended on full pay",
            };
            let words = format!("{measure}: {}", decided.reason.expose());
            known.otherwise(Place::CaseSafetyPlan, Some(words));
        }
        if let Some(recorded) = &matter.outcome {
            know_outcome(known, recorded);
        }
    }

    /// What else is said of the same adult, as far as somebody may see it.
    pub(super) async fn know_earlier(
        &self,
        known: &mut Known,
        context: &Context,
        id: AllegationId,
    ) -> Result<(), AppError> {
        let scope = Scope::of(&context.caller, Action::ReadAllegation);
        let page = self
            .query(move |views| allegation_page(views, &scope, id))
            .await?;
        let taxonomy = self.taxonomy()?;
        let earlier = { page.iter() }.flat_map(|page| &page.same_adult).map(|it| {
            let (begun, category) = (in_words(it.begun_at), category(&taxonomy, &it.category));
            format!("{begun}: {category}, reference {}", it.reference)
        });
        known.several(Place::AdultEarlierConcerns, earlier, "\n");
        Ok(())
    }
}

fn know_threshold(known: &mut Known, decided: &AllegationThresholdDecided) {
    let limbs = &decided.limbs;
    for (place, limb) in [
        (Place::ThresholdHarmed, limbs.harmed_or_may_have_harmed),
        (Place::ThresholdOffence, limbs.possible_offence),
        (Place::ThresholdRisk, limbs.may_pose_a_risk),
        (Place::ThresholdNotSuitable, limbs.may_not_be_suitable),
    ] {
        known.put(
            place,
            match limb {
                LimbAnswer::Yes => "yes",
                LimbAnswer::No => "no",
                LimbAnswer::Unknown => "unknown",
            },
        );
    }
    known.secret(Place::ThresholdReasons, Some(&decided.reasons));
}

fn know_outcome(known: &mut Known, recorded: &AllegationOutcomeRecorded) {
    let outcome = match recorded.outcome {
        AllegationOutcome::Substantiated => "substantiated",
        AllegationOutcome::Malicious => "malicious",
        AllegationOutcome::False => "false",
        AllegationOutcome::Unsubstantiated => "unsubstantiated",
        AllegationOutcome::Unfounded => "unfounded",
    };
    known.put(Place::MatterOutcome, outcome);
    known.secret(Place::MatterOutcomeReasons, Some(&recorded.reasons));
}
