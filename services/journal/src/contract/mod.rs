//! The contract suite: what every adapter of the journal must do, as tests over the port alone.
//!
//! An adapter implements [`Subject`] for a store of its own and calls [`crate::journal_contract`];
//! one on an SQL store calls [`crate::gapless_journal_contract`] too. Nothing here knows an engine.

#![allow(clippy::unwrap_used, reason = "tests")]

mod appending;
mod commands;
mod copying;
mod expiry;
mod following;
mod gapless;
mod reading;
mod restarting;
mod sample;

use std::sync::Arc;

pub use self::appending::*;
pub use self::commands::*;
pub use self::copying::*;
pub use self::expiry::*;
pub use self::following::*;
pub use self::gapless::*;
pub use self::reading::*;
pub use self::restarting::*;
pub use self::sample::{ManualStamp, append, command, recorded, sealed, stream};
use crate::port::{Answering, Journal, Stamp};

/// One store under test. Opened again after `close`, it holds the same events.
pub trait Subject: Send + Sync {
    /// Opens the store.
    fn open(&self, stamp: Arc<dyn Stamp>) -> Answering<'_, Arc<dyn Journal>>;
}

/// Opens a store whose clock stands still.
async fn opened(subject: &dyn Subject) -> Arc<dyn Journal> {
    subject.open(ManualStamp::standing()).await
}

/// Makes a test of each behaviour; `$fresh` is an async function that gives an empty [`Subject`].
#[macro_export]
macro_rules! journal_contract {
    ($fresh:path) => {
        $crate::journal_contract! { $fresh =>
            events_come_back_as_they_were_appended
            a_stream_grows_only_from_where_it_was_expected_to_be
            a_new_stream_must_not_be_there
            a_conflict_tells_where_the_stream_is
            an_append_of_many_events_is_whole_or_nothing
            a_malformed_append_is_refused_and_changes_nothing
            one_writer_wins_each_revision_of_a_busy_stream
            the_recorders_clock_and_checkpoint_are_stored_with_the_event
            a_repeated_command_gets_the_first_answer
            a_repeat_is_answered_though_the_stream_moved_on_or_the_time_passed
            a_command_with_other_content_is_refused
            a_refused_command_is_not_kept
            the_same_command_at_the_same_time_is_recorded_once
            an_expired_append_is_refused_and_leaves_nothing
            an_append_without_an_expiry_never_expires
            a_stream_is_read_page_by_page
            all_streams_are_read_page_by_page_in_one_order
            an_event_is_found_by_its_id
            the_newest_event_is_read_from_the_store
            what_is_not_there_reads_as_empty
            the_live_tail_misses_nothing_and_repeats_nothing_under_load
            the_head_is_known_before_the_answer
            everything_is_there_after_a_restart
            commands_and_revisions_outlive_a_restart
            closing_records_what_was_asked_and_takes_nothing_more
        }
    };
    ($fresh:path => $($behaviour:ident)+) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $behaviour() {
            $crate::contract::$behaviour(&$fresh().await).await;
        }
    )+};
}

/// What an SQL store promises besides: positions without a gap, and each event id once.
#[macro_export]
macro_rules! gapless_journal_contract {
    ($fresh:path) => {
        $crate::journal_contract! { $fresh =>
            positions_have_no_gap_under_64_writers
            refusals_leave_no_gap
            an_event_id_is_recorded_once
        }
    };
}

/// What a store promises that can be copied whole; `$fresh` gives a [`Copied`].
#[macro_export]
macro_rules! copied_journal_contract {
    ($fresh:path) => {
        $crate::journal_contract! { $fresh =>
            a_copied_store_is_the_same_store
            a_history_is_not_recorded_over_another
        }
    };
}
