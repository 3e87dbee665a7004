//! One suite for both engines: every test in the list runs on SQLite and on MongoDB, each on a fresh database.
//! The MongoDB is named by `VEDETTA_TEST_MONGODB`; without one its tests show as ignored, and fail under CI.
#![expect(clippy::unwrap_used, reason = "tests say what they expect by unwrapping it")]

mod accounts;
mod assets;
mod attempts;
mod backup_runs;
mod fresh;
mod given;
mod mongo;
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
        a_new_password_ends_the_other_sign_ins,
        disabling_ends_all_sign_ins,
        a_new_role_ends_no_sign_in,
        removing_ends_all_sign_ins,
        a_hash_is_replaced_only_while_it_is_the_same,
        a_refused_write_leaves_no_row_in_the_trail,
    }
    sign_ins {
        a_sign_in_is_read_back_as_written,
        nobody_and_the_disabled_cannot_sign_in,
        a_refresh_rotates,
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
        assets_are_filtered,
        an_asset_is_removed,
    }
    samples {
        a_window_is_summed_up_per_service,
        the_same_sample_twice_is_one,
        two_statuses_at_one_moment_are_two_samples,
        a_window_includes_its_start_and_not_its_end,
        odd_numbers_and_moments_are_kept,
        what_is_written_is_read,
    }
    backup_runs {
        a_run_is_read_back_as_written,
        the_same_run_twice_is_one,
        the_newest_success_before_the_window_counts,
        a_size_beyond_all_disks_is_refused,
        what_is_written_is_read,
    }
    whole {
        it_answers,
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
