//! The life of a matter: raised, added to, triaged, worked as a case, closed.

use lanyard_events::case::{
    CaseActionDone, CaseActionPlanned, CaseClosed, CaseEvent, CaseNoteAdded, CaseOpened,
    CaseParentsContacted, ContactHow, NoteKind,
};
use lanyard_events::concern::{
    AboutAdult, ConcernEvent, ConcernInformationAdded, ConcernRaised, ConcernTriaged, Due, Place,
    PlaceKind, Reporter, TriageDecision,
};
use lanyard_events::{
    ActionId, Actor, At, CaseId, CategoryId, ConcernId, Day, Event, LinkRole, LinkedPerson,
    OutcomeId, PersonRef, PupilId, Role, Sensitive, StaffId, StreamKind,
};
use lanyard_journal::Append;
use lanyard_vault::WrappedKey;

use super::former::{Former, Thread};
use super::trust::School;
use super::words::{ACCOUNTS, ACTIONS, CATEGORIES, NOTES, REASONS};

/// A day, in milliseconds.
const DAY_MILLIS: i64 = 86_400_000;
/// The roles that a pupil's concern goes to (domain.md 1).
const ROUTED_TO: [Role; 4] = [Role::Dsl, Role::DeputyDsl, Role::Head, Role::TrustLead];

/// What comes next in a matter.
#[derive(Clone, Copy)]
enum Next {
    Inform,
    Triage,
    OpenCase,
    Work(u8),
    CloseCase,
}

/// One matter as far as it goes.
pub struct Matter {
    concern: Thread,
    case: Option<Thread>,
    next: Next,
    people: Vec<LinkedPerson>,
    pupil: PupilId,
    owner: StaffId,
    category: CategoryId,
    action: ActionId,
}

/// One event of a matter, the key of a stream that it begins, and whether more are to come.
pub struct Advanced {
    /// The event.
    pub append: Append,
    /// The key.
    pub key: Option<WrappedKey>,
    /// Whether the matter goes on.
    pub goes_on: bool,
}

impl Matter {
    /// A new concern about one or two pupils.
    pub fn raise(former: &mut Former, school: &School) -> (Self, Advanced) {
        let pupil = school.pupils[former.one_of(school.pupils.len())];
        let raiser = school.staff[former.one_of(school.staff.len())];
        let people: Vec<_> = [
            (pupil, LinkRole::Affected),
            (
                school.pupils[former.one_of(school.pupils.len())],
                LinkRole::Witness,
            ),
        ]
        .into_iter()
        .take(1 + former.one_of(2))
        .map(|(id, role)| LinkedPerson::new(PersonRef::Pupil { id }, role))
        .collect();
        let category = CategoryId::new(former.pick(CATEGORIES));
        let event = raised(former, &people, &category);
        let (mut concern, key) = former.begin(StreamKind::Concern, Some(school.academy));
        let append = former.append(&mut concern, Actor::Staff(raiser), &event);
        let matter = Self {
            concern,
            case: None,
            next: if former.one_of(3) == 0 {
                Next::Inform
            } else {
                Next::Triage
            },
            people,
            pupil,
            owner: school.staff[0],
            category,
            action: ActionId::new(former.id()),
        };
        (
            matter,
            Advanced {
                append,
                key: Some(key),
                goes_on: true,
            },
        )
    }

    /// Its streams, the newest first.
    pub fn newest_stream(&self) -> lanyard_events::StreamId {
        self.case
            .as_ref()
            .map_or(self.concern.stream, |case| case.stream)
    }

    /// The next event.
    pub fn advance(&mut self, former: &mut Former, school: &School) -> Advanced {
        match self.next {
            Next::Inform => {
                self.next = Next::Triage;
                let text = Sensitive::from(former.pick(ACCOUNTS));
                let added = ConcernInformationAdded {
                    text,
                    childs_words: None,
                };
                self.on_concern(former, &ConcernEvent::InformationAdded(added).into(), true)
            }
            Next::Triage => self.triage(former),
            Next::OpenCase => self.open_case(former, school),
            Next::Work(step) => {
                self.next = if step < 6 {
                    Next::Work(step + 1)
                } else {
                    Next::CloseCase
                };
                let event = self.work(former, step);
                // One case in three stays open.
                let goes_on = step < 6 || former.one_of(3) > 0;
                self.on_case(former, &event, goes_on)
            }
            Next::CloseCase => {
                let closed = CaseClosed {
                    outcome: OutcomeId::new("no_further_action"),
                    reason: Sensitive::from(former.pick(REASONS)),
                    confirmed_by: self.owner,
                };
                self.on_case(former, &CaseEvent::Closed(closed).into(), false)
            }
        }
    }

    fn triage(&mut self, former: &mut Former) -> Advanced {
        let decision = match former.one_of(10) {
            0..=2 => TriageDecision::NoFurtherAction,
            3..=4 => TriageDecision::Monitor {
                review_on: day(former.millis + 14 * DAY_MILLIS),
            },
            _ => TriageDecision::OpenCase {
                case: CaseId::new(former.id()),
            },
        };
        let goes_on = matches!(decision, TriageDecision::OpenCase { .. });
        self.next = Next::OpenCase;
        let reason = Sensitive::from(former.pick(REASONS));
        let triaged = ConcernTriaged {
            decision,
            reason,
            sub_risks: Vec::new(),
        };
        self.on_concern(former, &ConcernEvent::Triaged(triaged).into(), goes_on)
    }

    fn open_case(&mut self, former: &mut Former, school: &School) -> Advanced {
        let opened = CaseOpened {
            concern: ConcernId::new(self.concern.stream.uuid),
            category: self.category.clone(),
            people: self.people.clone(),
            routed_to: ROUTED_TO.to_vec(),
            owner: self.owner,
            reason: Sensitive::from(former.pick(REASONS)),
            reference: former.reference(),
        };
        let (thread, key) = former.begin(StreamKind::Case, Some(school.academy));
        self.case = Some(thread);
        self.next = Next::Work(0);
        let mut advanced = self.on_case(former, &CaseEvent::Opened(opened).into(), true);
        advanced.key = Some(key);
        advanced
    }

    fn work(&self, former: &mut Former, step: u8) -> Event {
        let event = match step {
            1 => CaseEvent::ActionPlanned(CaseActionPlanned {
                action: self.action,
                title: Sensitive::from(former.pick(ACTIONS)),
                owner: self.owner,
                due_at: At::from_millis(former.millis + 7 * DAY_MILLIS),
            }),
            3 => CaseEvent::ParentsContacted(CaseParentsContacted {
                pupil: self.pupil,
                person: None,
                contact: Sensitive::from("mother"),
                how: ContactHow::Telephone,
                summary: Sensitive::from(former.pick(NOTES)),
                asked_first: None,
            }),
            5 => CaseEvent::ActionDone(CaseActionDone {
                action: self.action,
                outcome: Sensitive::from("Done; all came, and the plan stands."),
            }),
            _ => CaseEvent::NoteAdded(CaseNoteAdded {
                kind: NoteKind::Note,
                text: Sensitive::from(former.pick(NOTES)),
            }),
        };
        event.into()
    }

    fn on_concern(&mut self, former: &mut Former, event: &Event, goes_on: bool) -> Advanced {
        let append = former.append(&mut self.concern, Actor::Staff(self.owner), event);
        Advanced {
            append,
            key: None,
            goes_on,
        }
    }

    fn on_case(&mut self, former: &mut Former, event: &Event, goes_on: bool) -> Advanced {
        let actor = Actor::Staff(self.owner);
        let case = self.case.as_mut().unwrap_or(&mut self.concern);
        let append = former.append(case, actor, event);
        Advanced {
            append,
            key: None,
            goes_on,
        }
    }
}

fn raised(former: &mut Former, people: &[LinkedPerson], category: &CategoryId) -> Event {
    ConcernEvent::Raised(ConcernRaised {
        about_adult: AboutAdult::No,
        routed_to: ROUTED_TO.to_vec(),
        category: category.clone(),
        people: people.to_vec(),
        place: Place {
            kind: PlaceKind::InSchool,
            description: None,
            platform: None,
            address: None,
            accounts: Vec::new(),
            device: None,
        },
        when_text: Some(Sensitive::from("This morning")),
        account: Sensitive::from(former.pick(ACCOUNTS)),
        childs_words: None,
        body_map: Vec::new(),
        action_taken: Some(Sensitive::from("Told them that I would pass it on.")),
        danger_now: false,
        reporter: Reporter::Actor,
        late_entry: false,
        due: Due {
            rule: "R1".to_owned(),
            at: At::from_millis(former.millis + DAY_MILLIS),
            reason: "the same school day, or by 10:00 on the next".to_owned(),
        },
        reference: former.reference(),
        external_reference: None,
        sub_risks: Vec::new(),
    })
    .into()
}

fn day(millis: i64) -> Day {
    Day::new(
        At::from_millis(millis)
            .jiff()
            .to_zoned(jiff::tz::TimeZone::UTC)
            .date(),
    )
}
