//! One file per command.

pub(super) mod break_glass;
pub(super) mod end;
pub(super) mod give;
pub(super) mod hold_glass;
pub(super) mod review;
