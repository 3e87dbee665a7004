//! "Did you mean": the known name that a wrong one was probably meant to be.

/// The most alike of the known names, if any is alike enough to be worth a hint.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A longer text cannot be a slip of one of our names, and comparing it would only cost time.
    if wrong.len() > 64 {
        return None;
    }
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(wrong, name), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}
