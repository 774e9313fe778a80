//! The table `decomposition`: what brings the change of real income, along the path of the shock.

use oblate_equilibrium::{Channel, PathDecomposition, ShockKind};
use oblate_world::Id;

use super::parts::{ALL, Part, Parts};
use oblate_engine::VariantResult;
use oblate_tables::{Labels, Table};

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
    let mut rows = Parts::new(variants, SPLITS, Labels::default());
    for (at, variant) in variants.iter().enumerate() {
        if let Ok(path) = &variant.decomposition {
            push_variant(&mut rows, at, variant, path);
        }
    }
    rows.table("decomposition")
}

const SPLITS: [&str; 5] = ["channel", "channel_sector", "channel_partner", "shock", "entry"];

fn push_variant(rows: &mut Parts, at: usize, variant: &VariantResult, path: &PathDecomposition) {
    let axes = &variant.baseline.axes;
    let (n, m) = (axes.regions.len(), axes.sectors.len());
    for j in axes.regions.ids() {
        let (code, row) = (axes.regions.code(j), j.index());
        let scale = percent_per_log(path.total[row]);
        let mut push = |split, part, (sector, partner), value| {
            rows.push(at, &Part { region: code, split, part, sector, partner, value });
        };
        for channel in Channel::ALL {
            let (name, place) = (channel_name(channel), channel as usize);
            push(0, name, (ALL, ALL), scale * path.channels[row][place]);
            for s in axes.sectors.ids() {
                let value = path.sectors[row * m + s.index()][place];
                if value != 0.0 {
                    push(1, name, (axes.sectors.code(s), ALL), scale * value);
                }
            }
            for i in axes.regions.ids() {
                let value = path.partners[row * n + i.index()][place];
                if value != 0.0 {
                    push(2, name, (ALL, axes.regions.code(i)), scale * value);
                }
            }
        }
        for (kind, by_region) in &path.shocks {
            push(3, shock_name(*kind), (ALL, ALL), scale * by_region[row]);
        }
        for part in &path.entries {
            let name = part.name.as_deref().unwrap_or(shock_name(part.kind));
            push(4, name, (ALL, ALL), scale * part.by_region[row]);
        }
    }
}

/// What one log point of the whole change is in per cent.
pub(crate) fn percent_per_log(total: f64) -> f64 {
    if total == 0.0 { 100.0 } else { 100.0 * total.exp_m1() / total }
}
