//! Lists that are read page by page.

use model::{MAX_PAGE, Page, PageRequest};

/// All items of a list, of which `find` reads a page.
pub async fn all_pages<T, E, F: Future<Output = Result<Page<T>, E>>>(
    mut find: impl FnMut(PageRequest) -> F,
) -> Result<Vec<T>, E> {
    let (mut all, mut page) = (Vec::new(), PageRequest { limit: MAX_PAGE, cursor: None });
    loop {
        let Page { items, next_cursor } = find(page.clone()).await?;
        all.extend(items);
        match next_cursor {
            Some(cursor) => page.cursor = Some(cursor),
            None => return Ok(all),
        }
    }
}
