//! What a token says, and whom it therefore stands for.

use std::collections::BTreeSet;

use lanyard_app::{ClientScope, Login};
use lanyard_events::{AcademyId, At};
use serde::Deserialize;

use super::refusal::TokenRefusal;
use super::{IssuerKind, Subject};

/// Clocks of issuers may be this far from ours.
const LEEWAY_SECONDS: i64 = 30;
/// RFC 7519 bounds no claim; OpenID Connect bounds `sub` to 255 characters.
const LONGEST_SUBJECT: usize = 255;

/// The claims that are looked at. Names, addresses and groups are not among them.
#[derive(Deserialize)]
pub(super) struct Claims {
    pub(super) iss: Option<String>,
    sub: Option<String>,
    aud: Option<Audience>,
    exp: Option<i64>,
    nbf: Option<i64>,
    tid: Option<String>,
    oid: Option<String>,
    client_id: Option<String>,
    scope: Option<String>,
    academies: Option<Vec<AcademyId>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Claims {
    /// Whether the token is in force; answers until when it stays so.
    pub(super) fn in_force(&self, now: At) -> Result<At, TokenRefusal> {
        let seconds = now.millis().div_euclid(1000);
        let expires = self.exp.ok_or(TokenRefusal::Claims)?;
        let until = expires.saturating_add(LEEWAY_SECONDS);
        if seconds >= until {
            return Err(TokenRefusal::Expired);
        }
        if self
            .nbf
            .is_some_and(|from| seconds < from.saturating_sub(LEEWAY_SECONDS))
        {
            return Err(TokenRefusal::NotYet);
        }
        Ok(At::from_millis(until.saturating_mul(1000)))
    }

    pub(super) fn is_for(&self, audience: &str) -> Result<(), TokenRefusal> {
        let meant = match self.aud.as_ref().ok_or(TokenRefusal::Claims)? {
            Audience::One(one) => one == audience,
            Audience::Several(several) => several.iter().any(|one| one == audience),
        };
        if meant {
            Ok(())
        } else {
            Err(TokenRefusal::Audience)
        }
    }

    pub(super) fn login(self, kind: IssuerKind) -> Result<Login, TokenRefusal> {
        match kind {
            IssuerKind::People(Subject::Sub) => Ok(Login::Person {
                issuer: text(self.iss)?,
                subject: text(self.sub)?,
            }),
            IssuerKind::People(Subject::TenantObject) => {
                let (issuer, tenant) = (text(self.iss)?, text(self.tid)?);
                // Entra's issuer names its tenant: a token of another tenant is not this issuer's.
                if !issuer.contains(&tenant) {
                    return Err(TokenRefusal::Issuer);
                }
                Ok(Login::Person {
                    issuer: tenant,
                    subject: text(self.oid)?,
                })
            }
            IssuerKind::Clients => Ok(Login::Client {
                id: text(self.client_id)?
                    .parse()
                    .map_err(|_| TokenRefusal::Claims)?,
                scopes: scopes(&text(self.scope)?),
                academies: BTreeSet::from_iter(self.academies.ok_or(TokenRefusal::Claims)?),
            }),
        }
    }
}

fn text(claim: Option<String>) -> Result<String, TokenRefusal> {
    claim
        .filter(|text| !text.is_empty() && text.len() <= LONGEST_SUBJECT)
        .ok_or(TokenRefusal::Claims)
}

/// The scopes known here; others are other services'.
fn scopes(claim: &str) -> BTreeSet<ClientScope> {
    claim
        .split_ascii_whitespace()
        .filter_map(|scope| scope.parse().ok())
        .collect()
}
