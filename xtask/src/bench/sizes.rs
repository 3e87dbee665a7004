//! The program, what an idle server holds, and what a browser loads first.

use std::fs;

use anyhow::Result;
use serde_json::json;

use super::report::{Row, Table};
use super::{Scope, data, ingest, milliseconds};
use crate::first_load;
use crate::footprint::{self, Footprint};
use crate::product::{self, Profile};
use crate::test_server::TestServer;
use crate::vedetta::Vedetta;

const MOST_LOADED_KB: f64 = 300.0;

pub fn measure(_: Scope, table: &mut Table) -> Result<()> {
    let bytes = fs::metadata(product::program(Profile::Release))?.len();
    table.add(Row::at_most("the program with everything in it", bytes as f64 / 1e6, 40.0, "MB"));
    let Footprint { ready_after, resident_kb } = footprint::measure()?;
    table.add(Row::at_most("from the start to readiness, on SQLite", milliseconds(ready_after), 1000.0, "ms"));
    table.add(Row::at_most("idle memory, after a few requests", megabytes(resident_kb), 30.0, "MB"));

    let first = first_load::weigh_for_first_visitor(&TestServer::start()?)?;
    table.add(load_row("first load before sign-in, gzip", first));
    let vedetta = Vedetta::on_sqlite()?;
    table.add(load_row("first load of the overview, signed in, gzip", first_load::weigh_signed_in(&vedetta, "/")?));
    ingest::load(&vedetta, data::Set::S)?;
    let question = json!({"kind": "availability", "from": data::FROM, "to": data::Set::S.to()});
    let dashboard = format!("/availability/reports/{}", vedetta.analyse(&question)?.report_id);
    let bytes = first_load::weigh_signed_in(&vedetta, &dashboard)?;
    table.add(load_row("first load of a dashboard, signed in, gzip, without its report", bytes));
    Ok(())
}

fn load_row(what: &str, bytes: usize) -> Row {
    Row::at_most(what, bytes as f64 / 1000.0, MOST_LOADED_KB, "kB")
}

pub fn megabytes(kilobytes: u64) -> f64 {
    kilobytes as f64 / 1024.0
}
