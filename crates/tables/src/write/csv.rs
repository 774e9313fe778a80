//! A table as CSV: a header, then one line a row; missing numbers are empty.

use std::io::Write;

use super::Columns;
use crate::table::Cells;

pub(super) fn write(columns: &Columns<'_>, out: &mut dyn Write) -> std::io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(columns.iter().map(|(name, _)| name))?;
    let mut digits = Vec::with_capacity(32);
    let rows = columns.first().map_or(0, |(_, cells)| cells.len());
    for row in 0..rows {
        for (_, cells) in columns {
            match cells {
                Cells::Labels(labels) => writer.write_field(labels.get(row))?,
                Cells::Numbers(numbers) => {
                    digits.clear();
                    write_number(numbers[row], &mut digits)?;
                    writer.write_field(&digits)?;
                }
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

fn write_number(number: f64, digits: &mut Vec<u8>) -> std::io::Result<()> {
    if number.is_nan() {
        return Ok(());
    }
    // Debug and not Display: the shortest digits, with an exponent where it saves zeros
    write!(digits, "{number:?}")
}
