//! Names in the files: closed lists, and words in snake case.

use std::fmt;

use lanyard_events::Role;
use serde::Deserialize;

/// Whether a word is lower-case letters, digits and single underscores, with a letter first.
pub(super) fn is_snake(text: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    text.bytes().all(fits)
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.ends_with('_')
        && !text.contains("__")
}

macro_rules! snake_words {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// The word.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                if is_snake(&text) {
                    Ok(Self(text))
                } else {
                    Err(format!("\"{text}\" must be a word like this_one: small letters, digits, underscores"))
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

snake_words! {
    /// A playbook's id.
    PlaybookId,
    /// An answer to the question of a step.
    Answer,
    /// Something that has to be filled in.
    Field,
    /// A column of a matrix.
    ColumnId,
}

impl PlaybookId {
    /// How ids of a trust's own begin, so that no later release ships the same.
    pub const OWN: &str = "trust_";

    /// Whether it is of a trust's own.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.0.starts_with(Self::OWN)
    }
}

impl Answer {
    /// "yes".
    pub const YES: &str = "yes";
    /// "no".
    pub const NO: &str = "no";
    /// "unknown".
    pub const UNKNOWN: &str = "unknown";

    /// Yes and no: the answers to a question that names none.
    #[must_use]
    pub fn yes_and_no() -> Vec<Self> {
        [Self::YES, Self::NO]
            .map(|word| Self(word.to_owned()))
            .into()
    }
}

macro_rules! closed_list {
    ($(#[$doc:meta])* $list:ident { $($(#[$item_doc:meta])* $item:ident $name:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        pub enum $list {
            $($(#[$item_doc])* #[serde(rename = $name)] $item,)+
        }

        impl $list {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$item),+];

            /// As the files write it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$item => $name,)+ }
            }
        }

        impl std::fmt::Display for $list {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

pub(super) use closed_list;

closed_list! {
    /// A desk outside the trust that a matter is referred to (domain.md 2).
    Agency {
        /// Local authority designated officer.
        Lado "lado",
        /// Child Exploitation and Online Protection.
        Ceop "ceop",
        /// 999 or 101.
        Police "police",
        /// Children's social care, by the MASH.
        SocialCare "social_care",
        /// Internet Watch Foundation.
        Iwf "iwf",
        /// Prevent officer.
        Prevent "prevent",
        /// Channel panel.
        Channel "channel",
        /// NSPCC.
        Nspcc "nspcc",
        /// Helpline for professionals of the UK Safer Internet Centre.
        ProfessionalsHelpline "professionals_helpline",
        /// Report Harmful Content.
        ReportHarmfulContent "report_harmful_content",
        /// Report Remove.
        ReportRemove "report_remove",
        /// Local safeguarding partnership.
        SafeguardingPartnership "safeguarding_partnership",
        /// Local authority.
        LocalAuthority "local_authority",
        /// Diocesan officer.
        Diocese "diocese",
        /// Disclosure and Barring Service.
        Dbs "dbs",
        /// Teaching Regulation Agency.
        Tra "tra",
        /// Ofsted, for early years.
        Ofsted "ofsted",
        /// The agency or employer of somebody who is not the trust's.
        SupplyAgency "supply_agency",
        /// Adult social care.
        AdultSocialCare "adult_social_care",
        /// Report Fraud.
        ReportFraud "report_fraud",
        /// Examining body.
        ExaminingBody "examining_body",
        /// Information Commissioner.
        Ico "ico",
        /// A platform, host or mail provider.
        Platform "platform",
        /// Whoever provides filter or broadband.
        FilterProvider "filter_provider",
    }
}

closed_list! {
    /// On whose word a step stands (playbooks.md 0).
    Basis {
        /// A seed says it.
        Seed "S",
        /// A seed says it, changed here for safety or law.
        SeedChanged "S*",
        /// Law or statutory guidance.
        Law "L",
        /// Practice.
        Practice "P",
    }
}

/// Whose a step is: the holder of a role, or a part that somebody has in this matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub enum Owner {
    /// Whoever saw it first.
    Finder,
    /// Whoever raised the concern in their own name: theirs as a task, without the case (R5).
    Raiser,
    /// A second unconflicted senior.
    SecondSenior,
    /// Whoever holds the role, and is not conflicted.
    Role(Role),
}

impl TryFrom<String> for Owner {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_str() {
            "finder" => Ok(Self::Finder),
            "raiser" => Ok(Self::Raiser),
            "second_senior" => Ok(Self::SecondSenior),
            role => role.parse().map(Self::Role).map_err(|()| {
                format!(
                    "\"{role}\" is no role; it must be finder, raiser, second_senior, or one of {}",
                    roles()
                )
            }),
        }
    }
}

fn roles() -> String {
    let names: Vec<_> = Role::ALL.iter().map(|role| role.name()).collect();
    names.join(", ")
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Finder => f.write_str("finder"),
            Self::Raiser => f.write_str("raiser"),
            Self::SecondSenior => f.write_str("second_senior"),
            Self::Role(role) => role.fmt(f),
        }
    }
}
