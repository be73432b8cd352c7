//! Names beside ids: matters refer to people by id, their names stand in the directory.

use std::collections::HashMap;

use lanyard_access::PersonKey;
use lanyard_events::{Actor, LinkRole, LinkedPerson, PartId, PersonRef, Sensitive};
use rusqlite::{Connection, OptionalExtension};

use crate::error::ViewError;
use crate::stored::{self, Key};

/// Somebody linked to a matter, as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownPerson {
    /// Who.
    pub person: PersonRef,
    /// Their part.
    pub role: LinkRole,
    /// The trust's own word for it, where one was chosen.
    pub part: Option<PartId>,
    /// Their name, or the description; none when the register no longer has it.
    pub name: Option<Sensitive<String>>,
}

/// Names already looked up for one answer.
pub(crate) struct Names<'a> {
    conn: &'a Connection,
    known: HashMap<Key, Option<Sensitive<String>>>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(conn: &'a Connection) -> Self {
        Self {
            conn,
            known: HashMap::new(),
        }
    }

    /// The name of a key, `forename surname`; none for nobody on a register.
    pub(crate) fn of_key(&mut self, key: &Key) -> Result<Option<Sensitive<String>>, ViewError> {
        if let Some(name) = self.known.get(key) {
            return Ok(name.clone());
        }
        let name: Option<String> = self
            .conn
            .prepare_cached(
                "SELECT coalesce(preferred_forename, forename) || ' ' || surname
                 FROM person WHERE person = ?1",
            )?
            .query_row([key], |row| row.get(0))
            .optional()?;
        let name = name.map(Sensitive::from);
        self.known.insert(*key, name.clone());
        Ok(name)
    }

    /// The name of an actor; none for a client, the system or the public.
    pub(crate) fn of_actor(
        &mut self,
        actor: Actor,
    ) -> Result<Option<Sensitive<String>>, ViewError> {
        self.of_key(&stored::actor_key(actor))
    }

    /// The name or description of a person.
    pub(crate) fn of_person(
        &mut self,
        person: &PersonRef,
    ) -> Result<Option<Sensitive<String>>, ViewError> {
        match person {
            PersonRef::Pupil { id } => self.of_key(&stored::pupil_key(*id)),
            PersonRef::Staff { id } => self.of_key(&stored::staff_key(*id)),
            PersonRef::Described { description } => Ok(Some(description.clone())),
        }
    }

    /// People as shown.
    pub(crate) fn shown(
        &mut self,
        people: Vec<LinkedPerson>,
    ) -> Result<Vec<ShownPerson>, ViewError> {
        people
            .into_iter()
            .map(|linked| {
                Ok(ShownPerson {
                    name: self.of_person(&linked.person)?,
                    person: linked.person,
                    role: linked.role,
                    part: linked.part,
                })
            })
            .collect()
    }

    /// People of a stored list, as shown.
    pub(crate) fn shown_from(&mut self, linked: &str) -> Result<Vec<ShownPerson>, ViewError> {
        let people =
            serde_json::from_str(linked).map_err(|_| ViewError::Stored("linked people"))?;
        self.shown(people)
    }

    /// Every name looked up, by person.
    pub(crate) fn into_people(self) -> Result<Vec<(PersonKey, Sensitive<String>)>, ViewError> {
        let mut people = Vec::with_capacity(self.known.len());
        for (key, name) in self.known {
            if let Some(name) = name {
                people.push((stored::person(&key)?, name));
            }
        }
        people.sort_by_key(|(person, _)| *person);
        Ok(people)
    }
}
