//! Cuts what was read into pages; both engines read one item more than asked, to know whether more follow.

use model::{MAX_PAGE, Page, PageRequest, Timestamp};

use crate::{Result, StoreError};

/// How many items to read for a page: one more than it holds.
pub fn to_read(page: &PageRequest) -> u32 {
    size(page) + 1
}

/// The page out of up to [`to_read`] items; `place` names where an item stands in the list.
pub fn cut<T>(mut items: Vec<T>, page: &PageRequest, place: impl Fn(&T) -> String) -> Page<T> {
    let size = size(page) as usize;
    let more = items.len() > size;
    items.truncate(size);
    let next_cursor = items.last().filter(|_| more).map(place);
    Page { items, next_cursor }
}

/// The place of an item in a list by age, where ids order those of one moment.
pub fn place(at: Timestamp, id: &str) -> String {
    format!("{} {id}", at.timestamp_millis())
}

/// The milliseconds and the id of the place that a page begins after, or nothing for the first page.
pub fn after(page: &PageRequest) -> Result<Option<(i64, &str)>> {
    let Some(cursor) = page.cursor.as_deref() else { return Ok(None) };
    let place = cursor.split_once(' ').and_then(|(at, id)| Some((at.parse().ok()?, id)));
    place.map(Some).ok_or_else(|| StoreError::Invalid("cursor does not come from this list".into()))
}

fn size(page: &PageRequest) -> u32 {
    page.limit.clamp(1, MAX_PAGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(items: &[u32], limit: u32, expected: (&[u32], Option<&str>)) {
        let page = cut(items.to_vec(), &PageRequest { limit, cursor: None }, u32::to_string);
        assert_eq!((page.items.as_slice(), page.next_cursor.as_deref()), expected, "{items:?} by {limit}");
    }

    #[test]
    fn the_last_page_has_no_cursor() {
        check(&[], 2, (&[], None));
        check(&[1, 2], 2, (&[1, 2], None));
        check(&[1, 2, 3], 2, (&[1, 2], Some("2")));
        check(&[1, 2], 0, (&[1], Some("1")));
    }

    #[test]
    fn a_place_is_found_again() {
        let moment = Timestamp::from_timestamp_millis(-5).unwrap();
        let page = |cursor: &str| PageRequest { limit: 1, cursor: Some(cursor.into()) };
        assert_eq!(after(&page(&place(moment, "a b"))).unwrap(), Some((-5, "a b")));
        assert_eq!(after(&PageRequest::default()).unwrap(), None);
        for foreign in ["", "5", "x y", "{\"$gt\": 1}"] {
            assert!(after(&page(foreign)).is_err(), "{foreign:?}");
        }
    }
}
