//! The files that ship with this release.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use include_dir::{Dir, include_dir};
use lanyard_events::Taxonomy;

use super::additions::Additions;
use super::agency::Desk;
use super::authority::Authority;
use super::form::{Form, PhoneSheet};
use super::matrix::Matrix;
use super::mistake::{Mistake, parse};
use super::names::{Agency, PlaybookId};
use super::playbook::{Around, Playbook};
use super::register::Register;
use super::rules::Rules;
use super::user_actions::UserActions;

static DATA: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data");

/// The file of the child's side.
const CHILDS_SIDE: &str = "childs_side.toml";
/// The file of what follows where a wrong name had left.
const WRONG_NAME: &str = "wrong_name.toml";

/// Everything that ships, read and checked.
#[derive(Debug)]
pub struct Shipped {
    /// Opening and closing steps of every situation.
    pub common: Playbook,
    /// What runs in a child's case out of an adult's matter (S16).
    pub childs_side: Arc<Playbook>,
    /// What runs in an adult's matter where a wrong name had left (S08, R10).
    pub wrong_name: Playbook,
    /// Playbooks, in the order of domain.md 4.
    pub playbooks: Vec<Playbook>,
    /// The matrices for pupils and for staff.
    pub matrices: Vec<Matrix>,
    /// What users may and may not do.
    pub user_actions: UserActions,
    /// Categories beside those of the taxonomy: none, until a trust adds its own.
    pub additions: Additions,
    /// The desks outside the trust, each once.
    pub desks: Vec<Desk>,
    /// Clocks of rules.
    pub rules: Rules,
    /// Local authorities whose clocks differ.
    pub authorities: Vec<Authority>,
    /// Their forms.
    pub forms: Vec<Form>,
    /// What to say and ask on the telephone.
    pub phone_sheets: Vec<PhoneSheet>,
    /// Registers, by their ids.
    pub registers: Vec<Register>,
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
        // All ids first: a playbook may name one that comes after it.
        let mut forms = Vec::new();
        for (name, text) in texts("playbooks")? {
            let form = Playbook::read_form(text).map_err(|wrong| in_file(name, &[wrong]))?;
            forms.push((name, form));
        }
        let known: Vec<PlaybookId> = { forms.iter() }
            .map(|(_, (playbook, _))| playbook.id.clone())
            .collect();
        let mut around = Around {
            taxonomy: Taxonomy::v1(),
            common: None,
            known: &known,
        };
        let held = |(name, (playbook, lines)): (&str, (Playbook, Vec<usize>)),
                    around: &Around<'_>| {
            let held = playbook.held_to_the_rules(&lines, around);
            held.map_err(|wrong| in_file(name, &wrong))
        };
        let common = { known.iter() }
            .position(|id| id.as_str() == Playbook::COMMON)
            .ok_or("there are no common steps")?;
        let common = held(forms.remove(common), &around)?;
        around.common = Some(&common);
        let childs_side = one(CHILDS_SIDE, Playbook::read_form)?;
        let childs_side = Arc::new(held((CHILDS_SIDE, childs_side), &around)?);
        let wrong_name = one(WRONG_NAME, Playbook::read_form)?;
        let wrong_name = held((WRONG_NAME, wrong_name), &around)?;
        let playbooks = { forms.into_iter() }
            .map(|form| held(form, &around))
            .collect::<Result<_, _>>()?;
        let mut matrices = Vec::new();
        let mut user_actions = None;
        for (name, text) in texts("matrices")? {
            let wrong = |wrong: Vec<Mistake>| in_file(name, &wrong);
            if name.contains("user_actions") {
                user_actions = Some(UserActions::read(text).map_err(wrong)?);
            } else {
                matrices.push(Matrix::read(text).map_err(wrong)?);
            }
        }
        Ok(Self {
            common,
            childs_side,
            wrong_name,
            playbooks,
            matrices,
            user_actions: user_actions.ok_or("there is no table of user actions")?,
            additions: one("taxonomy.toml", parse)?,
            desks: one("agencies.toml", Desk::read_all)?,
            rules: one("rules.toml", Rules::read)?,
            authorities: one("authorities.toml", Authority::read_all)?,
            forms: each("forms", Form::read)?,
            phone_sheets: each("phone_sheets", PhoneSheet::read)?,
            registers: { texts("registers")?.into_iter() }
                .map(|(name, text)| Register::read(text).map_err(|wrong| in_file(name, &wrong)))
                .collect::<Result<_, _>>()?,
        })
    }

    /// A playbook, or the steps that all have in common.
    #[must_use]
    pub fn any_playbook(&self, id: &PlaybookId) -> Option<&Playbook> {
        let mut all = [&self.common].into_iter().chain(&self.playbooks);
        all.find(|playbook| playbook.id == *id)
    }

    /// The matrix of an id.
    #[must_use]
    pub fn matrix(&self, id: &str) -> Option<&Matrix> {
        self.matrices.iter().find(|matrix| matrix.id == id)
    }

    /// The file of a folder that has an id.
    #[must_use]
    pub(super) fn text_of(folder: &'static str, id: &str) -> Option<&'static str> {
        #[derive(serde::Deserialize)]
        struct Named {
            id: String,
        }
        type Texts = BTreeMap<(&'static str, String), &'static str>;
        static TEXTS: LazyLock<Texts> = LazyLock::new(|| {
            let named = |folder, text| Some(((folder, parse::<Named>(text).ok()?.id), text));
            let of = |folder| {
                let texts = texts(folder).unwrap_or_default().into_iter();
                texts.filter_map(move |(_, text)| named(folder, text))
            };
            ["playbooks", "matrices", "registers", ""]
                .into_iter()
                .flat_map(of)
                .collect()
        });
        TEXTS.get(&(folder, id.to_owned())).copied()
    }

    /// The desk of an id; every id has one, which a test holds.
    #[must_use]
    pub fn desk(&self, agency: Agency) -> Option<&Desk> {
        self.desks.iter().find(|desk| desk.id == agency)
    }

    /// The desk of a name, as events and requests have it.
    #[must_use]
    pub fn desk_named(&self, name: &str) -> Option<&Desk> {
        self.desks.iter().find(|desk| desk.id.name() == name)
    }

    /// The register of a name.
    #[must_use]
    pub fn register(&self, id: &str) -> Option<&Register> {
        self.registers
            .iter()
            .find(|register| register.id.as_str() == id)
    }

    /// What a local authority has of its own; none for one that keeps to the national rules.
    #[must_use]
    pub fn authority(&self, code: &str) -> Option<&Authority> {
        self.authorities
            .iter()
            .find(|authority| authority.code == code)
    }

    /// The form of a desk, where it has one.
    #[must_use]
    pub fn form(&self, agency: Agency) -> Option<&Form> {
        self.forms.iter().find(|form| form.agency == agency)
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

/// One file, read.
fn one<T>(name: &'static str, read: fn(&str) -> Result<T, Mistake>) -> Result<T, String> {
    let text = { DATA.get_file(name) }.and_then(include_dir::File::contents_utf8);
    let text = text.ok_or_else(|| format!("there is no {name}"))?;
    read(text).map_err(|wrong| in_file(name, &[wrong]))
}

/// Every file of a folder, read.
fn each<T>(folder: &'static str, read: fn(&str) -> Result<T, Mistake>) -> Result<Vec<T>, String> {
    { texts(folder)?.into_iter() }
        .map(|(name, text)| read(text).map_err(|wrong| in_file(name, &[wrong])))
        .collect()
}

/// Files of a folder, by name.
fn texts(folder: &'static str) -> Result<Vec<(&'static str, &'static str)>, String> {
    let found = if folder.is_empty() {
        &DATA
    } else {
        { DATA.get_dir(folder) }.ok_or_else(|| format!("there is no folder {folder}"))?
    };
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

fn in_file(name: &str, mistakes: &[Mistake]) -> String {
    let mistakes: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
    format!("{name}: {}", mistakes.join("; "))
}
