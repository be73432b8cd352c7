//! The stories, each named by its number. Playbook steps, referrals and reminders come later; all else
//! of each story is here.

mod s01_same_day_report;
mod s02_teacher_accused;
mod s03_head_accused;
mod s04_dsl_becomes_conflicted;
mod s05_suspected_indecent_image;
mod s06_grooming;
mod s07_parents_not_told;
mod s08_correction;
mod s09_anonymous_report;
mod s10_not_referring;
mod s11_break_glass;
mod s12_two_people;
mod s13_filter_change;
mod s14_moving_school;
mod s15_term_sign_off;
mod s16_childs_side;
mod s17_two_hats;
mod s18_at_every_season;
mod s18_nobody_there;
mod s18_on_duty;
mod s19_nudes_between_pupils;
mod s20_governor;
mod s20_incident_log;
mod s22_receipt;
mod s23_auditor;
mod s23_changed_store;
mod s23_seals;
mod s24_retry;
mod s26_two_at_once;
mod s30_staff_who_are_parents;
mod s31_figures;
mod s31_inspector;
