//! Whether the indexes on samples can speak for the documents: not every collection of others lets them.

use mongodb::{
    Collection,
    bson::{Bson, Document, RawDocumentBuf, doc},
    error::{Error, Result as DriverResult},
    options::Hint,
};

use super::{fault, not_ok, repeat, server};

/// The index of every service's samples in order of time.
pub fn by_service() -> Document {
    doc! { "service_id": 1, "timestamp": 1 }
}

pub fn by_service_hint() -> Hint {
    Hint::Keys(by_service())
}

/// Whether both indexes are there, hold every document that they should, and hold it as it is.
pub async fn can_speak(metrics: &Collection<RawDocumentBuf>) -> DriverResult<bool> {
    let all = explain(metrics, doc! {}, by_service().into());
    let not_ok = explain(metrics, not_ok::probe(), not_ok::NAME.into());
    let (all, not_ok) = tokio::join!(all, not_ok);
    Ok(is_whole(&ignore_missing(all)?, false) && is_whole(&ignore_missing(not_ok)?, true))
}

/// How the server would go through an index.
async fn explain(metrics: &Collection<RawDocumentBuf>, filter: Document, hint: Bson) -> DriverResult<Document> {
    let find = doc! { "find": metrics.name(), "filter": filter, "hint": hint };
    let explain = doc! { "explain": find, "verbosity": "queryPlanner" };
    server::ask(metrics, explain, repeat::REQUEST_LIMIT).await
}

/// An index that is not there, or that we may not ask about, speaks for nothing.
fn ignore_missing(plan: DriverResult<Document>) -> Result<Document, Error> {
    plan.or_else(|error| if fault::passes(&error) { Err(error) } else { Ok(Document::new()) })
}

/// Whether a plan goes through an index, in all its parts, that leaves nothing out but what its filter says. Lists in
/// a field would be many entries, and a collation would hide how a text is written.
fn is_whole(plan: &Document, is_partial: bool) -> bool {
    let mut scans = Vec::new();
    if let Ok(planner) = plan.get_document("queryPlanner").and_then(|planner| planner.get_document("winningPlan")) {
        find_scans(planner, &mut scans);
    }
    let is = |scan: &Document, flag: &str| scan.get_bool(flag).unwrap_or(true);
    let is_whole = |scan: &&Document| {
        !is(scan, "isMultiKey")
            && !is(scan, "isSparse")
            && is(scan, "isPartial") == is_partial
            && !scan.contains_key("collation")
    };
    !scans.is_empty() && scans.iter().all(is_whole)
}

fn find_scans<'a>(plan: &'a Document, scans: &mut Vec<&'a Document>) {
    if plan.get_str("stage").is_ok_and(|stage| stage == "IXSCAN") {
        scans.push(plan);
    }
    for value in plan.values() {
        match value {
            Bson::Document(part) => find_scans(part, scans),
            Bson::Array(parts) => parts.iter().filter_map(Bson::as_document).for_each(|part| find_scans(part, scans)),
            _ => {}
        }
    }
}
