//! Values over time that change only at their points, and how they are thinned to what a screen can show.
//!
//! A what-if goes through a hundred thousand points within a frame: like the replays, what does that stays out of its callers.

/// From this moment on, in milliseconds since 1970, a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepPoint {
    pub at: i64,
    pub value: f64,
}

/// The value at a moment, of points in their order; nothing before the first.
pub fn value_at(points: &[StepPoint], moment: i64) -> Option<f64> {
    points[..reached(points, moment)].last().map(|point| point.value)
}

/// The point with the lowest value; the first of equals.
#[inline(never)]
pub fn lowest(points: &[StepPoint]) -> Option<StepPoint> {
    let (first, others) = points.split_first()?;
    Some(others.iter().fold(*first, |lowest, point| if point.value < lowest.value { *point } else { lowest }))
}

/// The corners of the line from one moment to another, for a picture of so many columns. However many points there are, a
/// column has four corners at most, and its lowest and highest values are among them.
#[inline(never)]
pub fn corners(points: &[StepPoint], first: i64, last: i64, columns: u32) -> Vec<(i64, f64)> {
    let (seen, rest) = points.split_at(reached(points, first));
    let visible = &rest[..reached(rest, last)];
    let mut corners = Vec::new();
    let mut level = seen.last().map(|point| point.value);
    corners.extend(level.map(|value| (first, value)));
    let columns_each = f64::from(columns) / (last - first).max(1) as f64;
    #[expect(clippy::cast_possible_truncation, reason = "no picture has as many columns")]
    let column_of = |point: &StepPoint| ((point.at - first) as f64 * columns_each) as i32;
    for column in visible.chunk_by(|one, next| column_of(one) == column_of(next)) {
        push_column(&mut corners, column, &mut level);
    }
    corners.extend(level.map(|value| (last, value)));
    corners
}

/// The steps of one column. A few are drawn as they are; many are one vertical stroke.
fn push_column(corners: &mut Vec<(i64, f64)>, column: &[StepPoint], level: &mut Option<f64>) {
    let [first, .., last] = column else {
        if let [only] = column {
            corners.extend(level.map(|value| (only.at, value)));
            corners.push((only.at, only.value));
            *level = Some(only.value);
        }
        return;
    };
    let start = level.unwrap_or(first.value);
    let (mut lowest, mut highest) = (start, start);
    for StepPoint { value, .. } in column {
        if *value < lowest {
            lowest = *value;
        } else if *value > highest {
            highest = *value;
        }
    }
    // Only what the stroke turns at: most lines fall, and have two corners in a column.
    corners.push((first.at, start));
    corners.extend([highest, lowest].into_iter().filter(|value| *value != start).map(|value| (first.at, value)));
    if corners.last().is_none_or(|(_, value)| *value != last.value) {
        corners.push((first.at, last.value));
    }
    *level = Some(last.value);
}

fn reached(points: &[StepPoint], moment: i64) -> usize {
    points.partition_point(|point| point.at <= moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: &[(i64, f64)]) -> Vec<StepPoint> {
        points.iter().map(|(at, value)| StepPoint { at: *at, value: *value }).collect()
    }

    #[test]
    fn a_value_holds_until_the_next_point() {
        let line = line(&[(10, 1.0), (20, 0.5)]);
        let values = [9, 10, 19, 20, 99].map(|at| value_at(&line, at));
        assert_eq!(values, [None, Some(1.0), Some(1.0), Some(0.5), Some(0.5)]);
    }

    #[test]
    fn the_first_of_equals_is_the_lowest() {
        let line = line(&[(0, 0.5), (10, 0.2), (20, 0.2), (30, 0.9)]);
        assert_eq!(lowest(&line), Some(StepPoint { at: 10, value: 0.2 }));
        assert_eq!(lowest(&[]), None);
    }

    #[test]
    fn few_points_are_drawn_as_they_are() {
        let line = line(&[(0, 1.0), (50, 0.5), (80, 0.2)]);
        let whole = [(0, 1.0), (50, 1.0), (50, 0.5), (80, 0.5), (80, 0.2), (100, 0.2)];
        assert_eq!(corners(&line, 0, 100, 100), whole);
        assert_eq!(corners(&line, 60, 70, 100), [(60, 0.5), (70, 0.5)]);
        assert_eq!(corners(&line, 60, 100, 100), [(60, 0.5), (80, 0.5), (80, 0.2), (100, 0.2)]);
    }

    #[test]
    fn nothing_is_drawn_before_the_first_point() {
        let line = line(&[(50, 0.5)]);
        assert_eq!(corners(&line, 0, 100, 10), [(50, 0.5), (100, 0.5)]);
        assert!(corners(&line, 0, 40, 10).is_empty());
    }

    #[test]
    fn many_points_keep_the_extremes_of_their_column() {
        let points: Vec<_> = (0..100_000).map(|at| (at, if at == 77_777 { 0.0 } else { 0.5 })).collect();
        let corners = corners(&line(&points), 0, 99_999, 500);
        assert!(corners.len() <= 4 * 501 + 2, "{}", corners.len());
        assert!(corners.iter().any(|(_, value)| *value == 0.0));
        assert!(corners.is_sorted_by_key(|(at, _)| *at));
    }

    #[test]
    fn a_column_has_the_corners_that_its_stroke_turns_at() {
        let check = |values: &[f64], expected: &[f64]| {
            let points: Vec<_> = values.iter().enumerate().map(|(at, value)| (at as i64 + 10, *value)).collect();
            let drawn = corners(&line(&[&[(0, 0.5)], &points[..]].concat()), 0, 1000, 10);
            let in_column: Vec<f64> = drawn.iter().filter(|(at, _)| *at == 10).map(|(_, value)| *value).collect();
            assert_eq!(in_column, expected, "{values:?}");
        };
        check(&[0.4, 0.3, 0.2], &[0.5, 0.2]);
        check(&[0.6, 0.9], &[0.5, 0.9]);
        check(&[0.9, 0.1, 0.7], &[0.5, 0.9, 0.1, 0.7]);
        check(&[0.2, 0.6], &[0.5, 0.6, 0.2, 0.6]);
        check(&[0.4, 0.5], &[0.5, 0.4, 0.5]);
    }
}
