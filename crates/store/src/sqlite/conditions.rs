//! Statements of lists that may be filtered.

/// The conditions that are asked for, as one. A condition that holds whenever nothing is asked, such as `?1 IS NULL OR
/// actor = ?1`, would do as well, but no index serves it.
pub fn all_of(conditions: &[(bool, &str)]) -> String {
    let asked: Vec<&str> =
        conditions.iter().filter(|(is_asked, _)| *is_asked).map(|(_, condition)| *condition).collect();
    if asked.is_empty() { "true".into() } else { asked.join(" AND ") }
}

/// How SQLite would go about a statement on an empty database.
#[cfg(test)]
pub fn plan(statement: &str) -> String {
    let db = rusqlite::Connection::open_in_memory().unwrap();
    super::schema::migrate(&db).unwrap();
    let mut query = db.prepare(&format!("EXPLAIN QUERY PLAN {statement}")).unwrap();
    let steps = query.raw_query().mapped(|row| row.get("detail")).collect::<rusqlite::Result<Vec<String>>>();
    steps.unwrap().join("; ")
}
