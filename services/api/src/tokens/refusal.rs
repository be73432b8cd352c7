//! Why a token was not accepted, in general words.

/// Why a token was not accepted. The words go to the caller; none says anything of a key or a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenRefusal {
    /// Not three parts of base64url, or not JSON, or far too long.
    #[error("the token is not a well-formed JWT")]
    Malformed,
    /// `alg` is not one that this issuer's key is pinned to, or none at all.
    #[error("the token's algorithm is not accepted")]
    Algorithm,
    /// Nobody whose tokens are accepted here.
    #[error("the token's issuer is not accepted")]
    Issuer,
    /// The issuer has no such key.
    #[error("the token was signed with a key that its issuer does not have")]
    Key,
    /// The signature does not verify.
    #[error("the token's signature does not verify")]
    Signature,
    /// Past its `exp`.
    #[error("the token has expired")]
    Expired,
    /// Before its `nbf`.
    #[error("the token is not valid yet")]
    NotYet,
    /// Meant for somebody else.
    #[error("the token is for another audience")]
    Audience,
    /// A claim that is needed is missing or malformed.
    #[error("the token lacks a claim that is needed")]
    Claims,
}
