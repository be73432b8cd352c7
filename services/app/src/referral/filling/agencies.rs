//! Other agencies that know of the matter: what was referred out of it, with their references.

use lanyard_access::{Action, Scope};
use lanyard_domain::clock::in_words;
use lanyard_domain::policy::Shipped;
use lanyard_events::allegation::{Adviser, AllegationConsulted};
use lanyard_events::{ReferralId, StreamId};
use lanyard_projections::Paging;
use lanyard_projections::case_timeline::TimelineEntry;
use lanyard_projections::referral_queue::{
    ReferralFilter, ReferralPage, ReferralStage, referral_page, referrals,
};

use super::known::Known;
use super::place::Place;
use super::thread::of_type;
use crate::app::App;
use crate::context::Context;
use crate::error::AppError;

/// Referrals out of one matter that are read; nobody makes more.
const MOST: u32 = 200;

impl App {
    /// The other referrals of the same matter that somebody may see, and who at this desk was spoken to.
    /// Those of an adult's matter are of another matter than the child's case, so they are not in it.
    pub(super) async fn know_agencies(
        &self,
        known: &mut Known,
        context: &Context,
        own: ReferralId,
        matter: StreamId,
    ) -> Result<(), AppError> {
        let scope = Scope::of(&context.caller, Action::ListReferrals);
        let filter = ReferralFilter {
            matter: Some(matter),
            ..ReferralFilter::default()
        };
        let pages = self
            .query(move |views| {
                let rows = referrals(views, &scope, &filter, Paging::first(MOST))?.rows;
                let pages = { rows.iter() }.map(|row| referral_page(views, &scope, row.referral));
                pages.collect::<Result<Vec<_>, _>>()
            })
            .await?;
        let (mine, mut others): (Vec<ReferralPage>, Vec<_>) =
            { pages.into_iter().flatten() }.partition(|page| page.row.referral == own);
        if let Some(told) = { mine.first() }.and_then(|page| page.told.as_ref()) {
            known.secret(Place::ReferralSpokenTo, told.spoken_to.as_ref());
        }
        others.retain(|page| page.row.stage >= ReferralStage::Submitted);
        others.sort_by_key(|page| page.told.as_ref().map(|told| told.at));
        for (agency, place) in [
            ("police", Place::ReferralPoliceReference),
            ("social_care", Place::ReferralSocialCareReference),
            ("lado", Place::ReferralLadoReference),
        ] {
            let of = others.iter().filter(|page| page.row.agency == agency);
            let references = of.filter_map(|page| page.row.their_reference.as_ref());
            let references = references.map(|reference| reference.expose().clone());
            known.several(place, references, "; ");
        }
        known.several(Place::ReferralToldSoFar, others.iter().map(told), "\n");
        Ok(())
    }
}

/// One agency that was told: `Police, Tue 10 Nov 2026, 14:05, reference 118`.
fn told(page: &ReferralPage) -> String {
    let desk = Shipped::get().desk_named(&page.row.agency);
    let mut words = desk.map_or_else(|| page.row.agency.clone(), |desk| desk.title.clone());
    if let Some(told) = &page.told {
        words.push_str(&format!(", {}", in_words(told.at)));
    }
    if let Some(reference) = &page.row.their_reference {
        words.push_str(&format!(", reference {}", reference.expose()));
    }
    words
}

/// With whom of the LADO's it was talked over already, without names.
pub(super) fn know_consulted(known: &mut Known, entries: &[TimelineEntry]) {
    let asked = of_type::<AllegationConsulted>(entries, "allegation.consulted")
        .filter(|(_, it)| it.with == Adviser::Lado)
        .map(|(entry, it)| {
            let who = it.adviser.as_ref().map_or("LADO", |who| who.expose());
            format!("{who}, {}, without names", in_words(entry.occurred_at))
        });
    let asked: Vec<String> = asked.collect();
    let asked = (!asked.is_empty()).then(|| asked.join("; "));
    known.otherwise(Place::ReferralSpokenTo, asked);
}
