//! Reads and writes moments as RFC 3339. The common form is handled by hand, because rows and points of reports come by
//! the hundred thousand and chrono is made for many forms; whatever is not of that form goes to chrono.

use chrono::{DateTime, TimeDelta};

use crate::Timestamp;

/// `2025-09-01T10:30:00`, without what follows it.
const SECONDS_END: usize = 19;
const DAYS_IN_MONTH: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// What whoever gives a moment is told that is not plausible.
pub const PLAUSIBLE_YEARS: &str = "must lie in the years 1970 to 2099";

/// The beginning of 2100, in seconds since 1970.
const PLAUSIBLE_END: i64 = 4_102_444_800;

/// From 1970 to 2099: what lies outside is the slip of a clock or of a unit.
pub fn is_plausible(at: Timestamp) -> bool {
    (0..PLAUSIBLE_END).contains(&at.timestamp())
}

/// Whether a window may end then, which leaves its end out.
pub fn is_plausible_end(at: Timestamp) -> bool {
    is_plausible(at) || at == plausible_end()
}

/// The beginning of 2100.
pub fn plausible_end() -> Timestamp {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(PLAUSIBLE_END)
}

/// Reads an RFC 3339 moment; nothing where it is none.
pub fn read(text: &str) -> Option<Timestamp> {
    read_common(text.as_bytes()).or_else(|| DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc()))
}

/// `2025-09-01T10:30:00Z` or `2025-09-01T10:30:00.123Z` with its length, of a moment in the years that are plausible.
pub fn write_common(at: Timestamp) -> Option<([u8; 24], usize)> {
    let (seconds, nanoseconds) = (at.timestamp(), at.timestamp_subsec_nanos());
    if !is_plausible(at) || nanoseconds >= 1_000_000_000 || !nanoseconds.is_multiple_of(1_000_000) {
        return None;
    }
    let ((year, month, day), of_day) = (date_of(seconds / 86_400), (seconds % 86_400) as u32);
    let mut text = *b"0000-00-00T00:00:00.000Z";
    put_pair(&mut text, 0, year as u32 / 100);
    put_pair(&mut text, 2, year as u32 % 100);
    put_pair(&mut text, 5, month.into());
    put_pair(&mut text, 8, day.into());
    put_pair(&mut text, 11, of_day / 3600);
    put_pair(&mut text, 14, of_day / 60 % 60);
    put_pair(&mut text, 17, of_day % 60);
    let milliseconds = nanoseconds / 1_000_000;
    if milliseconds == 0 {
        text[SECONDS_END] = b'Z';
        return Some((text, SECONDS_END + 1));
    }
    put_pair(&mut text, 20, milliseconds / 10);
    text[22] = digit(milliseconds % 10);
    Some((text, text.len()))
}

/// Writes two digits. None of them waits for another one, which is what takes long.
fn put_pair(text: &mut [u8; 24], place: usize, number: u32) {
    text[place] = digit(number / 10);
    text[place + 1] = digit(number % 10);
}

fn digit(number: u32) -> u8 {
    b'0' + number as u8
}

/// `2025-09-01T10:30:00`, with or without a fraction, then `Z` or an offset such as `+02:00`.
pub fn read_common(text: &[u8]) -> Option<Timestamp> {
    let (head, tail) = text.split_at_checked(SECONDS_END)?;
    for (place, mark) in [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')] {
        if head[place] != mark {
            return None;
        }
    }
    let date = (number(&head[..4])?, number(&head[5..7])?, number(&head[8..10])?);
    let (hour, minute, second) = (number(&head[11..13])?, number(&head[14..16])?, number(&head[17..])?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let (nanoseconds, zone) = read_fraction(tail)?;
    let seconds = days_since_1970(date)? * 86_400 + i64::from(hour * 3600 + minute * 60 + second);
    Timestamp::from_timestamp(seconds - read_offset(zone)?, nanoseconds)
}

/// The value of a few digits; nothing where one is none.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, digit| digit.is_ascii_digit().then(|| value * 10 + u32::from(digit - b'0')))
}

/// The nanoseconds that follow a point, and what follows them.
fn read_fraction(tail: &[u8]) -> Option<(u32, &[u8])> {
    let Some(fraction) = tail.strip_prefix(b".") else { return Some((0, tail)) };
    let length = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !(1..=9).contains(&length) {
        return None;
    }
    let scale = 10_u32.pow(9 - u32::try_from(length).ok()?);
    Some((number(&fraction[..length])? * scale, &fraction[length..]))
}

/// How many seconds the clock of the place is ahead of UTC.
fn read_offset(zone: &[u8]) -> Option<i64> {
    let (sign, digits) = match zone {
        b"Z" => return Some(0),
        [b'+', digits @ ..] => (1, digits),
        [b'-', digits @ ..] => (-1, digits),
        _ => return None,
    };
    let [h1, h2, b':', m1, m2] = digits else { return None };
    let (hours, minutes) = (number(&[*h1, *h2])?, number(&[*m1, *m2])?);
    (hours < 24 && minutes < 60).then(|| sign * i64::from(hours * 3600 + minutes * 60))
}

/// Days of the Gregorian calendar, counted in years that begin in March, so that a leap day comes last.
fn days_since_1970((year, month, day): (u32, u32, u32)) -> Option<i64> {
    let is_leap_year = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let longest = DAYS_IN_MONTH.get(usize::try_from(month.checked_sub(1)?).ok()?)?;
    if day == 0 || day > longest + u32::from(is_leap_year && month == 2) {
        return None;
    }
    let (year, month) = if month > 2 { (i64::from(year), month - 3) } else { (i64::from(year) - 1, month + 9) };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = i64::from((153 * month + 2) / 5 + day - 1);
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

/// Year, month and day of so many days after the beginning of 1970; the way back.
pub fn date_of(days_since_1970: i64) -> (i64, u8, u8) {
    let shifted = days_since_1970 + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097) as u32);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 { (0, month + 3) } else { (1, month - 9) };
    (era * 400 + i64::from(year_of_era + year), month as u8, day as u8)
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, FixedOffset, SecondsFormat};
    use proptest::prelude::*;

    use super::*;

    fn by_chrono(text: &str) -> Option<Timestamp> {
        DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc())
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "yesterday",
            "2025-09-01",
            "2025-09-01T10:30:00",
            "2025-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2025-13-01T00:00:00Z",
            "2025-00-01T00:00:00Z",
            "2025-09-00T00:00:00Z",
            "2025-09-01T24:00:00Z",
            "2025-09-01T10:60:00Z",
            "2025-09-01T10:30:00.Z",
            "2025-09-01T10:30:00+24:00",
            "2025-09-01T10:30:00+02",
            "2025-09-01T10:30:00ZZ",
            "２025-09-01T10:30:00Z",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn rare_forms_are_left_to_chrono() {
        for text in ["2025-09-01t10:30:00z", "2016-12-31T23:59:60Z", "2025-09-01T10:30:00.1234567891Z"] {
            assert_eq!((read_common(text.as_bytes()), read(text)), (None, by_chrono(text)), "{text}");
            assert!(read(text).is_some(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn it_reads_what_chrono_writes(
            seconds in -62_000_000_000_i64..253_000_000_000,
            nanoseconds in 0_u32..1_000_000_000,
            minutes_ahead in -1439_i32..1440,
            digits in 0_usize..5,
        ) {
            let formats = [SecondsFormat::Secs, SecondsFormat::Millis, SecondsFormat::Micros, SecondsFormat::Nanos,
                SecondsFormat::AutoSi];
            let zone = FixedOffset::east_opt(minutes_ahead * 60).unwrap();
            let at = Timestamp::from_timestamp(seconds, nanoseconds).unwrap().with_timezone(&zone);
            let text = at.to_rfc3339_opts(formats[digits], minutes_ahead % 2 == 0);
            prop_assert_eq!(read_common(text.as_bytes()), by_chrono(&text));
        }

        #[test]
        fn it_writes_what_chrono_writes(
            seconds in 0..plausible_end().timestamp(),
            milliseconds in prop_oneof![Just(0), 0_u32..1000],
        ) {
            let at = Timestamp::from_timestamp(seconds, milliseconds * 1_000_000).unwrap();
            let (text, length) = write_common(at).unwrap();
            prop_assert_eq!(std::str::from_utf8(&text[..length]).unwrap(), at.to_rfc3339_opts(SecondsFormat::AutoSi, true));
        }

        #[test]
        fn a_day_has_the_date_that_chrono_gives_it(days in -719_000_i32..2_900_000) {
            let date = DateTime::UNIX_EPOCH.date_naive() + TimeDelta::days(days.into());
            prop_assert_eq!(date_of(days.into()), (date.year().into(), date.month() as u8, date.day() as u8));
        }

        #[test]
        fn it_agrees_with_chrono_on_what_is_almost_a_moment(
            text in "(19|20|99|00)[0-9]{2}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,10})?(Z|z|[+-][0-2][0-9]:?[0-6][0-9])?",
        ) {
            prop_assert_eq!(read(&text), by_chrono(&text));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,40}") {
            prop_assert_eq!(read(&text), by_chrono(&text));
        }
    }
}
