//! Tables as one Excel workbook: a sheet for each, numbers at full precision, missing numbers as empty cells.

use std::io::Write;
use std::ops::Range;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::table::{Cells, Column, Table};

/// Rows of a sheet at most, the header among them.
const MOST_ROWS: usize = 1_048_576;
/// Length of a cell's text at most, in the units of UTF-16 in which Excel counts.
const MOST_TEXT: usize = 32_767;
/// Widths of columns in digits: of numbers, and the widest of labels, which Excel then cuts on screen only.
const NUMBER_WIDTH: usize = 16;
const WIDEST: usize = 60;

/// Writes tables as the sheets of an Excel workbook, in their order; the same tables give the same bytes.
///
/// # Errors
/// Those of the writer.
pub fn write(tables: &[&Table], title: &str, out: impl Write + Send) -> std::io::Result<()> {
    write_sheets(tables, title, MOST_ROWS, out).map_err(|error| match error {
        XlsxError::IoError(reason) => reason,
        error => std::io::Error::other(error),
    })
}

fn write_sheets(
    tables: &[&Table],
    title: &str,
    most_rows: usize,
    out: impl Write + Send,
) -> Result<(), XlsxError> {
    let mut workbook = Workbook::new();
    // a workbook carries the date of its making; a date of the program's own keeps the bytes the same
    let properties = DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    workbook.set_properties(&properties.set_title(title));
    for table in tables {
        for (at, rows) in parts(table.rows(), most_rows - 1).into_iter().enumerate() {
            let sheet = workbook.add_worksheet();
            match at {
                0 => sheet.set_name(table.name)?,
                _ => sheet.set_name(format!("{} {}", table.name, at + 1))?,
            };
            fill(sheet, table, rows)?;
        }
    }
    workbook.save_to_writer(out)
}

/// Rows in parts that fit into a sheet; one part, if there are none.
fn parts(rows: usize, most: usize) -> Vec<Range<usize>> {
    let starts = (0..rows.max(1)).step_by(most);
    starts.map(|start| start..(start + most).min(rows)).collect()
}

fn fill(sheet: &mut Worksheet, table: &Table, rows: Range<usize>) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    for (column, at) in table.columns.iter().zip(0_u16..) {
        sheet.write_string_with_format(0, at, column.name, &bold)?;
        sheet.set_column_width(at, width(column) as f64)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let last_column = table.columns.len().saturating_sub(1) as u16;
    sheet.autofilter(0, 0, rows.len() as u32, last_column)?;
    for (row, line) in rows.zip(1_u32..) {
        for (column, at) in table.columns.iter().zip(0_u16..) {
            match &column.cells {
                // text is written as text, whatever it begins with: a label `=…` is no formula
                Cells::Labels(labels) => sheet.write_string(line, at, fitting(labels.get(row)))?,
                Cells::Numbers(numbers) if numbers[row].is_finite() => {
                    sheet.write_number(line, at, numbers[row])?
                }
                Cells::Numbers(_) => sheet,
            };
        }
    }
    Ok(())
}

/// The width that shows a column and the mark of the filter beside its name.
fn width(column: &Column) -> usize {
    let of_cells = match &column.cells {
        Cells::Labels(labels) => labels.words().iter().map(|word| word.chars().count()).max().unwrap_or(0),
        Cells::Numbers(_) => NUMBER_WIDTH,
    };
    of_cells.max(column.name.len() + 3).min(WIDEST)
}

/// The text as far as a cell holds it.
fn fitting(text: &str) -> &str {
    // no text has more units than bytes
    if text.len() <= MOST_TEXT {
        return text;
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, letter)| {
        units += letter.len_utf16();
        units > MOST_TEXT
    });
    end.map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;
    use crate::labels::Labels;

    fn numbered(rows: usize) -> Table {
        let numbers = (0..rows).map(|row| row as f64 / 3.0).collect();
        Table { name: "trade", columns: vec![Column { name: "value", cells: Cells::Numbers(numbers) }] }
    }

    fn sheets(table: &Table, most_rows: usize) -> Vec<(String, Vec<Data>)> {
        let mut bytes = Vec::new();
        write_sheets(&[table], "test", most_rows, &mut bytes).unwrap();
        let mut workbook = Xlsx::new(Cursor::new(bytes)).unwrap();
        let names = workbook.sheet_names();
        let cells = |name: String, workbook: &mut Xlsx<_>| {
            let range = workbook.worksheet_range(&name).unwrap();
            (name, range.rows().map(|row| row[0].clone()).collect())
        };
        names.into_iter().map(|name| cells(name, &mut workbook)).collect()
    }

    #[test]
    fn a_table_longer_than_a_sheet_goes_on_in_further_sheets_with_the_header() {
        let third = |row: u32| Data::Float(f64::from(row) / 3.0);
        let header = || Data::String("value".to_owned());
        assert_eq!(
            sheets(&numbered(7), 4),
            [
                ("trade".to_owned(), vec![header(), third(0), third(1), third(2)]),
                ("trade 2".to_owned(), vec![header(), third(3), third(4), third(5)]),
                ("trade 3".to_owned(), vec![header(), third(6)]),
            ]
        );
        assert_eq!(sheets(&numbered(6), 4).len(), 2);
        assert_eq!(sheets(&numbered(0), 4), [("trade".to_owned(), vec![header()])]);
    }

    #[test]
    fn text_that_no_cell_holds_is_cut_between_letters() {
        // each of these letters is two units of UTF-16, and the most is odd
        let text = "𝄞".repeat(MOST_TEXT);
        assert_eq!(fitting(&text).encode_utf16().count(), MOST_TEXT - 1);
        assert_eq!(fitting(&"a".repeat(MOST_TEXT + 1)).len(), MOST_TEXT);
        assert_eq!(fitting(&"ä".repeat(MOST_TEXT)), "ä".repeat(MOST_TEXT));
        let mut labels = Labels::default();
        labels.push_word(&text);
        let columns = vec![Column { name: "name", cells: Cells::Labels(labels) }];
        assert_eq!(sheets(&Table { name: "long", columns }, MOST_ROWS)[0].1.len(), 2);
    }
}
