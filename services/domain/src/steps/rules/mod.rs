//! One file per command. Their tests are with the case's rules of the same names.

mod do_step;
mod give_step;
mod matrix;
mod skip_step;
mod start_playbook;

pub(crate) use do_step::do_step;
pub(crate) use give_step::give_step;
pub(crate) use skip_step::skip_step;
pub(crate) use start_playbook::start_playbook;
