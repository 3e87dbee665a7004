//! Reports as CSV (RFC 4180), for spreadsheets: a row for each change point or step. Names in it were written by
//! anybody, so no cell of text may become a formula.

use std::io::{self, Write};

use chrono::SecondsFormat;
use model::{AvailabilityReport, Report, ResilienceReport, ServiceReport, ServiceType, Timestamp, csv_cell};

use super::{availability::status_of, resilience::points};

const AVAILABILITY: &str =
    "service_id,name,service_type,error_budget,weight,timestamp,cumulative_failures,score,status\r\n";
const RESILIENCE: &str = "asset_id,name,asset_type,target_rpo_hours,weight,timestamp,actual_rpo_hours,rpo_compliance,\
                          success_rate,score,status\r\n";

/// Each service begins with a row for the start of the timeline, so that one without a failure is there too.
pub fn write_availability(body: &AvailabilityReport, out: &mut impl Write) -> io::Result<()> {
    out.write_all(AVAILABILITY.as_bytes())?;
    for service in &body.services {
        let about = about_service(service);
        match body.timeline.filter(|_| service.extent.is_some()) {
            None => write!(out, "{about},,,,{}\r\n", service.final_status.as_str())?,
            Some(timeline) => {
                let begins_at_once = service.points.first().is_some_and(|point| point.timestamp <= timeline.first);
                if !begins_at_once {
                    write!(out, "{about},{},0,1,GOOD\r\n", moment(timeline.first))?;
                }
            }
        }
        for point in &service.points {
            let (at, status) = (moment(point.timestamp), status_of(point).as_str());
            write!(out, "{about},{at},{},{},{status}\r\n", point.failures, point.score)?;
        }
    }
    Ok(())
}

fn about_service(service: &ServiceReport) -> String {
    let service_type = service.service_type.map_or("", ServiceType::as_str);
    let (id, name) = (csv_cell(service.service_id.as_str()), csv_cell(&service.name));
    format!("{id},{name},{service_type},{},{}", service.error_budget.get(), service.weight.get())
}

pub fn write_resilience(report: &Report, body: &ResilienceReport, out: &mut impl Write) -> io::Result<()> {
    out.write_all(RESILIENCE.as_bytes())?;
    for asset in &body.assets {
        let (id, name) = (csv_cell(asset.asset_id.as_str()), csv_cell(&asset.name));
        let (kind, target, weight) = (asset.asset_type.as_str(), asset.target_rpo_hours.hours(), asset.weight.get());
        for point in points(report, body, asset) {
            let (at, age) = (moment(point.timestamp), number(point.actual_rpo_hours));
            let (compliance, rate) = (point.rpo_compliance, number(point.success_rate));
            let status = point.status.as_str();
            write!(
                out,
                "{id},{name},{kind},{target},{weight},{at},{age},{compliance},{rate},{},{status}\r\n",
                point.score
            )?;
        }
    }
    Ok(())
}

fn moment(at: Timestamp) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn number(number: Option<f64>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}
