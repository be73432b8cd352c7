//! The policies of the folder `policies/`, read once, asked often.
//!
//! Per action, only the policies whose action constraint can hold are asked: the others could not
//! apply, and asking them all would cost three times as much.

mod question;
mod shipped;
mod words;

use cedar_policy::{
    ActionConstraint, Authorizer, Context, Decision as CedarDecision, Entities, EntityUid,
    PolicySet, Request, Response, Schema, ValidationMode, Validator,
};

use crate::Decision;
use crate::action::Action;
use crate::caller::Caller;
use crate::resource::Resource;
use question::{Names, Question};
pub use words::words_of;

/// Why policies could not be read. Only a changed policy file can cause it.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// The schema is not one.
    #[error("the policy schema cannot be read: {0}")]
    Schema(String),
    /// The policies are none, or do not fit the schema.
    #[error("the policies cannot be read: {0}")]
    Policies(String),
    /// A policy has no `@id`, or one that another has.
    #[error("policy {0} needs an id of its own")]
    Unnamed(String),
    /// An action is not in the schema.
    #[error("the policy schema lacks the action {0}")]
    UnknownAction(&'static str),
}

/// A decision with the policies that led to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// What it comes to.
    pub decision: Decision,
    /// Ids of the policies that permitted it or, where it was forbidden, that forbade it; sorted.
    /// Empty where nothing permitted it.
    pub policies: Vec<String>,
}

/// The policies, ready to be asked from any thread.
pub struct Policies {
    authorizer: Authorizer,
    names: Names,
    /// One per action, in the order of `Action::ALL`.
    slices: Vec<Slice>,
}

/// What bears on one action.
struct Slice {
    action: EntityUid,
    /// The action and the groups that it is in.
    groups: Entities,
    policies: PolicySet,
}

impl Policies {
    /// The policies that are part of the program.
    #[must_use]
    pub fn shipped() -> Self {
        Self::read(shipped::SCHEMA, &shipped::policies())
            .expect("the shipped policies are valid: a test reads the same text")
    }

    /// Reads a schema and policies, and checks the policies against the schema.
    ///
    /// # Errors
    /// When either cannot be read, a policy does not fit the schema or has no id of its own.
    pub fn read(schema: &str, policies: &str) -> Result<Self, PolicyError> {
        let (schema, _) = Schema::from_cedarschema_str(schema)
            .map_err(|error| PolicyError::Schema(error.to_string()))?;
        let policies = named(policies)?;
        let checked = Validator::new(schema.clone()).validate(&policies, ValidationMode::Strict);
        let complaints: Vec<String> = checked
            .validation_errors()
            .map(ToString::to_string)
            .chain(checked.validation_warnings().map(ToString::to_string))
            .collect();
        if !complaints.is_empty() {
            return Err(PolicyError::Policies(complaints.join("; ")));
        }
        let actions = schema
            .action_entities()
            .map_err(|error| PolicyError::Schema(error.to_string()))?;
        let names = Names::new();
        let slices = Action::ALL
            .iter()
            .map(|action| slice(*action, &names, &actions, &policies))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            authorizer: Authorizer::new(),
            names,
            slices,
        })
    }

    /// Decides one question: whether the caller may do this to that.
    ///
    /// Anything that Cedar cannot evaluate is denied.
    #[must_use]
    pub fn decide(&self, caller: &Caller, action: Action, resource: &Resource) -> Decision {
        self.ask(caller, action, resource)
            .map_or(Decision::Deny, |response| outcome(&response))
    }

    /// Decides one question and says by which policies; for the golden matrix and for a reviewer.
    #[must_use]
    pub fn explain(&self, caller: &Caller, action: Action, resource: &Resource) -> Explained {
        let Some(response) = self.ask(caller, action, resource) else {
            return Explained {
                decision: Decision::Deny,
                policies: Vec::new(),
            };
        };
        let mut policies: Vec<String> = response
            .diagnostics()
            .reason()
            .map(ToString::to_string)
            .collect();
        policies.sort_unstable();
        Explained {
            decision: outcome(&response),
            policies,
        }
    }

    /// Ids of all policies, sorted.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        let ids: std::collections::BTreeSet<String> = self
            .slices
            .iter()
            .flat_map(|slice| slice.policies.policies())
            .map(|policy| policy.id().to_string())
            .collect();
        ids.into_iter().collect()
    }

    fn ask(&self, caller: &Caller, action: Action, resource: &Resource) -> Option<Response> {
        // The schema says so too, but Cedar checks a request against it only at some cost.
        if !action.kinds().contains(&resource.kind) {
            return None;
        }
        let slice = self.slices.get(action as usize)?;
        let question = Question::put(&self.names, caller, resource)?;
        let entities = slice
            .groups
            .clone()
            .add_entities(question.entities, None)
            .ok()?;
        let request = Request::new(
            question.principal,
            slice.action.clone(),
            question.resource,
            Context::empty(),
            None,
        )
        .ok()?;
        Some(
            self.authorizer
                .is_authorized(&request, &slice.policies, &entities),
        )
    }
}

/// A policy that fails to evaluate is skipped by Cedar; were it a `forbid`, that would open what it
/// closes, so an error denies.
fn outcome(response: &Response) -> Decision {
    let failed = response.diagnostics().errors().next().is_some();
    match response.decision() {
        CedarDecision::Allow if !failed => Decision::Permit,
        CedarDecision::Allow | CedarDecision::Deny => Decision::Deny,
    }
}

/// Reads the policies and names each by its `@id`.
fn named(text: &str) -> Result<PolicySet, PolicyError> {
    let read: PolicySet = text
        .parse()
        .map_err(|error: cedar_policy::ParseErrors| PolicyError::Policies(error.to_string()))?;
    let mut policies = PolicySet::new();
    for policy in read.policies() {
        let id = policy
            .annotation("id")
            .ok_or_else(|| PolicyError::Unnamed(policy.id().to_string()))?;
        policies
            .add(policy.new_id(cedar_policy::PolicyId::new(id)))
            .map_err(|_| PolicyError::Unnamed(id.to_owned()))?;
    }
    Ok(policies)
}

fn slice(
    action: Action,
    names: &Names,
    actions: &Entities,
    policies: &PolicySet,
) -> Result<Slice, PolicyError> {
    let uid = names.action(action);
    let unknown = PolicyError::UnknownAction(action.name());
    let Some(groups) = actions.ancestors(&uid) else {
        return Err(unknown);
    };
    let mut names: Vec<EntityUid> = groups.cloned().collect();
    names.push(uid.clone());
    let entities = names.iter().filter_map(|name| actions.get(name)).cloned();
    let groups =
        Entities::from_entities(entities, None).map_err(|e| PolicyError::Schema(e.to_string()))?;
    let concerns = |wanted: &EntityUid| names.contains(wanted);
    let mut chosen = PolicySet::new();
    for policy in policies.policies() {
        let applies = match policy.action_constraint() {
            ActionConstraint::Any => true,
            ActionConstraint::Eq(wanted) => concerns(&wanted),
            ActionConstraint::In(wanted) => wanted.iter().any(concerns),
        };
        if applies {
            chosen
                .add(policy.clone())
                .map_err(|error| PolicyError::Policies(error.to_string()))?;
        }
    }
    Ok(Slice {
        action: uid,
        groups,
        policies: chosen,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_shipped_policies_fit_their_schema() {
        Policies::read(shipped::SCHEMA, &shipped::policies()).unwrap();
    }

    #[test]
    fn every_policy_names_its_source() {
        let policies = named(&shipped::policies()).unwrap();
        assert!(policies.num_of_policies() > 30);
        for policy in policies.policies() {
            let source = policy.annotation("source").unwrap_or_default();
            assert!(!source.is_empty(), "{} names no source", policy.id());
        }
    }

    #[test]
    fn the_schema_and_the_program_know_the_same_actions_and_kinds() {
        let (schema, _) = Schema::from_cedarschema_str(shipped::SCHEMA).unwrap();
        let groups: BTreeSet<String> = schema.action_groups().map(ToString::to_string).collect();
        let pure_groups = [
            "about_one_person",
            "content",
            "entries",
            "matters",
            "own_concern",
        ];
        let known: BTreeSet<String> = schema
            .actions()
            .map(ToString::to_string)
            .filter(|name| !pure_groups.contains(&name.split('"').nth(1).unwrap()))
            .collect();
        let ours: BTreeSet<String> = Action::ALL
            .iter()
            .map(|action| format!("Action::\"{}\"", action.name()))
            .collect();
        assert_eq!(known, ours);
        assert!(groups.len() >= pure_groups.len());
        for action in Action::ALL {
            let uid = Names::new().action(*action);
            let kinds: BTreeSet<String> = schema
                .resources_for_action(&uid)
                .unwrap()
                .map(ToString::to_string)
                .collect();
            let ours: BTreeSet<String> =
                action.kinds().iter().map(|k| k.name().to_owned()).collect();
            assert_eq!(kinds, ours, "{}", action.name());
        }
    }

    #[test]
    fn a_policy_without_an_id_or_with_a_wrong_attribute_is_refused() {
        let read = |policy: &str| Policies::read(shipped::SCHEMA, policy).err().unwrap();
        assert!(matches!(
            read("permit (principal, action, resource);"),
            PolicyError::Unnamed(_)
        ));
        assert!(matches!(
            read(
                "@id(\"x\") permit (principal is Client, action == Action::\"read_case\", resource) when { principal.dsl == principal.dsl };"
            ),
            PolicyError::Policies(_)
        ));
    }

    #[test]
    fn two_policies_with_one_id_are_refused() {
        let twice = "@id(\"x\") forbid (principal, action, resource);".repeat(2);
        assert!(matches!(
            Policies::read(shipped::SCHEMA, &twice).err().unwrap(),
            PolicyError::Unnamed(id) if id == "x"
        ));
    }
}
