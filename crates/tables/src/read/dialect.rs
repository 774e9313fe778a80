//! How a text file separates its cells and writes its numbers: told by what stands in it, and refused where that can be read in two ways.

use crate::error::TableFault;

/// How a text file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Dialect {
    separator: Separator,
    /// Whether numbers have a decimal comma.
    pub(super) decimal_comma: bool,
}

/// What stands between cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Separator {
    #[default]
    Comma,
    Semicolon,
    Tab,
}

impl Separator {
    const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Comma => "commas",
            Self::Semicolon => "semicolons",
            Self::Tab => "tabs",
        }
    }
}

impl Dialect {
    /// The dialect of a text that begins so.
    ///
    /// # Errors
    /// [`TableFault::TwoSeparators`], [`TableFault::Thousands`], [`TableFault::MarksInNumbers`] where it can be read in two ways.
    pub(super) fn of(first: &[u8]) -> Result<Self, TableFault> {
        let separator = separator(first)?;
        // between commas, a comma inside a number stands in quotes: nobody can know what it means
        if separator == Separator::Comma {
            return Ok(Self::default());
        }
        let numbers = Numbers::of(first, separator.byte());
        Ok(Self { separator, decimal_comma: numbers.have_commas(separator.words())? })
    }

    pub(super) fn separator(self) -> u8 {
        self.separator.byte()
    }

    /// What is unusual about it, in words; none where cells stand between commas.
    pub(super) fn words(self) -> Option<String> {
        let numbers = if self.decimal_comma { "a decimal comma" } else { "a decimal point" };
        let usual = self.separator == Separator::Comma;
        (!usual).then(|| format!("cells are separated by {}, numbers have {numbers}", self.separator.words()))
    }
}

/// What separates the cells: the one mark that makes several cells of the header. Where more than one does, the one that makes as many of
/// each row, too.
fn separator(first: &[u8]) -> Result<Separator, TableFault> {
    let widths = |separator: Separator| {
        let mut reader = reader(first, separator.byte());
        let widths: Vec<usize> =
            reader.byte_records().map_while(Result::ok).map(|record| record.len()).collect();
        widths
    };
    let found = Separator::ALL.map(|separator| (separator, widths(separator)));
    let splits: Vec<_> =
        found.iter().filter(|(_, widths)| widths.first().is_some_and(|&width| width > 1)).collect();
    let even = |widths: &[usize]| widths.len() > 1 && widths.iter().all(|width| *width == widths[0]);
    match splits.as_slice() {
        [] => Ok(Separator::Comma),
        [(only, _)] => Ok(*only),
        _ => {
            let even: Vec<_> = splits.iter().filter(|(_, widths)| even(widths)).collect();
            match even.as_slice() {
                [(only, _)] => Ok(*only),
                // as it was always read
                [] => Ok(Separator::Comma),
                [(one, _), (other, _), ..] => {
                    Err(TableFault::TwoSeparators { one: one.words(), other: other.words() })
                }
            }
        }
    }
}

fn reader(first: &[u8], separator: u8) -> csv::Reader<&[u8]> {
    // the last line may be cut off
    let whole =
        first.iter().rposition(|&byte| byte == b'\n' || byte == b'\r').filter(|&at| 2 * at > first.len());
    let first = &first[..whole.unwrap_or(first.len())];
    csv::ReaderBuilder::new().flexible(true).has_headers(false).delimiter(separator).from_reader(first)
}

/// Examples of numbers with marks inside.
#[derive(Default)]
struct Numbers {
    /// With a comma and with a point.
    comma: Option<String>,
    point: Option<String>,
    /// Whether one of them cannot have marks between thousands.
    surely_comma: bool,
    surely_point: bool,
    /// With both.
    both: Option<String>,
}

impl Numbers {
    fn of(first: &[u8], separator: u8) -> Self {
        let mut numbers = Self::default();
        let mut reader = reader(first, separator);
        for record in reader.byte_records().map_while(Result::ok).skip(1) {
            record
                .iter()
                .filter_map(|cell| std::str::from_utf8(cell).ok())
                .for_each(|cell| numbers.take(cell.trim()));
        }
        numbers
    }

    fn take(&mut self, cell: &str) {
        let (commas, points) = (cell.matches(',').count(), cell.matches('.').count());
        let plain = cell.replace([',', '.'], "");
        if commas + points == 0 || plain.parse::<f64>().is_err() {
            return;
        }
        let (example, surely) = match (commas, points) {
            (_, 0) => (&mut self.comma, Some(&mut self.surely_comma)),
            (0, _) => (&mut self.point, Some(&mut self.surely_point)),
            _ => (&mut self.both, None),
        };
        example.get_or_insert_with(|| cell.to_owned());
        if let Some(surely) = surely {
            *surely |= !could_be_thousands(cell);
        }
    }

    /// Whether commas are decimal. Points beside decimal commas are no fault here: codes have them, and a number with one is refused.
    fn have_commas(self, separator: &'static str) -> Result<bool, TableFault> {
        if let Some(cell) = self.both {
            return Err(TableFault::Thousands { cell });
        }
        match (self.comma, self.point) {
            (Some(_), _) if self.surely_comma => Ok(true),
            (Some(cell), _) => Err(TableFault::MarksInNumbers { cell, separator }),
            (None, Some(cell)) if !self.surely_point => Err(TableFault::MarksInNumbers { cell, separator }),
            (None, _) => Ok(false),
        }
    }
}

/// Whether a number with marks of one kind could have them between thousands: `1,234`, not `0,5`.
fn could_be_thousands(cell: &str) -> bool {
    let digits = cell.trim_start_matches(['+', '-']);
    let mut groups = digits.split([',', '.']);
    let begins = groups.next().is_some_and(|group| (1..=3).contains(&group.len()) && !group.starts_with('0'));
    begins && groups.all(|group| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit()))
}
