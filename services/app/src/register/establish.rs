//! The beginning: a trust, its lead and a second person, before anybody could propose or confirm.

use aws_lc_rs::digest;
use lanyard_access::Caller;
use lanyard_domain::staff::{EstablishRole, Staff};
use lanyard_domain::trust::{Establish as EstablishTrust, PublishTaxonomy, Trust};
use lanyard_events::staff::Employer;
use lanyard_events::{
    Actor, LoginBinding, Role, RoleProposalId, Sensitive, StaffId, Taxonomy, TrustId,
};

use super::staff::StaffDetails;
use crate::app::App;
use crate::change::{Begin, Precondition};
use crate::context::{Context, Done, Idempotency};
use crate::error::AppError;
use crate::ports::uuid_at;

/// One of the first two people.
#[derive(Debug, Clone)]
pub struct Founder {
    /// Forename.
    pub forename: Sensitive<String>,
    /// Surname.
    pub surname: Sensitive<String>,
    /// Job title.
    pub job_title: Option<Sensitive<String>>,
    /// Log-in.
    pub login: LoginBinding,
}

/// What a trust begins with.
#[derive(Debug, Clone)]
pub struct Establish {
    /// Its name.
    pub trust_name: String,
    /// Origin of its log.
    pub origin: String,
    /// Group safeguarding lead.
    pub lead: Founder,
    /// The chair, who confirms what the lead proposes.
    pub second: Founder,
}

/// A trust was established.
#[derive(Debug, Clone, Copy)]
pub struct Established {
    /// The last thing recorded.
    pub done: Done,
    /// The lead.
    pub trust_lead: StaffId,
    /// The second person.
    pub second: StaffId,
}

impl App {
    /// Establishes the trust in an empty store. The caller has checked that it is empty and that
    /// whoever runs this runs the server.
    ///
    /// # Errors
    /// A refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn establish(&self, establish: Establish) -> Result<Established, AppError> {
        let trust_lead = self.founder(establish.lead, Role::TrustLead).await?;
        let second = self.founder(establish.second, Role::Chair).await?;
        let context = self.set_up();
        let (id, content) = context.command()?;
        let trust = TrustId::new(id.new_aggregate());
        self.begin::<Trust>(
            &context,
            Begin {
                stream: trust.stream(),
                academy: None,
                command: EstablishTrust {
                    name: establish.trust_name,
                    origin: establish.origin,
                    trust_lead,
                    second,
                }
                .into(),
                id,
                content,
                occurred_at: None,
                expires: true,
            },
        )
        .await?;
        let taxonomy = digest::digest(&digest::SHA256, Taxonomy::v1_text().as_bytes());
        let digest: String = taxonomy
            .as_ref()
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        let context = self.set_up();
        let done = self
            .change::<Trust>(&context, trust.stream(), Precondition::Free, |_, _| {
                Ok(PublishTaxonomy {
                    version: Taxonomy::v1().version,
                    digest: digest.clone(),
                }
                .into())
            })
            .await?;
        Ok(Established {
            done,
            trust_lead,
            second,
        })
    }

    async fn founder(&self, founder: Founder, role: Role) -> Result<StaffId, AppError> {
        let context = self.set_up();
        let command = context.command()?;
        let staff = StaffId::new(command.0.new_aggregate());
        let details = StaffDetails {
            surname: founder.surname,
            forename: founder.forename,
            job_title: founder.job_title,
            employer: Employer::Trust,
            login: Some(founder.login),
            mis_id: None,
        };
        self.register_as(&context, staff, None, details, command)
            .await?;
        let context = self.set_up();
        let proposal = RoleProposalId::new(context.command()?.0.new_aggregate());
        self.change::<Staff>(&context, staff.stream(), Precondition::Free, |_, _| {
            Ok(EstablishRole {
                actor: Actor::System,
                trust_is_established: false,
                proposal,
                role,
            }
            .into())
        })
        .await?;
        Ok(staff)
    }

    /// A context of set-up itself, with a command of its own.
    pub(super) fn set_up(&self) -> Context {
        let key = uuid_at(self.now(), self.parts.randomness.as_ref());
        Context {
            caller: Caller::nobody(Actor::System),
            route: "set-up",
            idempotency: Some(Idempotency {
                key: key.to_string(),
                content: [0; 32],
            }),
            if_match: None,
        }
    }
}
