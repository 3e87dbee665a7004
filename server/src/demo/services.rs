//! How the services of the demo fare: busy days, quiet nights, small incidents, and two large ones.

use chrono::{Datelike, TimeDelta, Timelike, Weekday};
use model::{Sample, SampleStatus, Timestamp};

use super::{
    Story,
    catalogue::{DemoService, WITHOUT_DATA, id},
    dice::Dice,
};

/// How often each service is checked.
const BETWEEN_CHECKS: TimeDelta = TimeDelta::minutes(5);
/// Which services a deployment took with it one afternoon, and how many nights ago the database fell over.
const DEPLOYED: [&str; 6] =
    ["shop-web", "shop-api", "checkout-api", "cart-service", "payments-gateway", "customer-portal"];
const DATABASE_NIGHT: u32 = 6;
/// Who needs the database, and how many minutes later it shows.
const NEED_THE_DATABASE: [(&str, i64); 5] =
    [("orders-db", 0), ("orders-api", 5), ("invoicing", 10), ("warehouse-app", 10), ("reporting", 15)];
/// A check now and then comes back without an answer.
const LOST_CHECKS: f64 = 0.0008;

/// Something that goes wrong for a while.
struct Incident {
    from: Timestamp,
    /// Slow or patchy before it fails, and again after it.
    fails_from: Timestamp,
    fails_until: Timestamp,
    until: Timestamp,
    message: &'static str,
}

pub fn samples(story: &Story, service: &DemoService) -> Vec<Sample> {
    if service.id == WITHOUT_DATA {
        return Vec::new();
    }
    let mut dice = Dice::new(story.seed, service.id);
    let incidents = incidents(story, service, &mut dice);
    let (start, end) = story.span();
    let service_id = id(service.id);
    let pause = pause(story);
    let mut samples = Vec::new();
    let mut at = start;
    while at < end {
        // The dice fall the same way whether or not the check is made.
        let response_ms = response(story, service, at, &mut dice);
        let is_lost = dice.happens(LOST_CHECKS);
        if !(pause.0..pause.1).contains(&at) {
            let (status, message) = status(&incidents, at, is_lost);
            let response_ms = match status {
                SampleStatus::Ok => Some(response_ms),
                SampleStatus::Degraded => Some(response_ms * 6.0),
                SampleStatus::Failed | SampleStatus::Unknown => None,
            };
            let response_ms = response_ms.map(|response| (response * 10.0).round() / 10.0);
            let message = message.map(str::to_owned);
            samples.push(Sample { timestamp: at, service_id: service_id.clone(), status, response_ms, message });
        }
        at += BETWEEN_CHECKS;
    }
    samples
}

/// On one Sunday morning the checks themselves paused.
fn pause(story: &Story) -> (Timestamp, Timestamp) {
    let sunday = days_ago(story, 7, |weekday| weekday == Weekday::Sun);
    (story.at(sunday, 3, 0), story.at(sunday, 3, 40))
}

/// The newest day, at least so many days ago, of a kind.
fn days_ago(story: &Story, least: u32, is_meant: impl Fn(Weekday) -> bool) -> u32 {
    (least..least + 7)
        .find(|days_ago| {
            let day = story.at(*days_ago, 12, 0).with_timezone(&story.zone);
            is_meant(day.weekday())
        })
        .unwrap_or(least)
}

fn status(incidents: &[Incident], at: Timestamp, is_lost: bool) -> (SampleStatus, Option<&'static str>) {
    let running = || incidents.iter().filter(|incident| (incident.from..incident.until).contains(&at));
    let failing = running().find(|incident| (incident.fails_from..incident.fails_until).contains(&at));
    match (failing, running().next()) {
        (Some(incident), _) => (SampleStatus::Failed, Some(incident.message)),
        (None, _) if is_lost => (SampleStatus::Unknown, Some("the check got no answer")),
        (None, Some(_)) => (SampleStatus::Degraded, Some("slow answers")),
        (None, None) => (SampleStatus::Ok, None),
    }
}

fn response(story: &Story, service: &DemoService, at: Timestamp, dice: &mut Dice) -> f64 {
    let local = at.with_timezone(&story.zone);
    let hour = f64::from(local.hour()) + f64::from(local.minute()) / 60.0;
    let is_weekend = matches!(local.weekday(), Weekday::Sat | Weekday::Sun);
    let is_for_customers = service.tags.contains(&"shop");
    // The office is busy at ten and at three; customers come in the evening, and more of them at weekends.
    let hump = |middle: f64, width: f64| (-((hour - middle) / width).powi(2)).exp();
    let load = match (is_for_customers, is_weekend) {
        (true, false) => hump(20.0, 3.0) + 0.5 * hump(12.5, 2.0),
        (true, true) => 1.3 * hump(17.0, 4.0),
        (false, false) => hump(10.0, 2.0) + 0.9 * hump(15.0, 2.0),
        (false, true) => 0.1 * hump(12.0, 4.0),
    };
    service.response_ms * (1.0 + 0.8 * load) * dice.between(0.85, 1.25)
}

fn incidents(story: &Story, service: &DemoService, dice: &mut Dice) -> Vec<Incident> {
    let mut incidents = everyday_incidents(story, service, dice);
    if DEPLOYED.contains(&service.id) {
        let day = days_ago(story, 1, |weekday| !matches!(weekday, Weekday::Sat | Weekday::Sun));
        let message = "502 from the release 2.14.0";
        incidents.push(incident(story.at(day, 15, 10), 10, 40, 15, message));
    }
    if let Some((_, later)) = NEED_THE_DATABASE.iter().find(|(id, _)| *id == service.id) {
        let message = if *later == 0 { "no space left for the journal" } else { "orders-db refuses connections" };
        let from = story.at(DATABASE_NIGHT, 1, 30) + TimeDelta::minutes(*later);
        incidents.push(incident(from, 20, 90, 10, message));
    }
    incidents
}

/// Degraded before it fails, failed for a while, degraded before it is well again.
fn incident(from: Timestamp, before: i64, failed: i64, after: i64, message: &'static str) -> Incident {
    let fails_from = from + TimeDelta::minutes(before);
    let fails_until = fails_from + TimeDelta::minutes(failed);
    Incident { from, fails_from, fails_until, until: fails_until + TimeDelta::minutes(after), message }
}

/// Small ones at any hour, more of them on workdays, when people change things.
fn everyday_incidents(story: &Story, service: &DemoService, dice: &mut Dice) -> Vec<Incident> {
    const MESSAGES: [&str; 4] =
        ["timeout after 10 s", "connection refused", "500 from the health check", "certificate could not be read"];
    let mut incidents = Vec::new();
    for day in 1..=story.days {
        let noon = story.at(day, 12, 0).with_timezone(&story.zone);
        let is_weekend = matches!(noon.weekday(), Weekday::Sat | Weekday::Sun);
        let a_day = service.incidents_a_week / if is_weekend { 14.0 } else { 6.0 };
        let (happens, minute) = (dice.happens(a_day), dice.whole(0, 1439));
        let (before, failed, after) = (dice.whole(1, 4) * 5, dice.whole(0, 4) * 5, dice.whole(0, 2) * 5);
        let message = MESSAGES[usize::try_from(dice.whole(0, 3)).unwrap_or_default()];
        if happens {
            let from = story.at(day, 0, 0) + TimeDelta::minutes(minute / 5 * 5);
            incidents.push(incident(from, before, failed, after, message));
        }
    }
    incidents
}
