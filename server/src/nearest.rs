//! What to say of a name that is not known: the name itself, and the known one that it was probably meant to be.

/// How much of a name is repeated.
const SHOWN: usize = 64;

/// `; did you mean status?`, where one of the known names is alike enough, else nothing.
pub fn hint<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(wrong, known).map_or_else(String::new, |near| format!("; did you mean {near}?"))
}

/// A text of somebody's as a message may repeat it.
pub fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(SHOWN).collect()
}

fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A longer text cannot be a slip of one of our names, and comparing it would only cost time.
    if wrong.len() > SHOWN {
        return None;
    }
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(wrong, name), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}
