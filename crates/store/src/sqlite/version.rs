//! Which versions of the SQLite library are safe to use.

/// Versions before 3.51.3 can corrupt a database in WAL mode; 3.50.7 and 3.44.6 have the fix too.
/// The number is SQLite's own: 3.51.3 is 3051003.
pub fn is_affected(version: i32) -> bool {
    version < 3_051_003 && version != 3_050_007 && version != 3_044_006
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_with_the_fix_are_known() {
        for (version, affected) in [
            (3_007_000, true),
            (3_044_005, true),
            (3_044_006, false),
            (3_045_000, true),
            (3_050_006, true),
            (3_050_007, false),
            (3_051_000, true),
            (3_051_002, true),
            (3_051_003, false),
            (3_052_000, false),
            (4_000_000, false),
        ] {
            assert_eq!(is_affected(version), affected, "{version}");
        }
    }

    #[test]
    fn the_bundled_library_is_safe() {
        assert!(!is_affected(rusqlite::version_number()));
    }
}
