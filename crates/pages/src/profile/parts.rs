//! Parts that pages of profiles share: rankings as figures with their tables.

use oblate_report::{Bars, Block, Chart, Figure, GroupedBars, NumberFormat, Section, Table};
use oblate_results::PlaceEntry;

/// Bars of a figure at most.
pub(super) const SHOWN: usize = 12;

/// A place or an industry with a number.
#[derive(Debug, Clone)]
pub(super) struct Ranked {
    pub code: String,
    pub name: String,
    pub value: f64,
}

impl Ranked {
    /// A region or group.
    pub(super) fn of(place: &PlaceEntry, value: f64) -> Self {
        Self { code: place.code.clone(), name: place.name.clone(), value }
    }
}

/// The largest first, those without a number or with nothing left out.
pub(super) fn ranking(of: impl IntoIterator<Item = Ranked>) -> Vec<Ranked> {
    let mut ranked: Vec<Ranked> =
        of.into_iter().filter(|one| one.value.is_finite() && one.value != 0.0).collect();
    ranked.sort_by(|a, b| b.value.total_cmp(&a.value));
    ranked
}

/// A ranking as bars, the first ones; the table holds them all.
pub(super) fn bars(
    id: &str,
    title: &str,
    note: Option<String>,
    axis: &str,
    ranked: &[Ranked],
    format: NumberFormat,
) -> Block {
    let shown = &ranked[..ranked.len().min(SHOWN)];
    let left_out = (ranked.len() > SHOWN)
        .then(|| format!("The first {SHOWN} of {}; the table holds all.", ranked.len()));
    let note = [note, left_out].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let table = Table::new(id, title)
        .labels("code", "Code", ranked.iter().map(|one| one.code.clone()))
        .labels("name", "Name", ranked.iter().map(|one| one.name.clone()))
        .bars("value", axis, format, ranked.iter().map(|one| one.value).collect());
    Block::figure(Figure {
        id: format!("figure-{id}"),
        title: title.to_owned(),
        note: (!note.is_empty()).then_some(note),
        chart: Chart::Bars(Bars {
            labels: shown.iter().map(|one| one.name.clone()).collect(),
            values: shown.iter().map(|one| one.value).collect(),
            axis: axis.to_owned(),
        }),
        table,
    })
}

/// Two numbers for each place, as pairs of bars, in the order given; the first ones are drawn.
pub(super) fn pairs(
    id: &str,
    title: &str,
    note: Option<String>,
    axis: &str,
    names: [&str; 2],
    rows: &[(Ranked, f64)],
    format: NumberFormat,
) -> Block {
    let shown = &rows[..rows.len().min(SHOWN)];
    let first = |rows: &[(Ranked, f64)]| rows.iter().map(|(one, _)| one.value).collect::<Vec<_>>();
    let second = |rows: &[(Ranked, f64)]| rows.iter().map(|(_, other)| *other).collect::<Vec<_>>();
    let table = Table::new(id, title)
        .labels("code", "Code", rows.iter().map(|(one, _)| one.code.clone()))
        .labels("name", "Name", rows.iter().map(|(one, _)| one.name.clone()))
        .numbers("first", names[0], format.clone(), first(rows))
        .numbers("second", names[1], format, second(rows));
    Block::figure(Figure {
        id: format!("figure-{id}"),
        title: title.to_owned(),
        note,
        chart: Chart::GroupedBars(GroupedBars {
            labels: shown.iter().map(|(one, _)| one.name.clone()).collect(),
            series: vec![(names[0].to_owned(), first(shown)), (names[1].to_owned(), second(shown))],
            axis: axis.to_owned(),
        }),
        table,
    })
}

/// A section, if it has something to say.
pub(super) fn section(id: &str, title: &str, blocks: Vec<Block>) -> Option<Section> {
    (!blocks.is_empty()).then(|| Section { id: id.to_owned(), title: title.to_owned(), blocks })
}
