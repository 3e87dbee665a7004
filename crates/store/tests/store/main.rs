//! One suite for both engines: every test in the list runs on SQLite and on MongoDB, each on a fresh database.
//! The MongoDB is named by `VEDETTA_TEST_MONGODB`; without one its tests show as ignored, and fail under CI.
#![expect(clippy::unwrap_used, reason = "tests say what they expect by unwrapping it")]

mod accounts;
mod assets;
mod attempts;
mod audited;
mod backup_runs;
mod fresh;
mod given;
mod hours;
mod jobs;
mod leases;
mod mongo;
mod mongo_reads;
mod presets;
mod reports;
mod samples;
mod secrets;
mod sign_ins;
mod sqlite;
mod trail;
mod whole;

use std::process::ExitCode;

use libtest_mimic::Arguments;

use fresh::{Database, Test};

macro_rules! list {
    ($($room:ident { $($test:ident),+ $(,)? })+) => {
        /// Every test of what both engines promise.
        fn suite() -> Vec<Test> {
            vec![$($(Test {
                name: concat!(stringify!($room), "::", stringify!($test)),
                run: |db| Box::pin($room::$test(db)),
            }),+),+]
        }
    };
}

list! {
    accounts {
        the_first_account_is_added_once,
        of_many_set_ups_one_wins,
        nobody_sets_up_where_somebody_is,
        an_account_is_read_back_as_written,
        a_name_is_taken_once,
        of_many_accounts_with_one_name_one_is_added,
        accounts_are_listed_by_name,
        a_change_touches_what_it_names,
        nobody_cannot_be_changed,
        the_last_admin_stays,
        where_there_is_no_admin_others_are_changed,
        a_disabled_admin_does_not_count,
        two_admins_cannot_demote_each_other,
        two_admins_cannot_remove_each_other,
        a_password_is_changed_only_while_it_is_the_same,
        a_new_password_ends_the_other_sign_ins,
        disabling_ends_all_sign_ins,
        a_new_role_ends_no_sign_in,
        removing_ends_all_sign_ins,
        a_hash_is_replaced_only_while_it_is_the_same,
        a_refused_write_leaves_no_row_in_the_trail,
    }
    sign_ins {
        a_sign_in_is_read_back_as_written,
        of_too_many_sign_ins_the_ones_used_longest_ago_end,
        nobody_and_the_disabled_cannot_sign_in,
        a_password_that_was_changed_meanwhile_signs_nobody_in,
        a_refresh_rotates,
        what_a_refresh_is_can_be_asked_without_replacing_it,
        the_predecessor_passes_for_a_moment,
        an_older_token_was_stolen,
        a_token_of_nobody_is_unknown,
        a_sign_in_that_ended_is_unknown,
        of_twenty_tabs_one_rotates,
        those_of_an_account_are_listed_newest_first,
        one_is_ended_by_its_owner_alone,
        all_but_one_are_ended,
        what_ended_by_itself_is_swept,
    }
    attempts {
        a_counter_is_read_back_as_written,
        a_counter_is_swapped_only_while_it_is_the_same,
        of_many_swaps_one_wins,
        a_counter_is_forgotten,
        forgotten_counters_are_swept,
    }
    trail {
        each_row_carries_the_hash_of_the_row_before,
        fifty_rows_at_once_make_one_chain,
        the_newest_comes_first,
        rows_are_filtered,
        a_foreign_cursor_is_refused,
    }
    secrets {
        the_first_candidate_is_kept,
        of_many_candidates_one_is_kept,
        a_secret_is_forgotten,
    }
    assets {
        an_asset_is_read_back_as_written,
        an_asset_is_replaced,
        assets_are_listed_by_id,
        a_page_of_heavy_assets_ends_early,
        all_assets_are_read_at_once,
        assets_are_filtered,
        an_asset_is_removed,
        putting_says_whether_it_is_new,
        many_are_put_at_once,
        assets_are_removed_with_their_data,
    }
    samples {
        a_window_is_summed_up_per_service,
        the_same_sample_twice_is_one,
        two_statuses_at_one_moment_are_two_samples,
        a_window_includes_its_start_and_not_its_end,
        a_selection_leaves_the_others_out,
        odd_numbers_and_moments_are_kept,
        whatever_is_written_every_window_tells_the_truth,
    }
    backup_runs {
        a_run_is_read_back_as_written,
        the_same_run_twice_is_one,
        a_window_leaves_its_start_out_and_includes_its_end,
        the_last_runs_before_the_window_count,
        a_selection_leaves_the_others_out,
        a_size_beyond_all_disks_is_refused,
        whatever_is_written_every_window_tells_the_truth,
    }
    hours {
        nothing_has_no_hours,
        hours_of_samples_are_counted,
        hours_of_backup_runs_are_counted,
        hours_tell_their_first_and_last_moment,
        hours_before_1970_are_hours_too,
        the_newest_is_found,
        ids_are_listed_once,
    }
    jobs {
        a_job_is_read_back_as_written,
        the_newest_comes_first,
        a_page_of_large_jobs_ends_early,
        jobs_are_filtered,
        jobs_are_counted_by_state,
        a_foreign_cursor_is_refused,
        a_key_seen_before_gives_the_first_job,
        a_key_is_forgotten_after_a_day,
        of_many_wishes_with_one_key_one_is_queued,
        a_queued_job_is_cancelled_at_once,
        a_running_job_is_asked_to_end,
        a_job_that_has_ended_is_not_cancelled,
    }
    leases {
        nothing_to_do_is_nothing,
        the_oldest_job_is_claimed_first,
        a_claim_is_read_back_as_given,
        of_several_claimers_each_job_goes_to_one,
        of_several_claimers_one_takes_over,
        a_lease_keeps_others_away,
        a_lease_that_ran_out_hands_over,
        a_renewed_lease_keeps_others_away,
        progress_never_goes_back,
        who_comes_late_writes_nothing,
        the_third_lost_lease_is_an_error,
        a_job_that_is_given_back_was_never_claimed,
        a_job_asked_to_end_is_not_handed_over,
        a_job_whose_lease_ran_out_is_cancelled_at_once,
        a_job_asked_to_end_keeps_no_report,
        a_job_ends_with_its_report,
        a_job_ends_once,
        a_job_ends_without_a_report,
        a_report_that_cannot_be_kept_leaves_the_job_running,
    }
    reports {
        a_report_is_read_back_as_written,
        a_report_is_added_once,
        the_newest_comes_first,
        a_foreign_cursor_is_refused,
        the_report_before_is_the_next_older_one_of_its_kind,
        the_report_before_has_a_window_as_long,
        the_report_before_ends_no_later,
        a_report_is_removed,
        a_large_report_is_kept_whole,
        a_job_ends_with_a_large_report,
    }
    presets {
        a_preset_is_read_back_as_written,
        a_preset_is_replaced,
        presets_are_listed_by_name,
        a_page_of_large_presets_ends_early,
        a_preset_is_removed,
    }
    audited {
        each_write_leaves_its_row,
        a_write_that_fails_leaves_none,
    }
    whole {
        it_answers,
        the_pool_is_counted,
        closed_it_is_unavailable,
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = sqlite::trials();
    trials.extend(mongo::trials());
    for test in suite() {
        trials.push(test.on(Database::Sqlite));
        trials.push(test.on(Database::Mongo));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}
