//! What every backend promises, told as stories. A backend is something that opens a store, and opens it again; each
//! story runs on each backend.

mod conformance {
    pub mod changes;
    pub mod duplicates;
    pub mod joining;
    pub mod ops;
    pub mod plans;
    pub mod roles;
    pub mod shows;
    pub mod stories;
    pub mod totals;
    pub mod union;
}

use std::sync::Arc;
use store::{SqliteStore, Store};

/// A fresh SQLite store in a folder that goes away at the end.
struct Sqlite(tempfile::TempDir);

impl Sqlite {
    fn fresh() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }
}

impl conformance::union::Backend for Sqlite {
    async fn open(&self) -> Arc<dyn Store> {
        SqliteStore::open(self.0.path()).await.expect("a store opens in a new folder")
    }
}

macro_rules! on_every_backend {
    ($($file:ident: $($story:ident),+ $(,)?;)+) => {
        mod sqlite {
            $($(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $story() {
                    super::conformance::$file::$story(super::Sqlite::fresh()).await;
                }
            )+)+
        }
    };
}

on_every_backend! {
    ops:
        a_draft_is_kept_and_found_again,
        the_same_op_again_gets_the_same_verdict,
        a_deleted_initiative_leaves_no_word_and_a_whole_log,
        the_same_op_twice_in_one_batch_takes_effect_once,
        the_same_op_sent_five_times_in_parallel_takes_effect_once,
        five_ops_for_one_initiative_in_parallel_all_hold,
        an_op_id_used_for_something_else_is_refused,
        an_op_that_was_not_understood_keeps_its_verdict,
        a_refused_op_does_not_hold_up_the_ones_behind_it,
        what_queued_offline_carries_the_same_base,
        two_devices_edit_the_same_text_and_neither_is_lost,
        somebody_elses_initiative_is_out_of_reach,
        before_there_is_a_campaign_nothing_is_refused_for_good;
    totals:
        submitting_counts_and_withdrawing_stops_counting,
        people_are_counted_once_however_much_they_send,
        a_phase_counts_what_was_submitted_in_it,
        a_day_counts_what_was_submitted_on_it_in_vietnam,
        no_benefit_is_not_a_benefit_of_zero,
        totals_survive_a_restart;
    changes:
        a_device_pulls_what_changed_since_its_cursor,
        a_page_is_limited_by_count_and_by_bytes,
        a_reader_that_remembers_its_position_skips_nothing;
    duplicates:
        the_five_likeliest_are_kept_and_told_once,
        of_two_that_search_the_same_the_first_is_kept,
        what_does_not_count_any_more_is_forgotten;
    joining:
        a_unit_has_one_join_code,
        joining_makes_a_member_whose_device_is_known_again,
        joining_twice_under_one_key_makes_one_member,
        whoever_holds_an_ended_token_joins_as_the_same_member,
        an_unknown_code_joins_nobody,
        a_revoked_token_is_not_known_any_more;
    roles:
        a_role_is_given_and_taken_and_its_history_kept,
        a_role_needs_a_member_and_a_unit_and_the_highest_the_root,
        a_token_from_joining_carries_no_office,
        a_role_that_was_taken_is_gone_from_the_token;
    shows:
        an_act_is_kept_with_its_entry_in_the_log_and_its_receipt,
        an_act_on_an_older_show_is_overtaken_and_an_id_is_used_once,
        a_story_is_agreed_to_since_its_author_said_so_last;
    stories:
        a_story_is_found_by_what_everybody_may_read,
        a_story_is_there_for_as_long_as_its_author_agrees,
        whoever_would_like_to_apply_a_story_counts_once;
    plans:
        units_that_are_not_a_tree_are_refused_whole,
        importing_the_same_units_again_changes_nothing,
        a_moved_unit_takes_its_totals_along,
        targets_keep_their_history,
        a_target_of_all_phases_is_their_sum,
        a_campaign_with_impossible_phases_is_refused,
        changed_phases_count_anew,
        an_import_runs_while_another_process_writes;
}
