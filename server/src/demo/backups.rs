//! How the backups of the demo go: by their habits, with a full store one night, one that stopped, one that never was
//! right.

use chrono::{Datelike, TimeDelta, Weekday};
use model::{BackupOutcome, BackupRun, Timestamp};

use super::{
    Story,
    catalogue::{DemoAsset, Habit, id},
    dice::Dice,
};

/// Since when the one that stopped has stopped.
const STOPPED: u32 = 5;
/// The night in which the store was full.
const FULL_STORE: u32 = 9;

pub fn runs(story: &Story, asset: &DemoAsset) -> Vec<BackupRun> {
    let mut dice = Dice::new(story.seed, asset.id);
    let (start, end) = story.span();
    starts(story, asset.habit)
        .into_iter()
        .map(|begun| run(story, asset, begun, &mut dice))
        .filter(|run| start <= run.timestamp && run.timestamp < end)
        .collect()
}

/// When its runs begin, the oldest first.
fn starts(story: &Story, habit: Habit) -> Vec<Timestamp> {
    let days = (1..=story.days).rev();
    let nightly = |hour: u32| days.clone().map(move |day| story.at(day, hour, 5));
    match habit {
        Habit::Nightly(hour) | Habit::NeverRight(hour) => nightly(hour).collect(),
        Habit::OnWorkdays(hour) => nightly(hour).filter(|at| is_workday(story, *at)).collect(),
        Habit::Every(hours) => {
            let a_day = |day| (0..24 / hours).map(move |nth| story.at(day, nth * hours, 20));
            days.flat_map(a_day).collect()
        }
        Habit::Stopped(hour) => days.filter(|day| *day > STOPPED).map(|day| story.at(day, hour, 5)).collect(),
        Habit::Never => Vec::new(),
    }
}

fn is_workday(story: &Story, at: Timestamp) -> bool {
    !matches!(at.with_timezone(&story.zone).weekday(), Weekday::Sat | Weekday::Sun)
}

fn run(story: &Story, asset: &DemoAsset, begun: Timestamp, dice: &mut Dice) -> BackupRun {
    let begun = begun + TimeDelta::seconds(dice.whole(0, 240));
    // A terabyte takes about two hours.
    let minutes = 3.0 + asset.size_gb / 8.0 * dice.between(0.8, 1.3);
    let (outcome, message) = outcome(story, asset, begun, dice);
    let minutes = if outcome == BackupOutcome::Failed { minutes / 4.0 } else { minutes };
    BackupRun {
        timestamp: begun + seconds(minutes * 60.0),
        asset_id: id(asset.id),
        outcome,
        started_at: Some(begun),
        size_bytes: (outcome != BackupOutcome::Failed).then(|| bytes(asset.size_gb * dice.between(0.97, 1.05))),
        message: message.map(str::to_owned),
    }
}

fn outcome(
    story: &Story,
    asset: &DemoAsset,
    begun: Timestamp,
    dice: &mut Dice,
) -> (BackupOutcome, Option<&'static str>) {
    // The dice fall the same way whatever comes of it.
    let (fails, warns) = (dice.happens(0.02), dice.happens(0.05));
    let night = (story.at(FULL_STORE, 0, 0), story.at(FULL_STORE, 6, 0));
    if matches!(asset.habit, Habit::NeverRight(_)) {
        (BackupOutcome::Failed, Some("the snapshot could not be made: the disk is in use"))
    } else if (night.0..night.1).contains(&begun) {
        (BackupOutcome::Failed, Some("no space left on the backup store"))
    } else if fails {
        (BackupOutcome::Failed, Some("the connection to the agent was lost"))
    } else if warns {
        (BackupOutcome::Warning, Some("some open files were skipped"))
    } else {
        (BackupOutcome::Success, None)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "some hours, in seconds")]
fn seconds(seconds: f64) -> TimeDelta {
    TimeDelta::seconds(seconds as i64)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some terabytes, in bytes")]
fn bytes(gigabytes: f64) -> u64 {
    (gigabytes * 1e9) as u64
}
