//! What every profile is told from: the tables of industries by their labels, names for people, the world's unit.

use oblate_report::{NumberFormat, Report, Section, Table, Unit, render};
use oblate_results::{IndicatorsManifest, LabelEntry, PlaceEntry, Results, WORLD};

use crate::cube::Cube;

/// Shares in per cent, without a sign.
pub(super) const SHARE: NumberFormat = NumberFormat::Size(1);

/// Amounts in billions.
pub(super) const BILLIONS: NumberFormat = NumberFormat::Plain(1);

/// An industry: a sector of a region of the world.
#[derive(Clone, Copy)]
pub(super) struct Industry<'a> {
    /// The region of the world in which it stands.
    pub home: &'a LabelEntry,
    pub sector: &'a LabelEntry,
    /// Its region or group, as borders count.
    pub place: &'a PlaceEntry,
}

/// The record of indicators and their tables of industries.
pub(super) struct Portrait<'a> {
    pub manifest: &'a IndicatorsManifest,
    /// All industries of the world, in the order of the tables.
    pub industries: Vec<Industry<'a>>,
    structure: Cube<'a>,
    exports: Cube<'a>,
    reliance: Cube<'a>,
    inputs: Cube<'a>,
    stops: Cube<'a>,
    unit: Unit,
}

impl<'a> Portrait<'a> {
    /// None if a table is not there.
    pub(super) fn new(results: &'a Results<IndicatorsManifest>) -> Option<Self> {
        let by = |name: &str, keys: &[&str]| Some(Cube::of_all(results.table(name)?, keys));
        let dispersion = results.table("dispersion")?;
        let of_inputs = dispersion.rows_where(&[("of", "industry"), ("basis", "output")]);
        Some(Self {
            manifest: &results.manifest,
            industries: industries(&results.manifest),
            structure: by("structure", &["region", "sector"])?,
            exports: by("exports", &["exporter", "sector", "importer"])?,
            reliance: by("reliance", &["region", "sector", "origin"])?,
            inputs: Cube::of(dispersion, &["region", "sector"], of_inputs),
            stops: by("stops", &["region", "sector", "loser"])?,
            unit: Unit::new(&results.manifest.world.unit),
        })
    }

    /// Regions and groups, as borders count.
    pub(super) fn places(&self) -> &'a [PlaceEntry] {
        &self.manifest.places
    }

    /// Sectors of the world.
    pub(super) fn sectors(&self) -> &'a [LabelEntry] {
        &self.manifest.world.sectors
    }

    /// All other regions and groups.
    pub(super) fn others(&self, than: &'a PlaceEntry) -> impl Iterator<Item = &'a PlaceEntry> + use<'a> {
        self.places().iter().filter(move |place| place.code != than.code)
    }

    /// A region or group.
    pub(super) fn place(&self, code: &str) -> Option<&'a PlaceEntry> {
        self.places().iter().find(|place| place.code == code)
    }

    /// A sector.
    pub(super) fn sector(&self, code: &str) -> Option<&'a LabelEntry> {
        self.sectors().iter().find(|sector| sector.code == code)
    }

    /// The name of a region or group.
    pub(super) fn place_name<'b>(&self, code: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.place(code).map_or(code, |place| &place.name)
    }

    /// The name of a sector.
    pub(super) fn sector_name<'b>(&self, code: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.sector(code).map_or(code, |sector| &sector.name)
    }

    /// A number of the table `structure`.
    pub(super) fn structure(&self, industry: Industry<'_>, column: &str) -> f64 {
        self.structure.number(&[&industry.home.code, &industry.sector.code], column)
    }

    /// What an industry makes in a year.
    pub(super) fn output(&self, industry: Industry<'_>) -> f64 {
        self.structure(industry, "gross_output")
    }

    /// A number of the table `dispersion` about the inputs of an industry, at any remove.
    pub(super) fn inputs(&self, industry: Industry<'_>, column: &str) -> f64 {
        self.inputs.number(&[&industry.home.code, &industry.sector.code], column)
    }

    /// Terms of the exports of an industry to a region; a flow that is not there has no row.
    pub(super) fn exports<const N: usize>(
        &self,
        industry: Industry<'_>,
        importer: &PlaceEntry,
        columns: [&str; N],
    ) -> [f64; N] {
        let labels = [&*industry.home.code, &*industry.sector.code, &*importer.code];
        match self.exports.row(&labels) {
            Some(_) => columns.map(|column| self.exports.number(&labels, column)),
            None => [0.0; N],
        }
    }

    /// The share of an origin in what stands behind an industry's product: a column of the table `reliance`.
    pub(super) fn reliance(&self, industry: Industry<'_>, origin: &PlaceEntry, column: &str) -> f64 {
        self.reliance.number(&[&industry.home.code, &industry.sector.code, &origin.code], column)
    }

    /// Per cent of its output that a region loses when an industry stops.
    pub(super) fn loss(&self, industry: Industry<'_>, loser: &PlaceEntry) -> f64 {
        self.loss_of(industry, &loser.code)
    }

    /// Per cent of its output that the world loses when an industry stops.
    pub(super) fn world_loss(&self, industry: Industry<'_>) -> f64 {
        self.loss_of(industry, WORLD)
    }

    fn loss_of(&self, industry: Industry<'_>, loser: &str) -> f64 {
        self.stops.number(&[&industry.home.code, &industry.sector.code, loser], "loss_pct")
    }

    /// Whether the world tells how far apart regions are in politics.
    pub(super) fn knows_politics(&self) -> bool {
        let missing = self.manifest.missing.get("politics");
        missing.is_some_and(|missing| missing.len() < self.places().len())
    }

    pub(super) fn money(&self) -> NumberFormat {
        NumberFormat::Amount(self.unit.clone())
    }

    /// What a column of amounts measures: `billion current US dollars`.
    pub(super) fn billions(&self) -> String {
        format!("billion {}", self.unit.rest())
    }

    /// Amounts for a column in billions.
    pub(super) fn in_billions(&self, amounts: impl IntoIterator<Item = f64>) -> Vec<f64> {
        amounts.into_iter().map(|amount| amount * self.unit.factor() / 1e9).collect()
    }

    /// A table with how far industries are from final use, and how much of what stands behind their products is foreign.
    pub(super) fn with_reliance(&self, table: Table, industries: &[Industry<'a>]) -> Table {
        let stages = NumberFormat::Plain(2);
        let structure =
            |name: &str| industries.iter().map(|&i| self.structure(i, name)).collect::<Vec<f64>>();
        let foreign = |name: &str| {
            let of = |&i: &Industry<'a>| self.others(i.place).map(|c| self.reliance(i, c, name)).sum::<f64>();
            industries.iter().map(|i| 100.0 * of(i)).collect::<Vec<f64>>()
        };
        table
            .numbers("up", "Stages to final use", stages.clone(), structure("upstreamness"))
            .numbers("down", "Stages since primary factors", stages, structure("downstreamness"))
            .numbers("face", "Foreign at face value", SHARE, foreign("face_value"))
            .numbers("through", "Foreign, look-through", SHARE, foreign("look_through"))
    }

    /// A table with how each of the first chokepoints depends on its largest foreign source.
    pub(super) fn with_dependence(&self, table: Table, points: &oblate_tables::Table, count: usize) -> Table {
        let column = |name: &str| points.numbers(name).unwrap_or_default().iter().copied().take(count);
        let per_cent = |name: &str| column(name).map(|share| 100.0 * share).collect::<Vec<f64>>();
        let sources = points.labels("source").into_iter().flat_map(|sources| sources.iter()).take(count);
        let plain = NumberFormat::Plain(1);
        table
            .labels("source", "Largest foreign source", sources.map(|source| self.place_name(source)))
            .numbers("share", "Its share in purchases", SHARE, per_cent("source_share"))
            .numbers("foreign", "From abroad", SHARE, per_cent("foreign_share"))
            .numbers(
                "sources",
                "Effective foreign sources",
                plain.clone(),
                column("effective_foreign_sources").collect(),
            )
            .numbers("alternatives", "Alternatives", plain, column("alternatives").collect())
            .numbers(
                "stake",
                &format!("At stake, {}", self.billions()),
                BILLIONS,
                self.in_billions(column("at_stake")),
            )
    }

    /// The page of a profile.
    pub(super) fn page(&self, kind: &str, name: &str, sections: Vec<Section>) -> String {
        render(&Report {
            title: name.to_owned(),
            kicker: format!("oblate · profile of a {kind} on {}", self.manifest.world.name),
            question: None,
            sections,
            colophon: format!("Made by oblate {}.", self.manifest.oblate),
        })
    }
}

/// The industries of the world, region by region.
fn industries(manifest: &IndicatorsManifest) -> Vec<Industry<'_>> {
    let world = &manifest.world;
    let place = |home: &LabelEntry| manifest.places.iter().find(|place| place.members.contains(&home.code));
    let homes = world.regions.iter().filter_map(|home| Some((home, place(home)?)));
    homes
        .flat_map(|(home, place)| world.sectors.iter().map(move |sector| Industry { home, sector, place }))
        .collect()
}
