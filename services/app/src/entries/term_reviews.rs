//! R13: the reviews of a term's incident log stand in the register from its first day on, for each academy the
//! head's, of what the head may see, and the group safeguarding lead's, of the rest.

use std::collections::BTreeMap;

use lanyard_domain::Aggregate;
use lanyard_domain::clock::{SchoolTerm, london_day, term_of};
use lanyard_domain::reference;
use lanyard_domain::register::{Add, Entry, Sent, State, linked};
use lanyard_events::{AcademyId, At, Day, EntryId, PersonRef, Role, Sensitive, StaffId};
use lanyard_projections::access_row::access_row;
use lanyard_projections::directory::{self, RoleRow};

use crate::app::App;
use crate::command_id;
use crate::error::AppError;

/// The register of reviews.
pub(super) const REGISTER: &str = "log_reviews";
/// Who signs which part.
pub(super) const PARTS: [(Role, &str); 2] = [
    (Role::Head, "what_i_may_see"),
    (Role::TrustLead, "the_rest"),
];
/// For how long after the first day they are added: a worker that was away adds them when it comes back, and an
/// academy that enters its term dates late gets none in the middle of a term. Who comes to have the role after
/// these days, with nobody before them, has theirs until the end of the term all the same.
const LATE_DAYS: i32 = 7;

impl App {
    /// Adds the reviews of each term that has just begun, once; answers how many.
    ///
    /// # Errors
    /// When the store or the recorder is away: to be asked again.
    pub async fn add_term_reviews(&self) -> Result<usize, AppError> {
        let now = self.now();
        let today = london_day(now);
        let mut added = 0;
        for academy in self.reader.read(directory::academies)? {
            let academy = academy.academy;
            let calendar = self.calendar_at(Some(academy)).await?;
            let Some(term) = term_of(today, &calendar) else {
                continue;
            };
            for part in PARTS {
                added += usize::from(self.add_review(academy, &term, part, now).await?);
            }
        }
        Ok(added)
    }

    async fn add_review(
        &self,
        academy: AcademyId,
        term: &SchoolTerm,
        (role, part): (Role, &str),
        now: At,
    ) -> Result<bool, AppError> {
        let season = term.season.name();
        let year = term.school_year();
        let id = command_id::of_term_review(academy, &[&year, season, part]);
        let review = EntryId::new(id.new_aggregate());
        if self.settled.has_review(review) {
            return Ok(false);
        }
        let stream = review.stream();
        if self.reader.read(|views| access_row(views, stream))?.exists {
            self.settled.keep_review(review);
            return Ok(false);
        }
        let holders = self.unconflicted_holders(role, Some(academy), &[], None);
        // With nobody to sign it comes once somebody has the role.
        let holders = holders.await?;
        let Some(signer) = holders.first().copied() else {
            return Ok(false);
        };
        if !has_just_begun(term, london_day(now)) {
            // Asked once of the same people: what was settled so stays so for the term.
            if self.settled.is_not_asked(review, &holders) {
                return Ok(false);
            }
            if !self
                .is_asked_late(academy, role, (term, now), &holders)
                .await?
            {
                self.settled.keep_not_asked(review, holders);
                return Ok(false);
            }
        }
        // The views may lag: the entry itself says whether it is there.
        let loaded = self.load::<Entry>(stream).await?;
        if !matches!(loaded.state, State::Absent) {
            return Ok(false);
        }
        let register = self.register(REGISTER)?;
        let fields = fields_of(signer, season, &year, part);
        let linked = linked(&register, &fields);
        let add = Add {
            around: self.around(&register, Some(academy), &linked).await?,
            fields,
            by: None,
            number: reference::of_command(&id),
        };
        let events = Entry::decide(&loaded.state, add.into(), now)?;
        let events = events.into_iter().map(Into::into).collect();
        let submitted = self.submit_as_system(now, (stream, Some(academy)), loaded.tip, events);
        // Whoever was faster has added it.
        submitted.await.map(|_| true)
    }

    /// Whether the review of a term that has gone on for a while is asked for: everybody who could sign it has
    /// come to the role late.
    async fn is_asked_late(
        &self,
        academy: AcademyId,
        role: Role,
        (term, now): (&SchoolTerm, At),
        holders: &[StaffId],
    ) -> Result<bool, AppError> {
        for holder in holders {
            if !self.came_late(*holder, (role, academy), term, now)? {
                return Ok(false);
            }
        }
        // In an academy that joined in the middle of a term everybody has come late.
        Ok(london_day(self.begun_at(academy.stream()).await?) <= term.first)
    }

    /// Whether somebody has had a role only since after the days in which a term's reviews are added.
    fn came_late(
        &self,
        staff: StaffId,
        (role, academy): (Role, AcademyId),
        term: &SchoolTerm,
        now: At,
    ) -> Result<bool, AppError> {
        let member = self
            .reader
            .read(|views| directory::staff_member(views, staff))?;
        let roles = member.map_or_else(Vec::new, |member| member.roles);
        let here = |held: &&RoleRow| {
            held.role == role
                && held.is_held(now)
                && (role.is_trust_wide() || held.academy == Some(academy))
        };
        let since = { roles.iter() }
            .filter(here)
            .map(|held| held.confirmed_at.unwrap_or(held.proposed_at))
            .min();
        Ok(since.is_some_and(|since| !has_just_begun(term, london_day(since))))
    }
}

fn has_just_begun(term: &SchoolTerm, today: Day) -> bool {
    let since = today.date() - term.first.date();
    since.get_days() <= LATE_DAYS
}

fn fields_of(signer: StaffId, season: &str, year: &str, part: &str) -> BTreeMap<String, Sent> {
    let text = |text: &str| Sent::Text(Sensitive::from(text));
    [
        ("signer", Sent::Person(PersonRef::Staff { id: signer })),
        ("log", text("incidents")),
        ("term", text(season)),
        ("school_year", text(year)),
        ("part", text(part)),
    ]
    .into_iter()
    .map(|(field, value)| (field.to_owned(), value))
    .collect()
}
