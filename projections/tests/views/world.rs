//! A small trust to tell stories in: events are made, applied at once, and kept.

use std::collections::{BTreeSet, HashMap};

use lanyard_access::{Action, Caller, HeldRole, PersonKey, Scope};
use lanyard_events::academy::{AcademyEvent, AcademyOpened, Phase};
use lanyard_events::access::{AccessEvent, AccessLooked, LookResult};
use lanyard_events::case::{CaseEvent, CaseNoteAdded, CaseOpened, NoteKind};
use lanyard_events::concern::{
    AboutAdult, ConcernEvent, ConcernRaised, ConcernTriaged, Due, Place, PlaceKind, Reporter,
    TriageDecision,
};
use lanyard_events::pupil::{PupilEvent, PupilRegistered};
use lanyard_events::staff::{Employer, StaffEvent, StaffRegistered};
use lanyard_events::{
    AcademyId, AccessStreamId, Actor, AllegationId, At, CaseId, ConcernId, ConflictId, Envelope,
    Event, EventId, EventType, LinkRole, LinkedPerson, LoginBinding, PersonRef, Position, PupilId,
    Revision, Role, Sensitive, StaffId, StreamId,
};
use lanyard_projections::{OpenedEvent, Paging, Reading, Unopened, ViewError, Views};
use tempfile::TempDir;
use uuid::Uuid;

pub const ALL: Paging = Paging {
    after: None,
    limit: 200,
};
pub const PUPIL_ROUTE: [Role; 4] = [Role::Dsl, Role::DeputyDsl, Role::Head, Role::TrustLead];

pub struct World {
    pub dir: TempDir,
    pub views: Views,
    pub log: Vec<OpenedEvent>,
    revisions: HashMap<StreamId, u64>,
    pub now: At,
}

pub fn academy(n: u128) -> AcademyId {
    AcademyId::new(Uuid::from_u128(0xa000 + n))
}

pub fn pupil(n: u128) -> PupilId {
    PupilId::new(Uuid::from_u128(0xb000 + n))
}

pub fn staff(n: u128) -> StaffId {
    StaffId::new(Uuid::from_u128(0xc000 + n))
}

pub fn concern(n: u128) -> ConcernId {
    ConcernId::new(Uuid::from_u128(0xd000 + n))
}

pub fn case(n: u128) -> CaseId {
    CaseId::new(Uuid::from_u128(0xe000 + n))
}

pub fn allegation(n: u128) -> AllegationId {
    AllegationId::new(Uuid::from_u128(0x1_e000 + n))
}

pub fn text(text: &str) -> Sensitive<String> {
    Sensitive::from(text)
}

pub fn at(text: &str) -> At {
    text.parse().unwrap()
}

pub fn from_json<T: serde::de::DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap()
}

pub fn linked_pupil(n: u128) -> LinkedPerson {
    LinkedPerson::new(PersonRef::Pupil { id: pupil(n) }, LinkRole::Affected)
}

pub fn linked_staff(n: u128) -> LinkedPerson {
    let role = LinkRole::AllegedToHaveDoneIt;
    LinkedPerson::new(PersonRef::Staff { id: staff(n) }, role)
}

pub fn raised(people: Vec<LinkedPerson>, account: &str) -> ConcernRaised {
    ConcernRaised {
        about_adult: AboutAdult::No,
        routed_to: PUPIL_ROUTE.to_vec(),
        category: from_json("\"cyber_bullying\""),
        people,
        place: Place {
            kind: PlaceKind::Online,
            description: None,
            platform: Some("a game".to_owned()),
            address: None,
            accounts: vec![text("dragon99")],
            device: None,
        },
        when_text: Some(text("last night")),
        account: text(account),
        childs_words: Some(text("they keep writing to me")),
        body_map: Vec::new(),
        action_taken: None,
        danger_now: false,
        reporter: Reporter::Actor,
        late_entry: false,
        due: Due {
            rule: "R1".to_owned(),
            at: at("2026-11-10T15:30:00Z"),
            reason: "end of the school day".to_owned(),
        },
        reference: "K7M2Q9XA".to_owned(),
        external_reference: None,
        sub_risks: vec!["bullied_online".to_owned()],
    }
}

/// A caller with roles at academy 1, unless the role is trust-wide.
pub fn caller(n: u128, roles: &[Role]) -> Caller {
    let mut caller = Caller::nobody(Actor::Staff(staff(n)));
    caller.roles = roles
        .iter()
        .map(|role| HeldRole {
            role: *role,
            academy: (!role.is_trust_wide()).then(|| academy(1)),
        })
        .collect();
    caller.excluded_persons = BTreeSet::from([PersonKey::Staff(staff(n))]);
    caller
}

pub fn scope(n: u128, roles: &[Role], action: Action) -> Scope {
    Scope::of(&caller(n, roles), action)
}

impl World {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        Self {
            views: Views::open(dir.path()).unwrap(),
            dir,
            log: Vec::new(),
            revisions: HashMap::new(),
            now: at("2026-11-10T14:05:00Z"),
        }
    }

    /// Two academies, pupils 1 to 3 and staff 1 to 4, all at academy 1.
    pub fn with_people() -> Self {
        let mut world = Self::new();
        for (n, name) in [(1, "Oakfield"), (2, "St Aldhelm's")] {
            world.open_academy(n, name);
        }
        for (n, forename, surname) in [
            (1, "Amara", "Example"),
            (2, "Amara", "Specimen"),
            (3, "Jo", "O'Neill"),
        ] {
            world.register_pupil(n, forename, surname);
        }
        for (n, forename, surname) in [
            (1, "Ruth", "Osei"),
            (2, "Priya", "Nair"),
            (3, "Callum", "Byrne"),
            (4, "Helen", "Marsh"),
        ] {
            world.register_staff(n, forename, surname);
        }
        world
    }

    /// An event that is made but not applied.
    pub fn make(
        &mut self,
        stream: StreamId,
        by: Actor,
        event: Option<Event>,
        kind: &'static str,
    ) -> OpenedEvent {
        let revision = self.revisions.entry(stream).or_default();
        let position = Position(self.log.len() as u64 + 1);
        let opened = OpenedEvent {
            after: self.log.last().map_or(Position(0), |last| last.position),
            position,
            recorded_minute: self.now.minute(),
            envelope: Envelope {
                id: EventId::new(Uuid::from_u128(u128::from(position.0))),
                stream,
                revision: Revision(*revision),
                event_type: EventType::known(kind),
                schema_version: 1,
                academy: Some(academy(1)),
                actor: by,
                occurred_at: self.now,
                proposed_at: self.now,
                causation: None,
                correlation: None,
                prev: None,
            },
            event,
        };
        *revision += 1;
        opened
    }

    pub fn apply(&mut self, opened: OpenedEvent) -> Position {
        let position = opened.position;
        let applied = self.views.apply(std::slice::from_ref(&opened)).unwrap();
        assert_eq!(applied.position, position);
        assert_eq!(applied.looks.unwrap(), position);
        self.log.push(opened);
        position
    }

    pub fn tell(
        &mut self,
        stream: impl Into<StreamId>,
        by: StaffId,
        event: impl Into<Event>,
    ) -> Position {
        let event = event.into();
        let kind = event.kind().event_type;
        let opened = self.make(stream.into(), Actor::Staff(by), Some(event), kind);
        self.apply(opened)
    }

    pub fn tell_at(
        &mut self,
        academy: Option<AcademyId>,
        stream: impl Into<StreamId>,
        by: StaffId,
        event: impl Into<Event>,
    ) -> Position {
        let event = event.into();
        let kind = event.kind().event_type;
        let mut opened = self.make(stream.into(), Actor::Staff(by), Some(event), kind);
        opened.envelope.academy = academy;
        self.apply(opened)
    }

    pub fn read<T>(&self, read: impl FnOnce(&Reading<'_>) -> Result<T, ViewError>) -> T {
        self.views.reader().read(read).unwrap()
    }

    pub fn open_academy(&mut self, n: u128, name: &str) {
        let opened = AcademyEvent::Opened(AcademyOpened {
            name: name.to_owned(),
            urn: None,
            local_authority: "330".to_owned(),
            phase: Phase::Secondary,
            day_ends: "15:30".to_owned(),
        });
        self.tell_at(Some(academy(n)), academy(n), staff(1), opened);
    }

    pub fn register_pupil(&mut self, n: u128, forename: &str, surname: &str) {
        let registered = PupilEvent::Registered(PupilRegistered {
            upn: None,
            surname: text(surname),
            forename: text(forename),
            preferred_forename: None,
            date_of_birth: "2014-02-03".parse().unwrap(),
            year_group: 8,
            mis_id: None,
        });
        self.tell(pupil(n), staff(1), registered);
    }

    pub fn register_staff(&mut self, n: u128, forename: &str, surname: &str) {
        let registered = StaffEvent::Registered(StaffRegistered {
            surname: text(surname),
            forename: text(forename),
            job_title: None,
            employer: Employer::Academy,
            login: Some(LoginBinding {
                issuer: "https://id.example".to_owned(),
                subject: text(&format!("subject-{n}")),
            }),
            conflict: ConflictId::new(Uuid::from_u128(0xf000 + n)),
            mis_id: None,
        });
        self.tell(staff(n), staff(1), registered);
    }

    pub fn raise(&mut self, n: u128, by: u128, people: Vec<LinkedPerson>) -> Position {
        let raised =
            ConcernEvent::Raised(raised(people, "Threatening messages from a group chat."));
        self.tell(concern(n), staff(by), raised)
    }

    pub fn triage(&mut self, n: u128, by: u128, decision: TriageDecision) -> Position {
        let reason = text("it has gone on for weeks");
        let triaged = ConcernEvent::Triaged(ConcernTriaged {
            decision,
            reason,
            sub_risks: Vec::new(),
        });
        self.tell(concern(n), staff(by), triaged)
    }

    /// Triage of concern `n` by staff 1 into case `n`, and the case with it.
    pub fn open_case(&mut self, n: u128, people: Vec<LinkedPerson>) -> Position {
        self.triage(n, 1, TriageDecision::OpenCase { case: case(n) });
        let opened = CaseEvent::Opened(CaseOpened {
            concern: concern(n),
            category: from_json("\"cyber_bullying\""),
            people,
            routed_to: PUPIL_ROUTE.to_vec(),
            owner: staff(1),
            reason: text("a pattern"),
            reference: "C4SE0001".to_owned(),
        });
        self.tell(case(n), staff(1), opened)
    }

    pub fn note(&mut self, n: u128, note: &str) -> Position {
        let added = CaseNoteAdded {
            kind: NoteKind::Note,
            text: text(note),
        };
        self.tell(case(n), staff(1), CaseEvent::NoteAdded(added))
    }

    pub fn look(&mut self, by: u128, streams: Vec<StreamId>) -> Position {
        let looked = AccessEvent::Looked(AccessLooked {
            streams,
            result: LookResult::Opened,
            route: "GET /v1/cases/{id}".to_owned(),
        });
        let process = AccessStreamId::new(Uuid::from_u128(0x9000));
        self.tell(process, staff(by), looked)
    }
}

/// An event of a stream that does not open, the next one after a position.
pub fn unopened(after: Position, stream: StreamId) -> Unopened {
    let position = Position(after.0 + 1);
    Unopened {
        after,
        position,
        event: EventId::new(Uuid::from_u128(u128::from(position.0))),
        stream,
        code: "unknown_type",
    }
}
