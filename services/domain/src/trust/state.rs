//! What the events of the trust add up to.

use lanyard_events::trust::{
    TrustEstablished, TrustEvent, TrustLogReopened, TrustTaxonomyPublished,
};

use super::settings::Settings;
use crate::refusal::{Code, ImpossibleHistory, Refusal};

/// The format of events before any was raised.
pub const FIRST_FORMAT: u16 = 1;

/// The trust.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum State {
    /// Nothing is recorded: set-up may begin.
    #[default]
    Absent,
    /// The record has begun.
    Established(Box<Profile>),
    /// Its beginning was erased.
    Erased,
}

/// What is known of the trust.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// How it began.
    pub established: TrustEstablished,
    /// The taxonomy in force; none means the one that the release ships.
    pub taxonomy: Option<TrustTaxonomyPublished>,
    /// The highest format of events allowed.
    pub format: u16,
    /// How the present log was opened, if it is not the first.
    pub reopened: Option<TrustLogReopened>,
    /// What the trust has settled for itself.
    pub settings: Settings,
}

impl Profile {
    /// Origin of the log that the record is of now.
    #[must_use]
    pub fn origin(&self) -> &str {
        match &self.reopened {
            Some(reopened) => &reopened.origin,
            None => &self.established.origin,
        }
    }
}

impl State {
    /// What is known of the trust, if anything readable is left.
    #[must_use]
    pub const fn profile(&self) -> Option<&Profile> {
        match self {
            Self::Established(profile) => Some(profile),
            Self::Absent | Self::Erased => None,
        }
    }

    /// The trust, or the refusal of everything that needs one.
    pub(super) fn established(&self) -> Result<&Profile, Refusal> {
        match self {
            Self::Established(profile) => Ok(profile),
            Self::Absent => Err(Refusal::new(
                Code::Absent,
                "The trust is not established yet: run the set-up first.",
            )),
            Self::Erased => Err(Refusal::new(
                Code::Erased,
                "The beginning of the trust's record was erased.",
            )),
        }
    }

    pub(super) fn evolve(self, event: &TrustEvent) -> Result<Self, ImpossibleHistory> {
        match (self, event) {
            (Self::Erased, _) => Ok(Self::Erased),
            (Self::Absent, TrustEvent::Established(established)) => {
                Ok(Self::Established(Box::new(Profile {
                    established: established.clone(),
                    taxonomy: None,
                    format: FIRST_FORMAT,
                    reopened: None,
                    settings: Settings::default(),
                })))
            }
            (Self::Established(mut profile), TrustEvent::TaxonomyPublished(published)) => {
                profile.taxonomy = Some(published.clone());
                Ok(Self::Established(profile))
            }
            (Self::Established(mut profile), TrustEvent::FormatRaised(raised)) => {
                profile.format = raised.format;
                Ok(Self::Established(profile))
            }
            (Self::Established(mut profile), TrustEvent::LogReopened(reopened)) => {
                profile.reopened = Some(reopened.clone());
                Ok(Self::Established(profile))
            }
            (Self::Established(mut profile), TrustEvent::SettingProposed(proposed)) => {
                profile.settings.propose(proposed);
                Ok(Self::Established(profile))
            }
            (Self::Established(mut profile), TrustEvent::SettingConfirmed(confirmed)) => {
                profile.settings.confirm(confirmed);
                Ok(Self::Established(profile))
            }
            (Self::Absent | Self::Established(_), _) => Err(ImpossibleHistory::at(event.kind())),
        }
    }

    pub(super) fn evolve_erased(self) -> Self {
        match self {
            Self::Absent | Self::Erased => Self::Erased,
            Self::Established(_) => self,
        }
    }
}
