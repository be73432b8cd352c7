//! What the system fills in with a move: a signature over a log covers what its signer may see, up to a
//! position, and nothing else (R13, S15).

use std::collections::BTreeSet;

use aws_lc_rs::digest;
use lanyard_access::{Action, Scope};
use lanyard_domain::policy::{Register, RegisterMove, SetBy};
use lanyard_domain::register::Record;
use lanyard_events::register::{EntryField, EntryValue};
use lanyard_events::{AcademyId, Position, Sensitive};
use lanyard_projections::registers::{signed_sets, visible_numbers};

use crate::app::App;
use crate::context::Context;
use crate::error::AppError;
use crate::hex::hex;

/// Fields of the register of log reviews that say what is signed.
const LOG: &str = "log";
const PART: &str = "part";
const THE_REST: &str = "the_rest";
/// Together they name one review.
const SAME_REVIEW: [&str; 3] = [LOG, "term", "school_year"];
const SET: &str = "visible_set";

impl App {
    /// What has to be filled in with a move by the system.
    pub(super) async fn set_with(
        &self,
        context: &Context,
        register: &Register,
        (academy, it, record): (Option<AcademyId>, &RegisterMove, &Record),
    ) -> Result<Vec<EntryField>, AppError> {
        let head = self.head();
        let mut set = Vec::new();
        let needed = { it.needs.iter() }
            .filter_map(|name| register.field(name.as_str()))
            .filter_map(|field| Some((field.id.to_string(), field.set?)));
        for (field, by) in needed {
            let value = match by {
                SetBy::Position => EntryValue::Number(head.0),
                SetBy::VisibleSet => {
                    let numbers = self.visible_set(context, academy, record, head).await?;
                    EntryValue::Text(Sensitive::from(sealed(&numbers)))
                }
            };
            set.push(EntryField { field, value });
        }
        Ok(set)
    }

    /// Numbers of all that the signer may see of the log; of the rest, what nobody has signed yet.
    async fn visible_set(
        &self,
        context: &Context,
        academy: Option<AcademyId>,
        record: &Record,
        head: Position,
    ) -> Result<BTreeSet<String>, AppError> {
        let answer = |field: &str| match record.fields.get(field) {
            Some(EntryValue::Choice(chosen)) => chosen.first().cloned(),
            Some(EntryValue::Text(text)) => Some(text.expose().clone()),
            _ => None,
        };
        let log = answer(LOG).unwrap_or_default();
        let (scope, other) = if log == "incidents" {
            (Scope::of(&context.caller, Action::ReadConcern), None)
        } else {
            (Scope::of(&context.caller, Action::ListEntries), Some(log))
        };
        let mut numbers: BTreeSet<String> = self
            .query(move |views| visible_numbers(views, &scope, academy, other.as_deref(), head))
            .await?
            .into_iter()
            .collect();
        if answer(PART).as_deref() == Some(THE_REST) {
            let same: Vec<(String, String)> = { SAME_REVIEW.iter() }
                .filter_map(|field| Some(((*field).to_owned(), answer(field)?)))
                .collect();
            let register = record.register.clone();
            let sets = self
                .query(move |views| signed_sets(views, &register, academy, &same, SET))
                .await?;
            for signed in sets {
                for number in signed.expose().split(' ').skip(1) {
                    numbers.remove(number);
                }
            }
        }
        Ok(numbers)
    }
}

/// The numbers, and before them a digest of them as they stand there.
fn sealed(numbers: &BTreeSet<String>) -> String {
    let listed = numbers
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(" ");
    let digest = digest::digest(&digest::SHA256, listed.as_bytes());
    let mut sealed = format!("sha256:{}", hex(digest.as_ref()));
    if !listed.is_empty() {
        sealed.push(' ');
        sealed.push_str(&listed);
    }
    sealed
}
