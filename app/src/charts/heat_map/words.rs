//! A heat map in words: its legend, the cell that the reader points at, and how long each asset stood at each status.

use super::{HeatCell, HeatRow, Map, drawing::strength, grid::ROW, marks::Marks};
use crate::{
    components::{ChangingStatusMark, Status, StatusMark, Table},
    content::{changing, erase},
    figures::days::day_and_time,
    texts::fill,
};
use leptos::prelude::*;

pub fn legend(statuses: &'static [Status]) -> AnyView {
    let entries = statuses.iter().map(|status| {
        // As on the map: faint grounds take dark marks, full ones light ones.
        let strength = strength(*status);
        let class = if strength < 1.0 { "heat-marks" } else { "heat-marks heat-marks-light" };
        let marks = Marks::of(*status).map(|marks| view! { <path class=class d=marks.path(22.0, 12.0) /> });
        view! {
            <span class="heat-level">
                <svg class="heat-swatch" viewBox="0 0 22 12" aria-hidden="true">
                    <path class=status.tone() opacity=strength.to_string() d="M0 0h22v12h-22z" />
                    {marks}
                </svg>
                <StatusMark status=*status />
            </span>
        }
    });
    erase(entries.collect::<Vec<_>>())
}

/// The cell that the reader points at. It is spoken when keys brought the cursor there.
#[component]
pub fn CellTip(map: Map) -> impl IntoView {
    let shown = move || {
        let (row, column) = map.cursor.get()?;
        let grid = map.grid()?;
        let (name, cell) = cell_of(map, row, column)?;
        let (x, y) = (grid.x(column), grid.y(row));
        let (is_left, is_up) = (x > grid.width / 2.0, y > grid.height / 2.0);
        let left = format!("{}px", x.round());
        let top = format!("{}px", if is_up { y - 6.0 } else { y + ROW + 6.0 }.round());
        let when = words_of(map, map.moment_of(column));
        Some(erase(view! {
            <div
                class="chart-tip"
                class:chart-tip-left=is_left
                class:chart-tip-up=is_up
                style:left=left
                style:top=top
            >
                <p class="chart-tip-moment">{when}</p>
                <div class="chart-tip-row">
                    <span>{name}</span>
                    <span class="chart-tip-value">{score_of(map, cell)}</span>
                </div>
                <StatusMark status=cell.status />
            </div>
        }))
    };
    let spoken = move || {
        let (row, column) = map.cursor.get().filter(|_| map.by_keys.get())?;
        let (name, cell) = cell_of(map, row, column)?;
        let when = words_of(map, map.moment_of(column));
        Some(format!("{name}, {when}: {} {}", cell.status.word(map.texts), score_of(map, cell)))
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

/// How many hours each asset stood at each status until the moment, and where it stands then.
#[component]
pub fn AsTable(map: Map, statuses: &'static [Status]) -> impl IntoView {
    let texts = map.texts;
    let heads = statuses.iter().map(|status| view! { <th scope="col" class="numeric">{status.word(texts)}</th> });
    let heads = heads.collect_view();
    // The rows stay while the replay plays, and with them how far the table is scrolled; what they say follows.
    let rows = changing(move || {
        let rows = map.cells.with(|cells| cells.rows.iter().map(|row| hours_row(map, row.clone(), statuses)).collect());
        Some(erase::<Vec<AnyView>>(rows))
    });
    let summary = move || {
        let until = map.column_now.get().map_or_else(String::new, |column| words_of(map, map.moment_of(column)));
        fill(texts.heat_hours, &until)
    };
    erase(view! {
        <div class="chart-table">
            <p class="chart-summary">{summary}</p>
            <Table label=texts.chart_as_table>
                <thead>
                    <tr>
                        <th scope="col">{texts.heat_asset}</th>
                        <th scope="col">{texts.heat_now}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </div>
    })
}

fn hours_row(map: Map, row: HeatRow, statuses: &'static [Status]) -> AnyView {
    let HeatRow { name, cells } = row;
    let state = Memo::new({
        let cells = cells.clone();
        move |_| map.ended(&cells).last().map_or(Status::NoData, |cell| cell.status)
    });
    let counts: Vec<AnyView> = statuses
        .iter()
        .map(|status| {
            let cells = cells.clone();
            let hours = move || map.cells.with(|all| all.hours(map.ended(&cells), *status));
            erase(view! { <td class="numeric">{move || map.numbers.count(hours())}</td> })
        })
        .collect();
    erase(view! {
        <tr>
            <th scope="row">{name.to_string()}</th>
            <td>
                <ChangingStatusMark status=state />
            </td>
            {counts}
        </tr>
    })
}

/// How long all assets together stood at each status, and which of them stood worst.
pub fn summary(map: Map, statuses: &'static [Status]) -> String {
    map.cells.with(|cells| {
        let Some(worst) = cells.rows.first() else { return map.texts.chart_no_data.into() };
        let hours = |status: Status| cells.rows.iter().map(|row| cells.hours(&row.cells, status)).sum::<u64>();
        let levels = statuses.iter().map(|status| (status.word(map.texts), hours(*status)));
        let levels = levels.filter(|(_, hours)| *hours > 0);
        let levels: Vec<_> = levels.map(|(word, hours)| format!("{word} {}", map.numbers.count(hours))).collect();
        let worst = fill(map.texts.heat_worst, &worst.name);
        format!("{} {worst}", fill(map.texts.heat_summary, &levels.join(", ")))
    })
}

fn cell_of(map: Map, row: usize, column: usize) -> Option<(String, HeatCell)> {
    map.cells.with(|cells| {
        let row = cells.rows.get(row)?;
        Some((row.name.to_string(), *row.cells.get(column)?))
    })
}

fn score_of(map: Map, cell: HeatCell) -> String {
    cell.score.map_or_else(String::new, |score| map.numbers.percent(score))
}

fn words_of(map: Map, moment: i64) -> String {
    map.zone.with_value(|zone| day_and_time(map.texts, zone.civil(moment)))
}
