//! A table that sorts, and an empty one.

use crate::components::{EmptyRow, SortHeader, SortOrder, Status, StatusMark, Table, TableSort};
use leptos::prelude::*;

#[derive(Clone, Copy)]
struct Sample {
    name: &'static str,
    status: Status,
    failures: u32,
    budget: u32,
    since: &'static str,
}

const SAMPLES: [Sample; 5] = [
    Sample { name: "nginx_web", status: Status::Good, failures: 0, budget: 5, since: "2025-09-01 00:00:00" },
    Sample { name: "orders-db", status: Status::Critical, failures: 11, budget: 3, since: "2025-09-01 02:14:07" },
    Sample { name: "mail-relay", status: Status::Warning, failures: 4, budget: 6, since: "2025-09-01 11:40:52" },
    Sample { name: "gitlab-runner", status: Status::Good, failures: 1, budget: 7, since: "2025-09-01 17:05:00" },
    Sample { name: "old-fileserver", status: Status::NoData, failures: 0, budget: 5, since: "–" },
];

#[component]
pub fn TableSamples() -> impl IntoView {
    let sort = RwSignal::new(TableSort { column: "failures", order: SortOrder::Descending });
    view! {
        <Table label="Services, a sample">
            <thead>
                <tr>
                    <SortHeader column="name" label="Service" sort />
                    <th scope="col">"Status"</th>
                    <SortHeader column="failures" label="Failures" sort class="numeric" />
                    <SortHeader column="budget" label="Error budget" sort class="numeric" />
                    <th scope="col">"Since"</th>
                </tr>
            </thead>
            <tbody>
                <For each=move || sorted(sort.get()) key=|sample| sample.name let:sample>
                    <tr>
                        <th scope="row">{sample.name}</th>
                        <td>
                            <StatusMark status=sample.status />
                        </td>
                        <td class="numeric">{sample.failures}</td>
                        <td class="numeric">{sample.budget}</td>
                        <td class="mono">{sample.since}</td>
                    </tr>
                </For>
            </tbody>
        </Table>
        <Table label="An empty table">
            <thead>
                <tr>
                    <th scope="col">"Report"</th>
                    <th scope="col">"Finished"</th>
                </tr>
            </thead>
            <tbody>
                <EmptyRow columns=2>"No report yet. Start an analysis to get the first."</EmptyRow>
            </tbody>
        </Table>
    }
}

fn sorted(sort: TableSort) -> Vec<Sample> {
    let mut samples = SAMPLES.to_vec();
    match sort.column {
        "name" => samples.sort_by_key(|sample| sample.name),
        "budget" => samples.sort_by_key(|sample| sample.budget),
        _ => samples.sort_by_key(|sample| sample.failures),
    }
    if sort.order == SortOrder::Descending {
        samples.reverse();
    }
    samples
}
