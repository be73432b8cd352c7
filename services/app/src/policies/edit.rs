//! Proposing, publishing and withdrawing editions, and seeing what there is.

use lanyard_access::{Action, Resource, ResourceKind};
use lanyard_domain::policy::DocumentId;
use lanyard_domain::policy_document::{PolicyDocument, Propose, Publish, Withdraw};
use lanyard_events::{PolicyProposalId, Sensitive, StaffId, StreamId};
use lanyard_projections::editions::{EditionRow, EditionState, editions_of, proposals};

use crate::app::App;
use crate::change::{Begin, Precondition};
use crate::command_id;
use crate::context::{Context, Done};
use crate::error::AppError;

/// A document with what is in force and what is proposed.
#[derive(Debug, Clone)]
pub struct PolicyShown {
    /// Its name.
    pub document: DocumentId,
    /// The edition in force; none of a trust's own playbook that is not published, or was withdrawn.
    pub edition: Option<u16>,
    /// The edition that this release brings; none of a trust's own.
    pub shipped: Option<u16>,
    /// Whether that is newer than the one which stood when the trust's edition in force was published.
    pub newer_shipped: bool,
    /// The whole file that is in force.
    pub text: Option<String>,
    /// The trust's edition, where one is in force.
    pub published: Option<EditionRow>,
    /// What waits for a second person.
    pub proposed: Option<EditionRow>,
}

impl App {
    /// Every document that may be edited, with the trust's own.
    ///
    /// # Errors
    /// `Forbidden` for whoever is no senior and does not check the trust, `Unavailable`.
    pub async fn policies(&self, context: &Context) -> Result<Vec<PolicyShown>, AppError> {
        self.may_do(context, Action::ReadPolicy)?;
        let rows = self.query(proposals).await?;
        let mut names = DocumentId::shipped();
        for own in { rows.iter() }.filter_map(|row| DocumentId::parse(&row.document)) {
            if !names.contains(&own) {
                names.push(own);
            }
        }
        Ok({ names.into_iter() }
            .map(|document| shown(document, &rows))
            .collect())
    }

    /// One document.
    ///
    /// # Errors
    /// `Forbidden`, `NotShown` where there is none of this name, `Unavailable`.
    pub async fn policy(&self, context: &Context, name: &str) -> Result<PolicyShown, AppError> {
        let (document, rows) = self.editions(context, name).await?;
        Ok(shown(document, &rows))
    }

    /// Every edition of a document that was proposed, the newest first.
    ///
    /// # Errors
    /// `Forbidden`, `NotShown` where there is none of this name, `Unavailable`.
    pub async fn policy_editions(
        &self,
        context: &Context,
        name: &str,
    ) -> Result<Vec<EditionRow>, AppError> {
        Ok(self.editions(context, name).await?.1)
    }

    async fn editions(
        &self,
        context: &Context,
        name: &str,
    ) -> Result<(DocumentId, Vec<EditionRow>), AppError> {
        self.may_do(context, Action::ReadPolicy)?;
        let document = DocumentId::parse(name).ok_or(AppError::NotShown)?;
        let name = document.to_string();
        let rows = self.query(move |views| editions_of(views, &name)).await?;
        if rows.is_empty() && !document.is_shipped() {
            return Err(AppError::NotShown);
        }
        Ok((document, rows))
    }

    /// Proposes an edition; it comes into force when a second senior publishes it.
    ///
    /// # Errors
    /// `Forbidden`, `NotShown` where no document may have this name, a refusal.
    pub async fn propose_edition(
        &self,
        context: &Context,
        name: &str,
        text: String,
        reason: Sensitive<String>,
    ) -> Result<(Done, PolicyProposalId), AppError> {
        let (by, document, stream) = self.editing(context, Action::EditPolicy, name)?;
        let (id, content) = context.command()?;
        let proposal = PolicyProposalId::new(id.new_aggregate());
        let propose = Propose {
            document,
            proposal,
            text,
            reason,
            by,
            in_force: self.in_force()?,
        };
        if let Some(done) = self.replay(id, content).await? {
            return Ok((done, proposal));
        }
        let begun = self.load::<PolicyDocument>(stream).await?.tip.is_some();
        let done = if begun {
            self.change::<PolicyDocument>(context, stream, Precondition::Free, |_, _| {
                Ok(propose.clone().into())
            })
            .await?
        } else {
            let begin = Begin {
                stream,
                academy: None,
                command: propose.into(),
                id,
                content,
                occurred_at: None,
                expires: true,
            };
            self.begin::<PolicyDocument>(context, begin).await?
        };
        Ok((done, proposal))
    }

    /// Publishes what somebody else proposed: what begins from here on goes by it.
    ///
    /// # Errors
    /// `Forbidden`, `NotShown`, a refusal.
    pub async fn publish_edition(
        &self,
        context: &Context,
        name: &str,
        proposal: PolicyProposalId,
    ) -> Result<Done, AppError> {
        let (by, document, stream) = self.editing(context, Action::PublishPolicy, name)?;
        let in_force = self.in_force()?;
        self.change::<PolicyDocument>(context, stream, Precondition::Free, |_, _| {
            Ok(Publish {
                document: document.clone(),
                proposal,
                by,
                in_force: in_force.clone(),
            }
            .into())
        })
        .await
    }

    /// Takes the trust's edition out of force, at once.
    ///
    /// # Errors
    /// `Forbidden`, `NotShown`, a refusal.
    pub async fn withdraw_edition(
        &self,
        context: &Context,
        name: &str,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let (by, document, stream) = self.editing(context, Action::EditPolicy, name)?;
        let in_force = self.in_force()?;
        self.change::<PolicyDocument>(context, stream, Precondition::Free, |_, _| {
            Ok(Withdraw {
                document: document.clone(),
                reason: reason.clone(),
                by,
                in_force: in_force.clone(),
            }
            .into())
        })
        .await
    }

    fn may_do(&self, context: &Context, action: Action) -> Result<(), AppError> {
        self.permit(
            context,
            action,
            &Resource::new(ResourceKind::PolicyDocument),
        )
    }

    /// Who edits which document in which stream.
    fn editing(
        &self,
        context: &Context,
        action: Action,
        name: &str,
    ) -> Result<(StaffId, DocumentId, StreamId), AppError> {
        self.may_do(context, action)?;
        let by = context.staff().ok_or(AppError::Forbidden)?;
        let document = DocumentId::parse(name).ok_or(AppError::NotShown)?;
        let stream = command_id::of_policy(&document.to_string());
        Ok((by, document, stream))
    }
}

fn shown(document: DocumentId, rows: &[EditionRow]) -> PolicyShown {
    let name = document.to_string();
    let of = |state| {
        { rows.iter() }
            .find(|row| row.document == name && row.state == state)
            .cloned()
    };
    let published = of(EditionState::InForce);
    let shipped = document.shipped_text().map(str::to_owned);
    PolicyShown {
        shipped: document.shipped_edition(),
        newer_shipped: { published.as_ref() }.is_some_and(|row| document.is_newer_than(row.beside)),
        edition: { published.as_ref() }.map_or(document.shipped_edition(), |row| Some(row.edition)),
        text: { published.as_ref() }.map_or(shipped, |row| Some(row.text.clone())),
        published,
        proposed: of(EditionState::Proposed),
        document,
    }
}
