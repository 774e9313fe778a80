//! A table as a Stata data set, format 118: labels as strings, missing numbers as `.`, a label for each variable.
//!
//! Labels are strings and no value labels: the codes of a value label differ from table to table, so that a merge of
//! two tables by region would join what does not belong together.

use std::borrow::Cow;
use std::io::{Seek, Write};

use dta::stata::dta::byte_order::ByteOrder;
use dta::stata::dta::dta_error::{DtaError, Result};
use dta::stata::dta::dta_writer::DtaWriter;
use dta::stata::dta::header::Header;
use dta::stata::dta::long_string_ref::LongStringRef;
use dta::stata::dta::long_string_table::LongStringTable;
use dta::stata::dta::release::Release;
use dta::stata::dta::schema::Schema;
use dta::stata::dta::value::Value;
use dta::stata::dta::variable::{Variable, VariableBuilder};
use dta::stata::dta::variable_type::VariableType;
use dta::stata::missing_value::MissingValue;
use dta::stata::stata_double::StataDouble;

use crate::labels::Labels;
use crate::table::{Cells, Column, Table};

/// Length of a fixed string at most, in bytes.
const LONGEST_FIXED: usize = 2045;
/// Length of the label of a data set at most, in letters.
const LONGEST_LABEL: usize = 80;
/// The largest number; Stata takes what lies above for missing.
const LARGEST: f64 = 8.988_465_674_311_579e307;
/// Letters of a string that Stata shows.
const SHOWN: usize = 40;

/// Writes a table as a Stata data set, format 118; the same table gives the same bytes. `meaning` is what Stata shows beside the name of a
/// variable.
///
/// # Errors
/// Those of the writer.
pub fn write(
    table: &Table,
    label: &str,
    meaning: fn(&str) -> &'static str,
    out: impl Write + Seek,
) -> std::io::Result<()> {
    write_data_set(table, label, meaning, out).map_err(|error| match error {
        DtaError::Io { source, .. } => source,
        error => std::io::Error::other(error),
    })
}

fn write_data_set(
    table: &Table,
    label: &str,
    meaning: fn(&str) -> &'static str,
    out: impl Write + Seek,
) -> Result<()> {
    let label: String = label.chars().take(LONGEST_LABEL).collect();
    // without a timestamp: the same run gives the same bytes
    let header = Header::builder(Release::V118, ByteOrder::LittleEndian).dataset_label(label).build();
    let mut long = LongStringTable::for_writing();
    let forms: Vec<Form<'_>> =
        table.columns.iter().zip(1..).map(|(column, at)| Form::of(column, at, &mut long)).collect();
    let variables = table
        .columns
        .iter()
        .zip(&forms)
        .map(|(column, form)| form.variable(column.name).label(meaning(column.name)));
    let schema = Schema::builder().variables(variables.collect()).build()?;
    let mut records =
        DtaWriter::new().from_writer(out).write_header(header)?.write_schema(schema)?.into_record_writer()?;
    let mut cells = Vec::with_capacity(forms.len());
    for row in 0..table.rows() {
        cells.clear();
        cells.extend(forms.iter().map(|form| form.cell(row)));
        records.write_record(&cells)?;
    }
    let mut strings = records.into_long_string_writer()?;
    strings.write_long_string_table(&long)?;
    strings.into_value_label_writer()?.finish()?;
    Ok(())
}

/// How a column is stored.
enum Form<'a> {
    Numbers(&'a [f64]),
    /// Strings of one length.
    Fixed(&'a Labels),
    /// Strings longer than that, kept once for each word; the reference of each row's word.
    Long(Vec<LongStringRef>),
}

impl<'a> Form<'a> {
    fn of(column: &'a Column, at: u32, long: &mut LongStringTable) -> Self {
        match &column.cells {
            Cells::Numbers(numbers) => Self::Numbers(numbers),
            Cells::Labels(labels) if longest(labels, str::len) <= LONGEST_FIXED => Self::Fixed(labels),
            Cells::Labels(labels) => {
                // Stata's long text ends in a zero byte, which is part of its length
                let mut word = |row: usize| {
                    long.get_or_insert(at, row as u64 + 1, format!("{}\0", labels.get(row)).as_str())
                };
                Self::Long((0..labels.codes().len()).map(&mut word).collect())
            }
        }
    }

    fn variable(&self, name: &str) -> VariableBuilder {
        let (kind, format) = match self {
            Self::Numbers(_) => (VariableType::Double, "%12.0g".to_owned()),
            Self::Fixed(labels) => {
                let letters = longest(labels, |word| word.chars().count()).clamp(1, SHOWN);
                let bytes = longest(labels, str::len).max(1);
                (VariableType::FixedString(bytes as u16), format!("%-{letters}s"))
            }
            Self::Long(_) => (VariableType::LongString, format!("%-{SHOWN}s")),
        };
        Variable::builder(kind, name).format(format)
    }

    fn cell(&self, row: usize) -> Value<'a> {
        match self {
            Self::Numbers(numbers) if numbers[row].is_finite() && numbers[row] <= LARGEST => {
                Value::Double(StataDouble::Present(numbers[row]))
            }
            Self::Numbers(_) => Value::Double(StataDouble::Missing(MissingValue::System)),
            Self::Fixed(labels) => Value::String(Cow::Borrowed(labels.get(row))),
            Self::Long(references) => Value::LongStringRef(references[row]),
        }
    }
}

/// The largest of a measure of the words.
fn longest(labels: &Labels, measure: impl Fn(&str) -> usize) -> usize {
    labels.words().iter().map(|word| measure(word)).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(words: &[&str]) -> Cells {
        let mut labels = Labels::default();
        words.iter().for_each(|word| labels.push_word(word));
        Cells::Labels(labels)
    }

    #[test]
    fn a_string_longer_than_stata_fixes_is_kept_once_and_ends_in_a_zero_byte() {
        let long = "ö".repeat(LONGEST_FIXED);
        let table = Table {
            name: "about",
            columns: vec![Column { name: "text", cells: labels(&["short", &long, "short", &long]) }],
        };
        let mut bytes = std::io::Cursor::new(Vec::new());
        write(&table, "", |_| "", &mut bytes).unwrap();
        let bytes = bytes.into_inner();
        let count = |part: &[u8]| bytes.windows(part.len()).filter(|window| *window == part).count();
        assert_eq!(count(b"GSO"), 2);
        assert_eq!(count(format!("{long}\0").as_bytes()), 1);
    }

    #[test]
    fn a_label_of_the_data_set_is_cut_by_letters_and_numbers_beyond_stata_are_missing() {
        let columns = vec![Column { name: "value", cells: Cells::Numbers(vec![f64::MAX, LARGEST]) }];
        let mut bytes = std::io::Cursor::new(Vec::new());
        write(&Table { name: "t", columns }, &"ü".repeat(200), |_| "", &mut bytes).unwrap();
        let bytes = bytes.into_inner();
        let ends = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(ends(&format!("{}</label>", "ü".repeat(LONGEST_LABEL))));
        // a length of two bytes stands before the text
        assert!(!ends(&"ü".repeat(LONGEST_LABEL + 1)) && ends("<timestamp>\0</timestamp>"));
        let missing = 0x7FE0_0000_0000_0000_u64.to_le_bytes();
        let stored = [missing, LARGEST.to_le_bytes()].concat();
        assert!(bytes.windows(stored.len()).any(|window| window == stored));
    }
}
