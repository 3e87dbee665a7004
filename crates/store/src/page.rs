//! Cuts what was read into pages; both engines read one item more than asked, to know whether more follow.

use model::{Asset, MAX_PAGE, Page, PageRequest, Timestamp};

use crate::{Result, StoreError};

/// How much a page may hold, in bytes as they are stored, before it ends early. A configuration may name 10,000
/// services, which is a megabyte, and a page may hold a thousand of them.
const HEAVY: usize = 4 << 20;

/// A page while it is read item by item, so that no more is read, and held, than it holds.
pub struct Filling<T> {
    items: Vec<T>,
    size: usize,
    weight: usize,
    has_more: bool,
}

impl<T> Filling<T> {
    pub fn new(page: &PageRequest) -> Self {
        Self { items: Vec::new(), size: size(page) as usize, weight: 0, has_more: false }
    }

    /// Takes the next item in, with what it weighs. False when the page is full: then the item belongs to the next one.
    /// One item has room in every page.
    pub fn take(&mut self, item: T, weight: usize) -> bool {
        self.has_more = self.items.len() == self.size || self.weight > HEAVY;
        if !self.has_more {
            self.items.push(item);
            self.weight += weight;
        }
        !self.has_more
    }

    /// The page; `place` names where an item stands in the list.
    pub fn finish(self, place: impl Fn(&T) -> String) -> Page<T> {
        let next_cursor = self.items.last().filter(|_| self.has_more).map(place);
        Page { items: self.items, next_cursor }
    }
}

/// How many items to read for a page: one more than it holds.
pub fn to_read(page: &PageRequest) -> u32 {
    size(page) + 1
}

/// The page out of up to [`to_read`] items that weigh little; `place` names where an item stands in the list.
pub fn cut<T>(items: Vec<T>, page: &PageRequest, place: impl Fn(&T) -> String) -> Page<T> {
    let mut filling = Filling::new(page);
    for item in items {
        filling.take(item, 0);
    }
    filling.finish(place)
}

/// The page out of items that are read one by one, each with what it weighs; what comes after the page is left unread.
pub fn fill<T, E>(
    items: impl Iterator<Item = std::result::Result<(T, usize), E>>,
    page: &PageRequest,
    place: impl Fn(&T) -> String,
) -> std::result::Result<Page<T>, E> {
    let mut filling = Filling::new(page);
    for item in items {
        let (item, weight) = item?;
        if !filling.take(item, weight) {
            break;
        }
    }
    Ok(filling.finish(place))
}

/// An asset with what it weighs: its tags may hold a hundred times as much as all else.
pub fn weighed(asset: Asset) -> (Asset, usize) {
    let weight = asset.id.as_str().len() + asset.name.len() + asset.tags.iter().map(String::len).sum::<usize>();
    (asset, weight)
}

/// The place of an item in a list by age, where ids order those of one moment.
pub fn place(at: Timestamp, id: &str) -> String {
    format!("{} {id}", at.timestamp_millis())
}

/// The milliseconds and the id of the place that a page begins after, or nothing for the first page.
pub fn after(page: &PageRequest) -> Result<Option<(i64, &str)>> {
    let Some(cursor) = page.cursor.as_deref() else { return Ok(None) };
    let place = cursor.split_once(' ').and_then(|(at, id)| Some((at.parse().ok()?, id)));
    place.map(Some).ok_or(StoreError::Cursor)
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

    /// How many of these items make a page of at most three, and whether more follow.
    fn check_weights(weights: &[usize], expected: (usize, bool)) {
        let items = weights.iter().map(|weight| Ok::<_, StoreError>((*weight, *weight)));
        let page = fill(items, &PageRequest { limit: 3, cursor: None }, usize::to_string).unwrap();
        assert_eq!((page.items.len(), page.next_cursor.is_some()), expected, "{weights:?}");
    }

    #[test]
    fn a_heavy_page_ends_early() {
        check_weights(&[1, 1, 1], (3, false));
        check_weights(&[1, 1, 1, 1], (3, true));
        check_weights(&[HEAVY, 1, 1], (2, true));
        check_weights(&[HEAVY + 1], (1, false));
        check_weights(&[HEAVY + 1, 1], (1, true));
        check_weights(&[1, HEAVY], (2, false));
    }

    #[test]
    fn what_comes_after_a_page_is_left_unread() {
        let items = [Ok((1, HEAVY + 1)), Ok((2, 1)), Err("it was read")];
        let page = fill(items.into_iter(), &PageRequest::default(), i32::to_string).unwrap();
        assert_eq!((page.items, page.next_cursor.as_deref()), (vec![1], Some("1")));
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
