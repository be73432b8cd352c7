//! From a verified token to a caller: roles from the staff register, exclusions from the caller's
//! conflict stream, read from the store at every request (design.md 5).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use lanyard_access::{Caller, ClientRights, ClientScope, HeldRole, PersonKey};
use lanyard_events::conflict::ConflictEvent;
use lanyard_events::{
    AcademyId, Actor, ClientId, ConflictId, Event, PersonRef, Recorded, Revision, Role, StaffId,
    StreamId,
};
use lanyard_projections::directory::{self, CallerRow};
use lanyard_projections::grants;
use lanyard_vault::Opened;

use crate::app::App;
use crate::error::AppError;

/// Who a verified token is about.
#[derive(Debug, Clone)]
pub enum Login {
    /// A person, by issuer and subject, never by name or email.
    Person {
        /// The token's issuer.
        issuer: String,
        /// The issuer's id of the person.
        subject: String,
    },
    /// An integration client with what its token allows.
    Client {
        /// Which one.
        id: ClientId,
        /// Its scopes.
        scopes: BTreeSet<ClientScope>,
        /// Its academies.
        academies: BTreeSet<AcademyId>,
    },
}

/// Roles of people who are registered without being employed: trustees and auditors see no child's
/// name (domain.md 1; R16).
const OVERSEERS: [Role; 3] = [Role::Chair, Role::Governor, Role::Auditor];
/// Conflict events read at once; a stream is a handful long.
const CONFLICT_BATCH: u32 = 256;
/// Conflict streams kept in memory; a trust has some thousands of staff.
const KEPT: usize = 8_192;

/// What one conflict stream has said up to a revision.
#[derive(Debug, Clone, Default)]
pub(crate) struct Excluded {
    next: Option<Revision>,
    persons: BTreeSet<PersonKey>,
    matters: BTreeSet<StreamId>,
}

/// How fresh the exclusions must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AsOf {
    Now,
    LastKnown,
}

/// Conflict streams as far as they were read, so that a request reads only what is new.
#[derive(Default)]
pub(crate) struct Exclusions(Mutex<BTreeMap<ConflictId, Excluded>>);

impl Exclusions {
    fn get(&self, conflict: ConflictId) -> Excluded {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&conflict).cloned().unwrap_or_default()
    }

    fn put(&self, conflict: ConflictId, excluded: Excluded) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT && !kept.contains_key(&conflict) {
            kept.pop_first();
        }
        kept.insert(conflict, excluded);
    }
}

impl App {
    /// The caller that a verified token stands for.
    ///
    /// # Errors
    /// `UnknownPerson` when nobody on the staff register has the log-in or they have left;
    /// `Unavailable` when the conflict stream cannot be read: without it nothing may be shown.
    pub async fn caller(&self, login: &Login) -> Result<Caller, AppError> {
        self.caller_as_of(login, AsOf::Now).await
    }

    /// The caller as last known where the store is away. For raising a concern only, which shows
    /// nothing: it is taken while the store is away (design.md 1.6).
    ///
    /// # Errors
    /// As `caller`, but for a store that is away.
    pub async fn caller_to_raise(&self, login: &Login) -> Result<Caller, AppError> {
        self.caller_as_of(login, AsOf::LastKnown).await
    }

    async fn caller_as_of(&self, login: &Login, as_of: AsOf) -> Result<Caller, AppError> {
        match login {
            Login::Client {
                id,
                scopes,
                academies,
            } => Ok(Caller {
                actor: Actor::Client(*id),
                roles: Vec::new(),
                client: Some(ClientRights {
                    scopes: scopes.clone(),
                    academies: academies.clone(),
                }),
                excluded_persons: BTreeSet::new(),
                excluded_matters: BTreeSet::new(),
                granted_matters: BTreeSet::new(),
            }),
            Login::Person { issuer, subject } => self.person(issuer, subject, as_of).await,
        }
    }

    async fn person(&self, issuer: &str, subject: &str, as_of: AsOf) -> Result<Caller, AppError> {
        let identity = self
            .reader
            .read(|views| directory::caller(views, issuer, subject, self.now()))?
            .filter(|identity| !self.has_left(identity))
            .ok_or(AppError::UnknownPerson)?;
        self.caller_of(identity, as_of).await
    }

    /// Somebody on the staff register, as if they asked now: what may be told to them is what they
    /// would be shown. None once they have left.
    pub(crate) async fn caller_of_staff(&self, staff: StaffId) -> Result<Option<Caller>, AppError> {
        match self.staff_row(staff)? {
            Some(row) if !self.has_left(&row) => self.caller_of(row, AsOf::Now).await.map(Some),
            Some(_) | None => Ok(None),
        }
    }

    async fn caller_of(&self, identity: CallerRow, as_of: AsOf) -> Result<Caller, AppError> {
        let mut roles = identity.roles;
        if works_with_children(identity.academy, &roles) {
            roles.push(HeldRole {
                role: Role::Staff,
                academy: identity.academy,
            });
        }
        let excluded = match (self.exclusions(identity.conflict).await, as_of) {
            (Err(AppError::Unavailable), AsOf::LastKnown) => self.exclusions.get(identity.conflict),
            (excluded, AsOf::Now | AsOf::LastKnown) => excluded?,
        };
        if excluded.persons.is_empty() && as_of == AsOf::Now {
            // Everybody is registered with themself in it; an empty one is not to be trusted.
            return Err(AppError::Unavailable);
        }
        let now = self.now();
        let granted_matters = self
            .reader
            .read(|views| grants::in_force(views, identity.staff, now))?;
        Ok(Caller {
            actor: Actor::Staff(identity.staff),
            roles,
            client: None,
            excluded_persons: excluded.persons,
            excluded_matters: excluded.matters,
            granted_matters,
        })
    }

    /// What a conflict stream says now.
    pub(crate) async fn exclusions(&self, conflict: ConflictId) -> Result<Excluded, AppError> {
        let mut excluded = self.exclusions.get(conflict);
        let from = excluded.next.unwrap_or(Revision(0));
        let news = self
            .parts
            .journal
            .read_stream(conflict.stream(), from, CONFLICT_BATCH)
            .await?;
        if !news.is_empty() {
            for recorded in &news {
                self.exclude(&mut excluded, recorded)?;
                excluded.next = Some(recorded.event.envelope.revision.next());
            }
            self.exclusions.put(conflict, excluded.clone());
        }
        Ok(excluded)
    }

    pub(crate) fn exclude(
        &self,
        excluded: &mut Excluded,
        recorded: &Recorded,
    ) -> Result<(), AppError> {
        let Opened::Event(Event::Conflict(event)) = self.parts.vault.open(&recorded.event)? else {
            return Err(AppError::Unavailable);
        };
        match event {
            ConflictEvent::PersonAdded(added) => {
                excluded.persons.extend(key_of(&added.person));
            }
            ConflictEvent::PersonLifted(lifted) => {
                if let Some(person) = key_of(&lifted.person) {
                    excluded.persons.remove(&person);
                }
            }
            ConflictEvent::MatterAdded(added) => {
                excluded.matters.insert(added.matter);
            }
            ConflictEvent::MatterConfirmed(_)
            | ConflictEvent::MatterReviewed(_)
            | ConflictEvent::ReviewAsked(_)
            | ConflictEvent::ReviewPlanned(_)
            | ConflictEvent::PersonReviewPlanned(_)
            | ConflictEvent::PersonReviewed(_) => {}
            ConflictEvent::MatterLifted(lifted) => {
                excluded.matters.remove(&lifted.matter);
            }
        }
        Ok(())
    }
}

/// Whether somebody is `staff` where they are registered. Everybody is, but those who only oversee or
/// check the trust, and guests: they work with no child and need no roster.
pub(crate) fn works_with_children(academy: Option<AcademyId>, roles: &[HeldRole]) -> bool {
    let only = |of: &[Role]| !roles.is_empty() && roles.iter().all(|held| of.contains(&held.role));
    let only_oversees = academy.is_none() && only(&OVERSEERS);
    !only_oversees && !only(&[Role::Guest])
}

impl Excluded {
    /// Persons and matters.
    pub(crate) fn into_parts(self) -> (BTreeSet<PersonKey>, BTreeSet<StreamId>) {
        (self.persons, self.matters)
    }

    /// Whether the owner of the stream may have no part in a matter linking these people.
    pub(crate) fn bars(&self, people: &[PersonKey]) -> bool {
        people.iter().any(|person| self.persons.contains(person))
    }

    /// Whether they may have no part in this very matter.
    pub(crate) fn bars_matter(&self, matter: StreamId) -> bool {
        self.matters.contains(&matter)
    }
}

/// The register key of a linked person; somebody only described has none.
pub(crate) fn key_of(person: &PersonRef) -> Option<PersonKey> {
    match person {
        PersonRef::Pupil { id } => Some(PersonKey::Pupil(*id)),
        PersonRef::Staff { id } => Some(PersonKey::Staff(*id)),
        PersonRef::Described { .. } => None,
    }
}
