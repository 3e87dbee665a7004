//! Cuts what was read into pages; both engines read one item more than asked, to know whether more follow.

use model::{MAX_PAGE, Page, PageRequest};

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
}
