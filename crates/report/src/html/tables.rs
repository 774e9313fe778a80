//! Tables of a page: sortable, each with its CSV file inside the page.

use maud::{Markup, html};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::table::{Cells, Column, Table};

/// Tables with more rows are handed out as CSV only.
pub(super) const MOST_ROWS: usize = 1000;

/// What may not stand in a `data:` address. Digits, commas and points may, so that tables of numbers hardly grow.
const UNSAFE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'`');

pub(super) fn table(table: &Table) -> Markup {
    html! {
        @if table.rows() <= MOST_ROWS {
            p.caption id={ (table.id) "-caption" } { (table.caption) }
            div.scroll tabindex="0" role="region" aria-label=(table.caption) { (grid(table)) }
        }
        (download(table))
    }
}

/// A link that saves the table; it works without a network and without scripts.
pub(super) fn download(table: &Table) -> Markup {
    let csv = table.csv();
    let rows = table.rows();
    html! {
        p.csv {
            a download={ (table.id) ".csv" } href={ "data:text/csv;charset=utf-8," (utf8_percent_encode(&csv, UNSAFE)) } {
                (table.id) ".csv"
            }
            " (" (rows) @if rows == 1 { " row)" } @else { " rows)" }
        }
    }
}

fn grid(table: &Table) -> Markup {
    let bars: Vec<f64> = table.columns.iter().map(largest).collect();
    html! {
        table id=(table.id) aria-labelledby={ (table.id) "-caption" } {
            thead {
                tr {
                    @for column in &table.columns {
                        th.n[is_number(column)] scope="col" data-key=(column.key) {
                            button.sort type="button" { (column.title) }
                        }
                    }
                }
            }
            tbody {
                @for row in 0..table.rows() {
                    tr { @for (column, largest) in table.columns.iter().zip(&bars) { (cell(&column.cells, row, *largest)) } }
                }
            }
        }
    }
}

fn is_number(column: &Column) -> bool {
    matches!(column.cells, Cells::Numbers { .. })
}

/// The largest size in a column whose cells have bars.
fn largest(column: &Column) -> f64 {
    match &column.cells {
        Cells::Numbers { values, bars: true, .. } => {
            values.iter().filter(|value| value.is_finite()).fold(0.0, |most, value| most.max(value.abs()))
        }
        _ => 0.0,
    }
}

fn cell(cells: &Cells, row: usize, largest: f64) -> Markup {
    match cells {
        Cells::Labels(labels) => html! { td { bdi { (labels[row]) } } },
        Cells::Numbers { values, format, .. } => {
            let value = values[row];
            let exact = if value.is_nan() { String::new() } else { value.to_string() };
            html! {
                td.n data-v=(exact) {
                    (format.shown(value))
                    @if largest > 0.0 && value.is_finite() {
                        @let share = (100.0 * value.abs() / largest).round();
                        span.bar.loss[value < 0.0] style={ "width:" (share) "%" } {}
                    }
                }
            }
        }
    }
}
