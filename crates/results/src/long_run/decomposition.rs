//! The table `decomposition`: what brings the change of real income, along the path of the shock.

use oblate_equilibrium::{Channel, PathDecomposition, ShockKind};
use oblate_world::Id;

use crate::description::PERCENT;
use oblate_engine::VariantResult;
use oblate_tables::{Column, Labels, Table};

/// The name of a channel in tables.
pub fn channel_name(channel: Channel) -> &'static str {
    match channel {
        Channel::TermsOfTrade => "terms_of_trade",
        Channel::TradeCosts => "trade_costs",
        Channel::Productivity => "productivity",
        Channel::Scale => "scale",
        Channel::Selection => "selection",
        Channel::TariffRevenue => "tariff_revenue",
        Channel::OtherRevenue => "other_revenue",
        Channel::Factors => "factors",
        Channel::Transfers => "transfers",
        Channel::Investment => "investment",
        Channel::Distribution => "distribution",
    }
}

/// The name of a kind of shock in tables: that of its table in a scenario.
pub fn shock_name(kind: ShockKind) -> &'static str {
    match kind {
        ShockKind::Tariff => "tariff",
        ShockKind::ExportTax => "export_tax",
        ShockKind::Iceberg => "iceberg",
        ShockKind::FixedCost => "fixed_cost",
        ShockKind::Cap => "cap",
        ShockKind::Subsidy => "subsidy",
        ShockKind::PurchaseTax => "purchase_tax",
        ShockKind::CarbonPrice => "carbon_price",
        ShockKind::Productivity => "productivity",
        ShockKind::FactorSupply => "factor",
        ShockKind::Preference => "preference",
        ShockKind::Deficit => "deficit",
    }
}

/// Rows of one variant: by channel, by channel and sector, by channel and partner, by kind of shock, by entry.
///
/// Parts are told in per cent of real income, so that they add up to the exact change: the share of a part in the change of
/// log real income, times the change in per cent.
pub(super) fn table(variants: &[VariantResult]) -> Table {
    let mut rows = Rows::new(variants);
    for (at, variant) in variants.iter().enumerate() {
        if let Ok(path) = &variant.decomposition {
            rows.variant(at, variant, path);
        }
    }
    rows.finish()
}

struct Rows {
    variant: Labels,
    region: Labels,
    split: Labels,
    part: Labels,
    sector: Labels,
    partner: Labels,
    value: Vec<f64>,
}

const SPLITS: [&str; 5] = ["channel", "channel_sector", "channel_partner", "shock", "entry"];
/// What stands under `sector` and `partner` where a row tells of all of them.
const ALL: &str = "all";

impl Rows {
    fn new(variants: &[VariantResult]) -> Self {
        Self {
            variant: Labels::over(variants.iter().map(|variant| variant.name())),
            region: Labels::default(),
            split: Labels::over(SPLITS),
            part: Labels::default(),
            sector: Labels::default(),
            partner: Labels::default(),
            value: Vec::new(),
        }
    }

    fn push(
        &mut self,
        variant: usize,
        region: &str,
        split: usize,
        part: &str,
        (sector, partner): (&str, &str),
        value: f64,
    ) {
        self.variant.push(variant);
        self.region.push_word(region);
        self.split.push(split);
        self.part.push_word(part);
        self.sector.push_word(sector);
        self.partner.push_word(partner);
        self.value.push(value);
    }

    fn variant(&mut self, at: usize, variant: &VariantResult, path: &PathDecomposition) {
        let axes = &variant.baseline.axes;
        let (n, m) = (axes.regions.len(), axes.sectors.len());
        for j in axes.regions.ids() {
            let (code, row) = (axes.regions.code(j), j.index());
            let scale = percent_per_log(path.total[row]);
            for channel in Channel::ALL {
                let (name, place) = (channel_name(channel), channel as usize);
                self.push(at, code, 0, name, (ALL, ALL), scale * path.channels[row][place]);
                for s in axes.sectors.ids() {
                    let value = path.sectors[row * m + s.index()][place];
                    if value != 0.0 {
                        self.push(at, code, 1, name, (axes.sectors.code(s), ALL), scale * value);
                    }
                }
                for i in axes.regions.ids() {
                    let value = path.partners[row * n + i.index()][place];
                    if value != 0.0 {
                        self.push(at, code, 2, name, (ALL, axes.regions.code(i)), scale * value);
                    }
                }
            }
            for (kind, by_region) in &path.shocks {
                self.push(at, code, 3, shock_name(*kind), (ALL, ALL), scale * by_region[row]);
            }
            for part in &path.entries {
                let name = part.name.as_deref().unwrap_or(shock_name(part.kind));
                self.push(at, code, 4, name, (ALL, ALL), scale * part.by_region[row]);
            }
        }
    }

    fn finish(self) -> Table {
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
        Table { name: "decomposition", columns }
    }
}

/// What one log point of the whole change is in per cent.
pub(crate) fn percent_per_log(total: f64) -> f64 {
    if total == 0.0 { 100.0 } else { 100.0 * total.exp_m1() / total }
}
