//! A time chart in words: its legend, what is where the reader points, its summary, and all of it as a table.

use super::{Chart, drawing::DASHES};
use crate::{
    charts::{StepLine, axis::round_moments},
    components::Table,
    content::{changing, erase},
    figures::{days::day_and_time, numbers::whole},
    texts::fill,
};
use leptos::prelude::*;

/// More rows than this tell nobody more.
const MOST_ROWS: f64 = 60.0;
/// The classes of the colours of the lines.
const COLOURS: [&str; DASHES.len()] =
    ["chart-line series-1", "chart-line series-2", "chart-line series-3", "chart-line series-4", "chart-line series-5"];
const AGGREGATE: &str = "chart-line chart-aggregate";

/// The names of the lines with their looks; a wide chart has the names at the ends of its lines and needs none.
#[component]
pub fn Legend(chart: Chart) -> impl IntoView {
    let entries = move || {
        let entries = dashed_lines(chart).into_iter().map(|(line, class, dashes)| {
            view! {
                <li>
                    <Swatch class dashes />
                    {line.name.to_string()}
                </li>
            }
        });
        Some(erase(view! { <ul class="chart-legend">{entries.collect_view()}</ul> }))
    };
    changing(entries)
}

#[component]
fn Swatch(class: &'static str, dashes: String) -> impl IntoView {
    view! {
        <svg class="chart-swatch" viewBox="0 0 20 8" aria-hidden="true">
            <path class=class d="M0 4h20" stroke-dasharray=dashes />
        </svg>
    }
}

/// What the lines are worth where the reader points. It is spoken when keys brought the cursor there.
#[component]
pub fn Tooltip(chart: Chart) -> impl IntoView {
    let numbers = chart.numbers;
    let shown = move || {
        let cursor = chart.cursor.get()?;
        let plot = chart.plot()?;
        let place = plot.x(cursor);
        let side = if place > plot.width / 2.0 { "chart-tip chart-tip-left" } else { "chart-tip" };
        let lines = named_lines(chart);
        let has_values = lines.iter().any(|(line, ..)| line.value_at(cursor).is_some());
        let nothing = (!has_values).then(|| view! { <p>{chart.texts.chart_no_data}</p> });
        let rows = lines.into_iter().filter(|_| has_values).map(|(line, class, dashes)| {
            let value = numbers.percent_or_dash(line.value_at(cursor));
            view! {
                <div class="chart-tip-row">
                    <Swatch class dashes />
                    <span>{line.name.to_string()}</span>
                    <span class="chart-tip-value">{value}</span>
                </div>
            }
        });
        Some(erase(view! {
            <div class=side style:left=format!("{}px", place.round())>
                <p class="chart-tip-moment">{moment_words(chart, cursor)}</p>
                {nothing}
                {rows.collect_view()}
            </div>
        }))
    };
    let spoken = move || {
        let cursor = chart.cursor.get().filter(|_| chart.by_keys.get())?;
        let value = |line: &StepLine| line.value_at(cursor).map(|value| numbers.percent(value));
        let lines =
            named_lines(chart).into_iter().filter_map(|(line, ..)| Some(format!("{} {}", line.name, value(&line)?)));
        Some(format!("{}: {}", moment_words(chart, cursor), lines.collect::<Vec<_>>().join(", ")))
    };
    erase(view! {
        <div>
            {changing(shown)}
            <p class="visually-hidden" aria-live="polite">
                {move || spoken().unwrap_or_default()}
            </p>
        </div>
    })
}

/// The values at round moments of what is shown.
#[component]
pub fn AsTable(chart: Chart) -> impl IntoView {
    changing(move || Some(table_of(chart)))
}

fn table_of(chart: Chart) -> AnyView {
    let Chart { texts, numbers, .. } = chart;
    let lines = named_lines(chart);
    let heads = lines.iter().map(|(line, ..)| view! { <th scope="col" class="numeric">{line.name.to_string()}</th> });
    let heads = heads.collect_view();
    let moments = chart.zone.with_value(|zone| round_moments(zone, chart.view(), MOST_ROWS));
    let rows = moments.into_iter().map(|moment| {
        let cells = lines.iter().map(|(line, ..)| {
            let value = numbers.percent_or_dash(line.value_at(moment));
            view! { <td class="numeric">{value}</td> }
        });
        view! {
            <tr>
                <th scope="row">{moment_words(chart, moment)}</th>
                {cells.collect_view()}
            </tr>
        }
    });
    let rows = rows.collect_view();
    erase(view! {
        <div class="chart-table">
            <Table label=texts.chart_as_table>
                <thead>
                    <tr>
                        <th scope="col">{texts.chart_when}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </div>
    })
}

/// How the aggregate began and ended, and when it was lowest.
pub fn summary(chart: Chart) -> String {
    let Chart { texts, numbers, .. } = chart;
    chart.data.with(|data| {
        let line = &data.aggregate;
        let (Some(first), Some(last), Some(lowest)) = (line.points.first(), line.points.last(), line.lowest()) else {
            return texts.chart_no_data.into();
        };
        let began = fill(&fill(texts.chart_began, &numbers.percent(first.value)), &numbers.percent(last.value));
        let when = moment_words(chart, lowest.at);
        let lowest = fill(&fill(texts.chart_lowest, &numbers.percent(lowest.value)), &when);
        format!("{}: {began} {lowest}", kept_apart(&line.name))
    })
}

/// A name in a text, whose direction of writing ends with it. Marks of its own that turn it would go on behind it.
fn kept_apart(name: &str) -> String {
    let turns = |letter: char| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    format!("\u{2068}{}\u{2069}", name.replace(turns, ""))
}

fn moment_words(chart: Chart, moment: i64) -> String {
    chart.zone.with_value(|zone| day_and_time(chart.texts, zone.civil(moment)))
}

/// The aggregate and the chosen lines, each with its class and its dashes.
fn dashed_lines(chart: Chart) -> Vec<(StepLine, &'static str, String)> {
    chart.data.with(|data| {
        let aggregate = (data.aggregate.clone(), AGGREGATE, String::new());
        let lines = data.lines.iter().enumerate().map(|(index, line)| {
            let index = index % DASHES.len();
            (line.clone(), COLOURS[index], dash_text(DASHES[index]))
        });
        std::iter::once(aggregate).chain(lines).collect()
    })
}

/// The same as they are drawn: without dashes where their names are at their ends.
fn named_lines(chart: Chart) -> Vec<(StepLine, &'static str, String)> {
    let mut lines = dashed_lines(chart);
    if chart.plot().is_some_and(|plot| plot.has_names) {
        lines.iter_mut().for_each(|(.., dashes)| dashes.clear());
    }
    lines
}

fn dash_text(dashes: &[f64]) -> String {
    let lengths: Vec<_> = dashes.iter().map(|length| whole(*length).to_string()).collect();
    lengths.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_turns_nothing_but_itself() {
        assert_eq!(kept_apart("Orders \u{202e}fdp.exe\u{2067}"), "\u{2068}Orders fdp.exe\u{2069}");
        assert_eq!(kept_apart("שלום"), "\u{2068}שלום\u{2069}");
    }
}
