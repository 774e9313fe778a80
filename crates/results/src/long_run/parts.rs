//! Rows of a table that tells parts of a change, by region, and by sector or by partner.

use oblate_engine::VariantResult;
use oblate_tables::{Column, Labels, Table};

use crate::description::PERCENT;

/// What stands under `sector` and `partner` where a row tells of all of them.
pub(super) const ALL: &str = "all";

/// The rows as they are gathered.
pub(super) struct Parts {
    variant: Labels,
    region: Labels,
    split: Labels,
    part: Labels,
    sector: Labels,
    partner: Labels,
    value: Vec<f64>,
}

/// One of them.
pub(super) struct Part<'a> {
    pub region: &'a str,
    /// Place of its split among those of the table.
    pub split: usize,
    pub part: &'a str,
    pub sector: &'a str,
    pub partner: &'a str,
    /// In per cent.
    pub value: f64,
}

impl Parts {
    /// No rows yet; `part` may know its words already.
    pub(super) fn new<const N: usize>(
        variants: &[VariantResult],
        splits: [&'static str; N],
        part: Labels,
    ) -> Self {
        Self {
            variant: Labels::over(variants.iter().map(|variant| variant.name())),
            region: Labels::default(),
            split: Labels::over(splits),
            part,
            sector: Labels::default(),
            partner: Labels::default(),
            value: Vec::new(),
        }
    }

    /// Adds a row of the variant at this place.
    pub(super) fn push(&mut self, variant: usize, row: &Part<'_>) {
        self.variant.push(variant);
        self.region.push_word(row.region);
        self.split.push(row.split);
        self.part.push_word(row.part);
        self.sector.push_word(row.sector);
        self.partner.push_word(row.partner);
        self.value.push(row.value);
    }

    /// The table of this name.
    pub(super) fn table(self, name: &'static str) -> Table {
        let mut unit = Labels::over([PERCENT]);
        (0..self.value.len()).for_each(|_| unit.push(0));
        let columns = vec![
            Column::labels("variant", self.variant),
            Column::labels("region", self.region),
            Column::labels("split", self.split),
            Column::labels("part", self.part),
            Column::labels("sector", self.sector),
            Column::labels("partner", self.partner),
            Column::numbers("value", self.value),
            Column::labels("unit", unit),
        ];
        Table { name, columns }
    }
}
