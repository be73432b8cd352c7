//! Adding an entry, filling it in, correcting it, moving it on.

use std::sync::Arc;

use lanyard_access::{Action, Resource, ResourceKind, RoleSet, Scope};
use lanyard_domain::policy::{Level, Party, Register};
use lanyard_domain::reference;
use lanyard_domain::register::{
    Add, Around, Correct, Entry, Fill, MakeMove, SentFields, State, linked, no_such_field,
};
use lanyard_domain::{Code, Refusal};
use lanyard_events::{AcademyId, Actor, EntryId, Sensitive};
use lanyard_projections::directory;
use lanyard_projections::registers::entry_page;

use super::seen::{parts, shows};
use crate::app::App;
use crate::change::{Begin, Precondition};
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::load::Loaded;

/// What somebody who keeps an entry's fields sends them among.
struct Kept {
    around: Around,
    /// Whether one of them is hidden from whoever sends it.
    hidden: bool,
}

impl Kept {
    /// Who may keep an entry's fields does not fill in or correct what they may not see: to them the register
    /// has no such field. Said where the rules would say it, after `If-Match`.
    fn hides_nothing(&self) -> Result<(), AppError> {
        if self.hidden {
            return Err(no_such_field().into());
        }
        Ok(())
    }
}

impl App {
    /// Adds an entry to a register. Whoever may add does so whoever it is about: like raising a
    /// concern, it shows nothing.
    ///
    /// # Errors
    /// `NotShown` for an unknown register, `Forbidden`, a refusal that names every wrong field,
    /// `NotRecorded`, `OutcomeUnknown`.
    pub async fn add_entry(
        &self,
        context: &Context,
        register: &str,
        academy: Option<AcademyId>,
        fields: SentFields,
    ) -> Result<(Done, EntryId, String), AppError> {
        let register = self.register(register)?;
        self.belongs(&register, academy)?;
        let mut entry = Resource::new(ResourceKind::RegisterEntry);
        entry.academy = academy;
        entry.routed_to = RoleSet::from_roles(Register::roles(&register.adds));
        self.permit(context, Action::AddEntry, &entry)?;
        let is_client = matches!(context.caller.actor, Actor::Client(_));
        if is_client && !register.adds.contains(&Party::Client) {
            return Err(AppError::Forbidden);
        }
        let (id, content) = context.command()?;
        let number = reference::of_command(&id);
        let entry = EntryId::new(id.new_aggregate());
        if let Some(done) = self.replay(id, content).await? {
            return Ok((done, entry, number));
        }
        let around = self
            .around(&register, academy, &linked(&register, &fields))
            .await?;
        self.family_may_be_asked(&register, &fields, None).await?;
        self.consent_is_theirs(&register, &fields, None).await?;
        let add = Add {
            around,
            fields,
            by: context.staff(),
            number: number.clone(),
        };
        let begin = Begin {
            stream: entry.stream(),
            academy,
            command: add.into(),
            id,
            content,
            occurred_at: None,
            expires: true,
        };
        let done = self.begin::<Entry>(context, begin).await?;
        Ok((done, entry, number))
    }

    /// An entry of an academy names it, one of the trust none.
    fn belongs(&self, register: &Register, academy: Option<AcademyId>) -> Result<(), AppError> {
        let wrong = |detail: &'static str| {
            Err(Refusal::of_field(Code::WrongValue, "/academy", detail).into())
        };
        match (register.level, academy) {
            (Level::Trust, None) => Ok(()),
            (Level::Trust, Some(_)) => wrong("This register is the trust's: name no academy."),
            (Level::Academy, None) => wrong("Say for which academy."),
            (Level::Academy, Some(academy)) => {
                let known = self
                    .reader
                    .read(|views| directory::academy(views, academy))?;
                if known.is_some() {
                    Ok(())
                } else {
                    // As any academy that somebody may not add to.
                    Err(AppError::Forbidden)
                }
            }
        }
    }

    /// Fills in what had been left empty.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn fill_entry(
        &self,
        context: &Context,
        register: &str,
        entry: EntryId,
        fields: SentFields,
    ) -> Result<Done, AppError> {
        let kept = self.kept_by(context, register, entry, &fields).await?;
        let done = self
            .change::<Entry>(context, entry.stream(), Precondition::Required, |_, _| {
                kept.hides_nothing()?;
                Ok(Fill {
                    around: kept.around.clone(),
                    fields: fields.clone(),
                }
                .into())
            })
            .await?;
        // Whoever kept a clock may be shut out of it by what was filled in.
        self.follow(done).await
    }

    /// Corrects what stood there, with a reason.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn correct_entry(
        &self,
        context: &Context,
        register: &str,
        entry: EntryId,
        fields: SentFields,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let kept = self.kept_by(context, register, entry, &fields).await?;
        let done = self
            .change::<Entry>(context, entry.stream(), Precondition::Required, |_, _| {
                kept.hides_nothing()?;
                Ok(Correct {
                    around: kept.around.clone(),
                    fields: fields.clone(),
                    reason: reason.clone(),
                }
                .into())
            })
            .await?;
        // Whoever kept a clock may be shut out of it by what was filled in.
        self.follow(done).await
    }

    /// For those who keep an entry's fields: whoever may add one, and whose own it is.
    async fn kept_by(
        &self,
        context: &Context,
        register: &str,
        entry: EntryId,
        fields: &SentFields,
    ) -> Result<Kept, AppError> {
        let register = self.register(register)?;
        let mut keepers = register.adds.clone();
        keepers.push(Party::Own);
        let (_, around) = self
            .entry_for(context, &register, entry, (&keepers, fields))
            .await?;
        let scope = Scope::of(&context.caller, Action::ReadEntry);
        let page = self
            .query(move |views| entry_page(views, &scope, entry))
            .await?
            .ok_or(AppError::NotShown)?;
        let parts = parts(context, &register, &page.row);
        let hidden = { fields.keys() }.any(|field| !shows(&register, &parts, field));
        Ok(Kept { around, hidden })
    }

    /// An entry and what it stands among, for somebody who is to do what these parties may with these
    /// fields.
    async fn entry_for(
        &self,
        context: &Context,
        register: &Arc<Register>,
        entry: EntryId,
        (parties, fields): (&[Party], &SentFields),
    ) -> Result<(Loaded<State>, Around), AppError> {
        let row = self
            .entry_address(context, entry, register, parties)
            .await?;
        let loaded = self.load::<Entry>(entry.stream()).await?;
        is_of(register, &loaded.state)?;
        let mut linked = linked(register, fields);
        linked.stands(register, &loaded.state);
        let around =
            { self.around_entry(register, row.academy, &linked, Some(entry.stream())) }.await?;
        self.family_may_be_asked(register, fields, Some(&loaded.state))
            .await?;
        self.consent_is_theirs(register, fields, Some(&loaded.state))
            .await?;
        Ok((loaded, around))
    }

    /// Moves an entry on. What the system has to fill in with the move, it fills in (R13).
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn move_entry(
        &self,
        context: &Context,
        register: &str,
        entry: EntryId,
        made: &str,
        fields: SentFields,
    ) -> Result<Done, AppError> {
        let register = self.register(register)?;
        let it = register.move_named(made);
        let by = it.map_or(&[][..], |it| it.by.as_slice());
        // An unknown move is refused by the rules, to whoever may see the entry.
        let parties = if it.is_some() { by } else { &register.sees };
        let (loaded, around) = self
            .entry_for(context, &register, entry, (parties, &fields))
            .await?;
        let set = match (it, loaded.state.record()) {
            (Some(it), Some(record)) => {
                self.set_with(context, &register, (loaded.academy, it, record))
                    .await?
            }
            _ => Vec::new(),
        };
        let done = self
            .change::<Entry>(context, entry.stream(), Precondition::Required, |_, _| {
                Ok(MakeMove {
                    around: around.clone(),
                    made: made.to_owned(),
                    fields: fields.clone(),
                    set: set.clone(),
                    by: context.staff(),
                }
                .into())
            })
            .await?;
        // Whoever kept a clock may be shut out of it by what was filled in.
        self.follow(done).await
    }
}

/// An entry has one address: that of its own register.
pub(super) fn is_of(register: &Register, state: &State) -> Result<(), AppError> {
    match state.record() {
        Some(record) if record.register == register.id.as_str() => Ok(()),
        Some(_) | None => Err(AppError::NotShown),
    }
}
