//! Charts on canvases, drawn in the browser. What a screen reader or a printer needs of them is in the page as text; the
//! server renders that, and the canvases empty.

mod axis;
mod canvas;
mod heat_map;
mod palette;
mod plot;
mod series;
mod time_chart;

pub use canvas::{Size, watch_size};
pub use heat_map::{HeatCell, HeatCells, HeatMap, HeatRow};
pub use series::StepLine;
pub use time_chart::{AVAILABILITY_BANDS, Band, RESILIENCE_BANDS, Threshold, TimeChart, TimeChartData};
