//! The one table of routes. The router, the OpenAPI description and the access matrix are made
//! from it or checked against it.

pub use crate::route::{Effect, Route, SentFile, Verb, Who};
pub(crate) use crate::route::{Matched, UNKNOWN_ROUTE, file_at};
use crate::{
    academies, access_log, allegations, audit, cases, concerns, dashboards, deliveries, desks, due,
    evidence, grants, log, me, operations, playbooks, policies, public, pupils, receipts,
    referrals, registers, retention, search, serious, staff, taxonomy, trust,
};

macro_rules! verb_name {
    (Get) => {
        "GET"
    };
    (Post) => {
        "POST"
    };
    (Put) => {
        "PUT"
    };
}

macro_rules! routes {
    ($($verb:ident $path:literal $who:ident $effect:ident $action:literal
        => $resource:ident::$file:ident::$handler:ident;)+) => {
        /// Every route, the most asked first: the router tries them in this order.
        pub static ROUTES: &[Route] = &[$(
            Route {
                verb: Verb::$verb,
                path: $path,
                template: concat!(verb_name!($verb), " ", $path),
                operation: stringify!($handler),
                action: $action,
                who: Who::$who,
                effect: Effect::$effect,
                handler: || Verb::$verb.route().to($resource::$file::$handler),
            },
        )+];

        /// The operations of every handler, as utoipa has gathered them.
        #[derive(utoipa::OpenApi)]
        #[openapi(paths($($resource::$file::$handler),+))]
        pub(crate) struct Operations;
    };
}

routes! {
    // Concerns.
    Post "/v1/concerns" Caller Begins "raise_concern" => concerns::raise::raise_concern;
    Get "/v1/concerns" Caller Reads "list_concerns" => concerns::list::list_concerns;
    Get "/v1/concerns/{concern}" Caller ReadsContent "read_concern" => concerns::show::show_concern;
    Post "/v1/concerns/{concern}/information" Caller Adds "add_information" => concerns::add_information::add_information;
    Post "/v1/concerns/{concern}/corrections" Caller Changes "correct_concern" => concerns::correct::correct_concern;
    Post "/v1/concerns/{concern}/triage" Caller Changes "triage_concern" => concerns::triage::triage_concern;
    Post "/v1/concerns/{concern}/conflicts" Caller Adds "mark_conflict" => concerns::conflicts::mark_concern_conflict;
    Post "/v1/concerns/{concern}/conflicts/{staff}/confirm" Caller Adds "confirm_conflict" => concerns::conflicts::confirm_concern_conflict;
    Post "/v1/concerns/{concern}/conflicts/{staff}/review" Caller Adds "confirm_conflict" => concerns::conflicts::review_concern_conflict;
    Post "/v1/concerns/{concern}/conflicts/{staff}/lift" Caller Adds "lift_conflict" => concerns::conflicts::lift_concern_conflict;

    Post "/v1/concerns/{concern}/evidence" Caller Adds "add_evidence" => concerns::evidence::add_concern_evidence;
    Get "/v1/concerns/{concern}/evidence" Caller ReadsContent "read_evidence" => concerns::evidence::list_concern_evidence;
    Post "/v1/concerns/{concern}/report-illegal" Caller Adds "report_illegal" => concerns::evidence::report_concern_illegal;

    // Cases.
    Get "/v1/cases/{case}/timeline" Caller ReadsContent "read_case" => cases::timeline::show_timeline;
    Get "/v1/cases/{case}" Caller ReadsContent "read_case" => cases::show::show_case;
    Get "/v1/cases" Caller Reads "list_cases" => cases::list::list_cases;
    Post "/v1/cases/{case}/notes" Caller Adds "work_case" => cases::add_note::add_note;
    Post "/v1/cases/{case}/actions" Caller Adds "work_case" => cases::actions::plan_action;
    Post "/v1/cases/{case}/actions/{action}/done" Caller Changes "complete_action" => cases::actions::complete_action;
    Post "/v1/cases/{case}/parents/contacts" Caller Adds "work_case" => cases::parents::record_parents_contact;
    Post "/v1/cases/{case}/parents/not-told" Caller Adds "work_case" => cases::parents::decide_parents_not_told;
    Post "/v1/cases/{case}/assessments" Caller Adds "work_case" => cases::for_the_child::assess;
    Post "/v1/cases/{case}/wishes" Caller Adds "work_case" => cases::for_the_child::hear_wishes;
    Post "/v1/cases/{case}/measures" Caller Adds "work_case" => cases::for_the_child::take_measure;
    Post "/v1/cases/{case}/measures/{measure}/end" Caller Changes "work_case" => cases::for_the_child::end_measure;
    Put "/v1/cases/{case}/plans/{pupil}" Caller Replaces "work_case" => cases::plans::put_plan;
    Post "/v1/cases/{case}/plans/{pupil}/end" Caller Changes "work_case" => cases::plans::end_plan;
    Get "/v1/plans" Caller Reads "list_cases" => cases::plans::list_plans;
    Get "/v1/cases/{case}/playbooks" Caller ReadsContent "read_case" => cases::playbooks::show_case_playbooks;
    Post "/v1/cases/{case}/playbooks" Caller Adds "work_case" => cases::playbooks::start_playbook;
    Post "/v1/cases/{case}/playbooks/{playbook}/steps/{step}/done" Caller Changes "complete_action" => playbooks::steps::do_step;
    Post "/v1/cases/{case}/playbooks/{playbook}/steps/{step}/skipped" Caller Changes "complete_action" => playbooks::steps::skip_step;
    Post "/v1/cases/{case}/playbooks/{playbook}/steps/{step}/owner" Caller Changes "work_case" => playbooks::steps::give_step;
    Post "/v1/cases/{case}/referrals" Caller Adds "work_case" => cases::referrals::need_referral;
    Get "/v1/cases/{case}/investigations" Caller ReadsContent "read_case" => cases::investigations::list_case_investigations;
    Post "/v1/cases/{case}/investigations" Caller Adds "work_case" => cases::investigations::propose_case_investigation;
    Get "/v1/cases/{case}/investigations/{investigation}" Caller ReadsContent "read_case" => cases::investigations::show_case_investigation;
    Post "/v1/cases/{case}/investigations/{investigation}/entries" Caller Adds "work_case" => cases::investigations::record_case_investigation;
    Post "/v1/cases/{case}/evidence" Caller Adds "add_evidence" => cases::evidence::add_case_evidence;
    Get "/v1/cases/{case}/evidence" Caller ReadsContent "read_evidence" => cases::evidence::list_case_evidence;
    Post "/v1/cases/{case}/report-illegal" Caller Adds "report_illegal" => cases::evidence::report_case_illegal;
    Post "/v1/cases/{case}/people" Caller Adds "work_case" => cases::people::link_person;
    Post "/v1/cases/{case}/corrections" Caller Changes "work_case" => cases::people::correct_person;
    Get "/v1/cases/{case}/links" Caller ReadsContent "read_case" => cases::links::list_case_links;
    Post "/v1/cases/{case}/links" Caller Adds "work_case" => cases::links::link_cases;
    Post "/v1/cases/{case}/links/{linked}/end" Caller Adds "work_case" => cases::links::unlink_cases;
    Post "/v1/cases/{case}/owner" Caller Changes "own_case" => cases::life::change_owner;
    Post "/v1/cases/{case}/close" Caller Changes "close_case" => cases::life::close_case;
    Post "/v1/cases/{case}/reopen" Caller Changes "reopen_case" => cases::life::reopen_case;
    Post "/v1/cases/{case}/hold" Caller Adds "hold_matter" => retention::hold::hold_case;
    Post "/v1/cases/{case}/hold/lift" Caller Adds "lift_hold" => retention::hold::lift_case_hold;
    Post "/v1/cases/{case}/governors" Caller Adds "tell_governors" => serious::governors::tell_governors_of_case;
    Post "/v1/cases/{case}/conflicts" Caller Adds "mark_conflict" => cases::conflicts::mark_case_conflict;
    Post "/v1/cases/{case}/conflicts/{staff}/confirm" Caller Adds "confirm_conflict" => cases::conflicts::confirm_case_conflict;
    Post "/v1/cases/{case}/conflicts/{staff}/review" Caller Adds "confirm_conflict" => cases::conflicts::review_case_conflict;
    Post "/v1/cases/{case}/conflicts/{staff}/lift" Caller Adds "lift_conflict" => cases::conflicts::lift_case_conflict;
    Get "/v1/allegations/{allegation}/grants" Caller ReadsContent "give_grant" => grants::of_matter::list_allegation_grants;
    Post "/v1/allegations/{allegation}/grants" Caller Adds "give_grant" => grants::of_matter::give_allegation_grant;
    Get "/v1/cases/{case}/grants" Caller ReadsContent "give_grant" => grants::of_matter::list_case_grants;
    Post "/v1/cases/{case}/grants" Caller Adds "give_grant" => grants::of_matter::give_grant;
    Get "/v1/cases/{case}/looks" Caller ReadsContent "read_looks" => access_log::of_matter::list_case_looks;

    // Leave to read by name.
    Get "/v1/grants/{grant}" Caller ReadsContent "read_grant" => grants::show::show_grant;
    Post "/v1/grants/{grant}/end" Caller Adds "end_grant" => grants::work::end_grant;
    Post "/v1/grants/{grant}/review" Caller Adds "review_grant" => grants::work::review_grant;
    Get "/v1/break-glass" Caller Reads "read_access_log" => grants::glass::list_broken_glasses;
    Post "/v1/break-glass" Caller Begins "break_glass" => grants::glass::break_glass;

    // Referrals and desks.
    Get "/v1/referrals" Caller Reads "list_referrals" => referrals::list::list_referrals;
    Get "/v1/referrals/{referral}" Caller ReadsContent "read_referral" => referrals::show::show_referral;
    Get "/v1/referrals/{referral}/form" Caller ReadsContent "read_referral" => referrals::form::show_referral_form;
    Post "/v1/referrals/{referral}/draft" Caller Changes "work_referral" => referrals::form::draft_referral;
    Post "/v1/referrals/{referral}/submission" Caller Changes "work_referral" => referrals::telling::submit_referral;
    Post "/v1/referrals/{referral}/writing" Caller Changes "work_referral" => referrals::telling::put_referral_in_writing;
    Post "/v1/referrals/{referral}/not-made" Caller Changes "work_referral" => referrals::telling::call_off_referral;
    Post "/v1/referrals/{referral}/acknowledgement" Caller Changes "work_referral" => referrals::hearing::acknowledge_referral;
    Post "/v1/referrals/{referral}/chases" Caller Changes "work_referral" => referrals::hearing::chase_referral;
    Post "/v1/referrals/{referral}/answers" Caller Changes "work_referral" => referrals::hearing::answer_referral;
    Post "/v1/referrals/{referral}/disputes" Caller Changes "work_referral" => referrals::hearing::dispute_referral;
    Post "/v1/referrals/{referral}/owner" Caller Changes "work_referral" => referrals::life::give_referral;
    Post "/v1/referrals/{referral}/close" Caller Changes "work_referral" => referrals::life::close_referral;
    Get "/v1/desks" Caller Reads "" => desks::list::list_desks;
    Get "/v1/desks/{desk}" Caller Reads "" => desks::show::show_desk;
    Get "/v1/due" Caller Reads "list_due" => due::list::list_due;
    Get "/v1/retention" Caller Reads "list_retention" => retention::list::list_retention;

    // Evidence.
    Get "/v1/evidence/{evidence}" Caller ReadsContent "read_evidence" => evidence::show::show_evidence;
    Get "/v1/evidence/{evidence}/file" Caller ReadsContent "read_evidence" => evidence::file::fetch_evidence_file;
    Post "/v1/evidence/{evidence}/custody" Caller Changes "work_evidence" => evidence::custody::pass_evidence_custody;
    Post "/v1/evidence/{evidence}/seal" Caller Changes "work_evidence" => evidence::custody::seal_evidence;
    Post "/v1/evidence/{evidence}/openings" Caller Changes "work_evidence" => evidence::openings::ask_to_open_evidence;
    Post "/v1/evidence/{evidence}/openings/agreement" Caller Changes "work_evidence" => evidence::openings::agree_to_open_evidence;
    Post "/v1/evidence/{evidence}/handover" Caller Changes "work_evidence" => evidence::custody::hand_over_evidence;
    Post "/v1/evidence/{evidence}/report-illegal" Caller Adds "report_illegal" => evidence::report::report_evidence_illegal;
    Post "/v1/evidence/{evidence}/destruction" Caller Changes "work_evidence" => evidence::destruction::instruct_evidence_destruction;
    Post "/v1/evidence/{evidence}/destruction/agreement" Caller Changes "work_evidence" => evidence::destruction::agree_evidence_destruction;

    // Matters about adults.
    Get "/v1/allegations" Caller Reads "list_allegations" => allegations::list::list_allegations;
    Get "/v1/allegations/{allegation}" Caller ReadsContent "read_allegation" => allegations::show::show_allegation;
    Get "/v1/allegations/{allegation}/timeline" Caller ReadsContent "read_allegation" => allegations::show::show_allegation_timeline;
    Post "/v1/allegations/{allegation}/notes" Caller Adds "work_allegation" => allegations::work::add_allegation_note;
    Post "/v1/allegations/{allegation}/consultations" Caller Adds "work_allegation" => allegations::work::record_consultation;
    Post "/v1/allegations/{allegation}/enquiries" Caller Adds "work_allegation" => allegations::work::note_enquiry;
    Post "/v1/allegations/{allegation}/threshold" Caller Changes "work_allegation" => allegations::decide::decide_threshold;
    Post "/v1/allegations/{allegation}/telling" Caller Changes "work_allegation" => allegations::decide::decide_telling;
    Post "/v1/allegations/{allegation}/interim-measures" Caller Changes "work_allegation" => allegations::decide::decide_interim_measure;
    Post "/v1/allegations/{allegation}/support-person" Caller Changes "work_allegation" => allegations::decide::name_support_person;
    Get "/v1/allegations/{allegation}/playbooks" Caller ReadsContent "read_allegation" => allegations::playbooks::show_allegation_playbooks;
    Post "/v1/allegations/{allegation}/playbooks" Caller Adds "work_allegation" => allegations::playbooks::start_allegation_playbook;
    Post "/v1/allegations/{allegation}/playbooks/{playbook}/steps/{step}/done" Caller Changes "work_allegation" => playbooks::steps::do_allegation_step;
    Post "/v1/allegations/{allegation}/playbooks/{playbook}/steps/{step}/skipped" Caller Changes "work_allegation" => playbooks::steps::skip_allegation_step;
    Post "/v1/allegations/{allegation}/playbooks/{playbook}/steps/{step}/owner" Caller Changes "work_allegation" => playbooks::steps::give_allegation_step;
    Post "/v1/allegations/{allegation}/referrals" Caller Adds "work_allegation" => allegations::referrals::need_allegation_referral;
    Get "/v1/allegations/{allegation}/investigations" Caller ReadsContent "read_allegation" => allegations::investigations::list_allegation_investigations;
    Post "/v1/allegations/{allegation}/investigations" Caller Adds "work_allegation" => allegations::investigations::propose_allegation_investigation;
    Get "/v1/allegations/{allegation}/investigations/{investigation}" Caller ReadsContent "read_allegation" => allegations::investigations::show_allegation_investigation;
    Post "/v1/allegations/{allegation}/investigations/{investigation}/entries" Caller Adds "work_allegation" => allegations::investigations::record_allegation_investigation;
    Post "/v1/allegations/{allegation}/evidence" Caller Adds "add_evidence" => allegations::evidence::add_allegation_evidence;
    Get "/v1/allegations/{allegation}/evidence" Caller ReadsContent "read_evidence" => allegations::evidence::list_allegation_evidence;
    Post "/v1/allegations/{allegation}/report-illegal" Caller Adds "report_illegal" => allegations::evidence::report_allegation_illegal;
    Post "/v1/allegations/{allegation}/people" Caller Adds "work_allegation" => allegations::people::link_allegation_person;
    Post "/v1/allegations/{allegation}/corrections" Caller Changes "work_allegation" => allegations::people::correct_allegation_person;
    Post "/v1/allegations/{allegation}/match" Caller Changes "work_allegation" => allegations::people::match_allegation_person;
    Post "/v1/allegations/{allegation}/child-case" Caller Changes "work_allegation" => allegations::child::open_child_case;
    Post "/v1/allegations/{allegation}/child-case-declined" Caller Changes "work_allegation" => allegations::child::decline_child_case;
    Post "/v1/allegations/{allegation}/share-name" Caller Changes "work_allegation" => allegations::child::share_name;
    Post "/v1/allegations/{allegation}/outcome" Caller Changes "work_allegation" => allegations::life::record_outcome;
    Post "/v1/allegations/{allegation}/owner" Caller Changes "own_allegation" => allegations::life::change_allegation_owner;
    Post "/v1/allegations/{allegation}/close" Caller Changes "close_allegation" => allegations::life::close_allegation;
    Post "/v1/allegations/{allegation}/reopen" Caller Changes "close_allegation" => allegations::life::reopen_allegation;
    Post "/v1/allegations/{allegation}/hold" Caller Adds "hold_matter" => retention::hold::hold_allegation;
    Post "/v1/allegations/{allegation}/hold/lift" Caller Adds "lift_hold" => retention::hold::lift_allegation_hold;
    Post "/v1/allegations/{allegation}/governors" Caller Adds "tell_governors" => serious::governors::tell_governors_of_allegation;
    Get "/v1/allegations/{allegation}/looks" Caller ReadsContent "read_looks" => access_log::of_matter::list_allegation_looks;
    Post "/v1/allegations/{allegation}/conflicts" Caller Adds "mark_conflict" => allegations::conflicts::mark_allegation_conflict;
    Post "/v1/allegations/{allegation}/conflicts/{staff}/confirm" Caller Adds "confirm_conflict" => allegations::conflicts::confirm_allegation_conflict;
    Post "/v1/allegations/{allegation}/conflicts/{staff}/review" Caller Adds "confirm_conflict" => allegations::conflicts::review_allegation_conflict;
    Post "/v1/allegations/{allegation}/conflicts/{staff}/lift" Caller Adds "lift_conflict" => allegations::conflicts::lift_allegation_conflict;

    // The caller.
    Get "/v1/me" Caller Reads "" => me::show::show_me;
    Get "/v1/me/notices" Caller Reads "list_my_actions" => me::notices::list_my_notices;
    Get "/v1/me/email" Caller Reads "" => me::email::show_my_email;
    Post "/v1/me/email" Caller Begins "" => me::email::choose_my_email;
    Get "/v1/me/actions" Caller Reads "list_my_actions" => me::actions::list_my_actions;

    // Pupils.
    Post "/v1/pupils" Caller Begins "write_pupil" => pupils::register::register_pupil;
    Get "/v1/pupils" Caller Reads "read_pupil_roster" => pupils::list::list_pupils;
    Post "/v1/pupils/search" Caller Reads "read_pupil_roster" => pupils::find::find_pupils;
    Get "/v1/pupils/{pupil}" Caller ReadsContent "read_pupil_roster" => pupils::show::show_pupil;
    Get "/v1/pupils/{pupil}/file" Caller ReadsContent "read_pupil_history" => pupils::file::show_pupil_file;
    Get "/v1/pupils/{pupil}/received-files" Caller ReadsContent "read_pupil_history" => pupils::received::list_received_files;
    Post "/v1/pupils/{pupil}/received-files" Caller Adds "take_pupil_file" => pupils::received::take_pupil_file;
    Get "/v1/pupils/{pupil}/history" Caller ReadsContent "read_pupil_history" => pupils::history::show_pupil_history;
    Put "/v1/pupils/{pupil}/details" Caller Replaces "write_pupil" => pupils::change::put_pupil_details;
    Get "/v1/pupils/{pupil}/contacts" Caller ReadsContent "read_pupil_contacts" => pupils::contacts::list_pupil_contacts;
    Post "/v1/pupils/{pupil}/contacts" Caller Adds "write_pupil_contacts" => pupils::contacts::add_pupil_contact;
    Put "/v1/pupils/{pupil}/contacts/{contact}" Caller Replaces "write_pupil_contacts" => pupils::contacts::put_pupil_contact;
    Post "/v1/pupils/{pupil}/contacts/{contact}/end" Caller Changes "write_pupil_contacts" => pupils::contacts::end_pupil_contact;
    Post "/v1/pupils/{pupil}/contacts/{contact}/do-not-contact" Caller Adds "mark_do_not_contact" => pupils::do_not_contact::mark_do_not_contact;
    Post "/v1/pupils/{pupil}/contacts/{contact}/do-not-contact/lift" Caller Adds "lift_do_not_contact" => pupils::do_not_contact::lift_do_not_contact;
    Post "/v1/pupils/{pupil}/do-not-contact" Caller Adds "mark_do_not_contact" => pupils::do_not_contact::mark_family_do_not_contact;
    Post "/v1/pupils/{pupil}/do-not-contact/lift" Caller Adds "lift_do_not_contact" => pupils::do_not_contact::lift_family_do_not_contact;
    Put "/v1/pupils/{pupil}/communication" Caller Replaces "write_pupil_contacts" => pupils::contacts::put_pupil_communication;
    Get "/v1/pupils/{pupil}/court-orders" Caller ReadsContent "read_pupil_contacts" => pupils::court_orders::list_court_orders;
    Post "/v1/pupils/{pupil}/court-orders" Caller Adds "write_court_orders" => pupils::court_orders::record_court_order;
    Post "/v1/pupils/{pupil}/court-orders/{order}/discharge" Caller Adds "write_court_orders" => pupils::court_orders::discharge_court_order;
    Get "/v1/pupils/{pupil}/designations" Caller ReadsContent "read_pupil_contacts" => pupils::designations::list_designations;
    Post "/v1/pupils/{pupil}/designations" Caller Adds "write_pupil_contacts" => pupils::designations::record_designation;
    Post "/v1/pupils/{pupil}/designations/{designation}/end" Caller Adds "write_pupil_contacts" => pupils::designations::end_designation;
    Post "/v1/pupils/{pupil}/leave" Caller Changes "write_pupil" => pupils::leave::pupil_leaves;

    // Staff.
    Post "/v1/staff" Caller Begins "write_staff" => staff::register::register_staff;
    Get "/v1/staff" Caller Reads "read_staff_register" => staff::list::list_staff;
    Post "/v1/staff/search" Caller Reads "read_staff_register" => staff::find::find_staff;
    Get "/v1/staff/{staff}" Caller ReadsContent "read_staff_member" => staff::show::show_staff;
    Post "/v1/staff/{staff}/login" Caller Changes "bind_login" => staff::register::bind_login;
    Post "/v1/staff/{staff}/email" Caller Changes "write_staff" => staff::register::set_staff_email;
    Get "/v1/deliveries" Caller Reads "list_deliveries" => deliveries::list::list_deliveries;
    Post "/v1/staff/{staff}/roles" Caller Adds "propose_role" => staff::roles::propose_role;
    Post "/v1/staff/{staff}/roles/{proposal}/confirm" Caller Adds "confirm_role" => staff::roles::confirm_role;
    Post "/v1/staff/{staff}/roles/end" Caller Adds "end_role" => staff::roles::end_role;
    Post "/v1/staff/{staff}/relations" Caller Adds "register_relation" => staff::relations::register_relation;
    Post "/v1/staff/{staff}/relations/review" Caller Adds "review_relation" => staff::relations::review_relation;
    Post "/v1/staff/{staff}/relations/lift" Caller Adds "review_relation" => staff::relations::lift_relation;
    Post "/v1/staff/{staff}/end" Caller Changes "write_staff" => staff::register::end_staff;

    // Academies.
    Post "/v1/academies" Caller Begins "write_academy" => academies::open::open_academy;
    Get "/v1/academies" Caller Reads "read_academy" => academies::show::list_academies;
    Get "/v1/academies/{academy}" Caller Reads "read_academy" => academies::show::show_academy;
    Put "/v1/academies/{academy}/calendar" Caller Replaces "write_academy" => academies::calendar::put_calendar;
    Put "/v1/academies/{academy}/contacts" Caller Replaces "write_academy" => academies::contacts::put_contacts;
    Get "/v1/academies/{academy}/duties/now" Caller Reads "see_duty" => academies::duties::show_duty_now;
    Get "/v1/academies/{academy}/duties" Caller Reads "read_rota" => academies::duties::show_rota;
    Post "/v1/academies/{academy}/duties" Caller Adds "set_duty" => academies::duties::set_duty;
    Post "/v1/academies/{academy}/duties/{duty}/end" Caller Adds "set_duty" => academies::duties::end_duty;
    Get "/v1/academies/{academy}/concern-form" Caller Reads "read_academy" => academies::concern_form::show_concern_form;
    Get "/v1/academies/{academy}/incident-log" Caller Reads "read_concern" => academies::incident_log::show_incident_log;

    // Across.
    Get "/v1/dashboards/trust" Caller Reads "read_trust_overview" => dashboards::trust::show_trust_dashboard;
    Get "/v1/dashboards/academies/{academy}/inspection" Caller Reads "read_inspection" => dashboards::inspection::show_inspection;
    Get "/v1/dashboards/governors" Caller Reads "read_snapshots" => dashboards::governors::show_governors_dashboard;
    Post "/v1/dashboards/governors/snapshots" Caller Begins "publish_snapshot" => dashboards::governors::publish_snapshot;
    Post "/v1/search" Caller Reads "search" => search::find::search;
    Get "/v1/receipts/{event}" Caller ReadsContent "read_receipt" => receipts::show::show_receipt;
    Get "/v1/receipts/pending/{number}" Caller Reads "" => receipts::pending::show_pending_receipt;
    Get "/v1/access-log" Caller Reads "read_access_log" => access_log::list::list_looks;
    Get "/v1/audit/deviations" Caller Reads "read_deviations" => audit::deviations::list_deviations;
    Get "/v1/audit/disposals" Caller Reads "read_deviations" => audit::disposals::list_disposals;
    Get "/v1/access/explain" Caller Reads "explain_access" => access_log::explain::explain_access;
    Get "/v1/taxonomy" Caller Reads "" => taxonomy::show::show_taxonomy;

    // Published policies.
    Get "/v1/policies" Caller Reads "read_policy" => policies::show::list_policies;
    Get "/v1/policies/{document}" Caller Reads "read_policy" => policies::show::show_policy;
    Get "/v1/policies/{document}/editions" Caller Reads "read_policy" => policies::show::list_editions;
    Post "/v1/policies/{document}/proposals" Caller Begins "edit_policy" => policies::edit::propose_edition;
    Post "/v1/policies/{document}/proposals/{proposal}/publish" Caller Begins "publish_policy" => policies::edit::publish_edition;
    Post "/v1/policies/{document}/withdraw" Caller Begins "edit_policy" => policies::edit::withdraw_edition;

    // What the trust settles for itself.
    Get "/v1/trust/settings" Caller Reads "read_policy" => trust::settings::show_trust_settings;
    Post "/v1/trust/settings/proposals" Caller Begins "edit_policy" => trust::settings::propose_setting;
    Post "/v1/trust/settings/proposals/{proposal}/confirm" Caller Begins "publish_policy" => trust::settings::confirm_setting;

    // Registers.
    Get "/v1/registers" Caller Reads "" => registers::define::list_registers;
    Get "/v1/registers/{register}" Caller Reads "" => registers::define::show_register;
    Get "/v1/registers/{register}/entries" Caller Reads "list_entries" => registers::list::list_entries;
    Post "/v1/registers/{register}/entries" Caller Begins "add_entry" => registers::change::add_entry;
    Get "/v1/registers/{register}/export" Caller Reads "list_entries" => registers::export::export_entries;
    Get "/v1/registers/{register}/entries/{entry}" Caller ReadsContent "read_entry" => registers::show::show_entry;
    Post "/v1/registers/{register}/entries/{entry}/moves" Caller Changes "work_entry" => registers::change::move_entry;
    Post "/v1/registers/{register}/entries/{entry}/fields" Caller Changes "work_entry" => registers::change::fill_entry;
    Post "/v1/registers/{register}/entries/{entry}/corrections" Caller Changes "work_entry" => registers::change::correct_entry;
    Post "/v1/registers/{register}/entries/{entry}/conflicts" Caller Adds "mark_conflict" => registers::conflicts::mark_entry_conflict;
    Post "/v1/registers/{register}/entries/{entry}/conflicts/{staff}/confirm" Caller Adds "confirm_conflict" => registers::conflicts::confirm_entry_conflict;
    Post "/v1/registers/{register}/entries/{entry}/conflicts/{staff}/review" Caller Adds "confirm_conflict" => registers::conflicts::review_entry_conflict;
    Post "/v1/registers/{register}/entries/{entry}/conflicts/{staff}/lift" Caller Adds "lift_conflict" => registers::conflicts::lift_entry_conflict;
    Get "/v1/academies/{academy}/agenda" Caller Reads "list_entries" => registers::agenda::show_agenda;
    Get "/v1/matrices" Caller Reads "" => playbooks::matrices::list_matrices;
    Get "/v1/user-actions" Caller Reads "" => playbooks::matrices::show_user_actions;
    Get "/v1/playbooks" Caller Reads "" => playbooks::list::list_playbooks;
    Get "/v1/playbooks/{playbook}" Caller Reads "" => playbooks::show::show_playbook;

    // The log.
    Get "/log/checkpoint" Anyone Reads "" => log::files::show_checkpoint;
    Get "/log/tile/entries/{path}" Caller Reads "read_log_entries" => log::entries::show_entries_tile;
    Get "/log/tile/{path}" Anyone Reads "" => log::files::show_tile;
    Get "/log/proofs/{event}" Caller ReadsContent "read_log_proof" => log::proofs::show_proof;
    Get "/log/inner-checkpoint" Caller Reads "read_log_entries" => log::proofs::show_inner_checkpoint;

    // Without log-in.
    Get "/public/{academy}/concern-form" Anyone Reads "" => public::concern_form::show_public_concern_form;
    Post "/public/{academy}/concerns" Anyone Begins "" => public::concerns::report_concern;
    Post "/public/{academy}/concerns/{reference}/additions" Anyone Adds "" => public::additions::add_to_report;
    Post "/public/{academy}/concerns/{reference}/status" Anyone Reads "" => public::additions::ask_after_report;
    Post "/public/{academy}/concerns/{reference}/receipt" Anyone Reads "" => public::receipt::show_report_receipt;

    // For the operator.
    Get "/healthz" Anyone Reads "" => operations::health::show_health;
    Get "/readyz" Anyone Reads "" => operations::health::show_readiness;
    Get "/metrics" Operator Reads "" => operations::metrics::show_metrics;
    Get "/openapi.json" Anyone Reads "" => operations::description::show_description;
    Get "/docs" Anyone Reads "" => operations::docs::show_docs;
    Get "/docs/{path}" Anyone Reads "" => operations::docs::show_docs_file;
}
