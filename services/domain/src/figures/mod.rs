//! Figures from which no child can be recognised (R14, R16): which counts are hidden, which others with
//! them, and the attacker who tries to work them out before anything is published.
//!
//! Not here: counting (`projections`), who may see which figure (`services/access`).

mod attack;
mod protect;
mod rule;
mod table;

pub use protect::{Exposed, Protected};
pub use rule::{Shown, SuppressionRule};
pub use table::{Counts, Place};
