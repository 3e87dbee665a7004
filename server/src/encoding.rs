//! In which encodings a client takes the bodies that are kept compressed.

use axum::http::{HeaderMap, header};

/// Whether it takes one that has these names. Those that say nothing are scripts, which do not.
pub fn accepts(headers: &HeaderMap, names: &[&str]) -> bool {
    let given = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    // What is not named is what the star says.
    let mut others = false;
    for part in given.flat_map(|text| text.split(',')) {
        let (name, weight) = part.split_once(';').unwrap_or((part, ""));
        let weight = weight.trim().trim_start_matches("q=").trim();
        let is_taken = weight.is_empty() || weight.parse() != Ok(0.0);
        match name.trim() {
            name if names.iter().any(|one| one.eq_ignore_ascii_case(name)) => return is_taken,
            "*" => others = is_taken,
            _ => {}
        }
    }
    others
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn what_is_named_counts_before_the_star() {
        for (given, expected) in [
            (None, false),
            (Some("gzip"), true),
            (Some("br, GZip;q=0.5"), true),
            (Some("br"), false),
            (Some("gzip;q=0"), false),
            (Some("gzip; q=0.000"), false),
            (Some("*"), true),
            (Some("*;q=0"), false),
            (Some("gzip;q=0, *"), false),
            (Some("*;q=0, x-gzip"), true),
        ] {
            let mut headers = HeaderMap::new();
            headers.extend(given.map(|given| (header::ACCEPT_ENCODING, HeaderValue::from_static(given))));
            assert_eq!(accepts(&headers, &["gzip", "x-gzip"]), expected, "{given:?}");
        }
    }
}
