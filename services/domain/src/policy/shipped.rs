//! The files that ship with this release.

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use lanyard_events::Taxonomy;

use super::matrix::Matrix;
use super::names::PlaybookId;
use super::playbook::{Around, Playbook};
use super::user_actions::UserActions;

static DATA: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data");

/// Everything that ships, read and checked.
#[derive(Debug)]
pub struct Shipped {
    /// Opening and closing steps of every situation.
    pub common: Playbook,
    /// Playbooks, in the order of domain.md 4.
    pub playbooks: Vec<Playbook>,
    /// The matrices for pupils and for staff.
    pub matrices: Vec<Matrix>,
    /// What users may and may not do.
    pub user_actions: UserActions,
}

impl Shipped {
    /// What ships with this release.
    #[must_use]
    pub fn get() -> &'static Self {
        static SHIPPED: LazyLock<Shipped> =
            LazyLock::new(|| Shipped::read().expect("the shipped files are checked by a test"));
        &SHIPPED
    }

    /// Reads the files.
    ///
    /// # Errors
    /// What is wrong in which file.
    pub(super) fn read() -> Result<Self, String> {
        let forms = texts("playbooks")?;
        let named = |name: &str, what: &dyn std::fmt::Display| format!("{name}: {what}");
        let known: Vec<PlaybookId> = { forms.iter() }
            .map(|(name, text)| {
                let form = Playbook::read_form(text);
                form.map(|(it, _)| it.id)
                    .map_err(|wrong| named(name, &wrong))
            })
            .collect::<Result<_, _>>()?;
        let mut around = Around {
            taxonomy: Taxonomy::v1(),
            common: None,
            known: &known,
        };
        let read = |(name, text): &(&str, &str), around: &Around<'_>| {
            Playbook::read(text, around).map_err(|wrong| named(name, &all(&wrong)))
        };
        let is_common = |(name, _): &&(&str, &str)| name.contains(Playbook::COMMON);
        let common = forms
            .iter()
            .find(is_common)
            .ok_or("there are no common steps")?;
        let common = read(common, &around)?;
        around.common = Some(&common);
        let others = forms.iter().filter(|form| !is_common(form));
        let playbooks = others
            .map(|form| read(form, &around))
            .collect::<Result<_, _>>()?;
        let mut matrices = Vec::new();
        let mut user_actions = None;
        for (name, text) in texts("matrices")? {
            if name.contains("user_actions") {
                let read = UserActions::read(text).map_err(|wrong| named(name, &all(&wrong)))?;
                user_actions = Some(read);
            } else {
                matrices.push(Matrix::read(text).map_err(|wrong| named(name, &all(&wrong)))?);
            }
        }
        Ok(Self {
            common,
            playbooks,
            matrices,
            user_actions: user_actions.ok_or("there is no table of user actions")?,
        })
    }

    /// What a file of a trust stands among, until the trust has published playbooks of its own.
    #[must_use]
    pub fn known(&self) -> Vec<PlaybookId> {
        self.playbooks
            .iter()
            .map(|playbook| playbook.id.clone())
            .collect()
    }
}

/// Files of a folder, by name.
fn texts(folder: &'static str) -> Result<Vec<(&'static str, &'static str)>, String> {
    let found = DATA
        .get_dir(folder)
        .ok_or_else(|| format!("there is no folder {folder}"))?;
    let read = |file: &'static include_dir::File<'static>| {
        let name = file.path().to_str().unwrap_or(folder);
        let text = file
            .contents_utf8()
            .ok_or_else(|| format!("{name} is no text"))?;
        Ok((name, text))
    };
    let mut texts = found
        .files()
        .map(read)
        .collect::<Result<Vec<_>, String>>()?;
    texts.sort_unstable();
    Ok(texts)
}

fn all(mistakes: &[super::Mistake]) -> String {
    let mistakes: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
    mistakes.join("; ")
}
