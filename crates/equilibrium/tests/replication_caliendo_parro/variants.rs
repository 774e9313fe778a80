//! Table 11 of the paper: the same tariffs in simpler economies, built from the same pieces.

use oblate_equilibrium::{Economy, Parameters};
use oblate_world::{Array2, Array3, Axes, Axis, Id, National, Region, Sector, TradeTensor};

use super::printed::{row, rows};
use super::tables::import_growth;
use super::{Change, MEMBERS, PAPER, Pieces};
use crate::validation::Comparison;

/// The pieces with other input shares: value added is the rest of cost, and final use what is bought and not
/// used up, as the paper calibrates them.
fn with_inputs(national: &National, share: impl Fn(Region, Sector, Sector) -> f64) -> National {
    let [n, m] = national.value_added.shape();
    let sectors = || national.axes.sectors.ids();
    let output = Array2::<Region, Sector>::from_fn([n, m], |i, s| {
        national.axes.regions.ids().map(|j| national.trade[(s, j, i)]).sum()
    });
    let bought = |j: Region, s: Sector| -> f64 {
        let prices = national.tariff.row(s, j).iter().map(|rate| 1.0 + rate);
        national.trade.row(s, j).iter().zip(prices).map(|(value, price)| value * price).sum()
    };
    let intermediate =
        Array3::from_fn([n, m, m], |j: Region, s: Sector, k: Sector| share(j, s, k) * output[(j, k)]);
    let value_added = Array2::from_fn([n, m], |j: Region, k: Sector| {
        output[(j, k)] - sectors().map(|s| intermediate[(j, s, k)]).sum::<f64>()
    });
    let final_use = Array2::from_fn([n, m], |j: Region, s: Sector| {
        f64::max(bought(j, s) - intermediate.row(j, s).iter().sum::<f64>(), 0.0)
    });
    National { intermediate, value_added, final_use, ..national.clone() }
}

/// The share of an input in all inputs.
fn input_share(national: &National, j: Region, s: Sector, k: Sector) -> f64 {
    let inputs: f64 = national.axes.sectors.ids().map(|s| national.intermediate[(j, s, k)]).sum();
    if inputs == 0.0 { 0.0 } else { national.intermediate[(j, s, k)] / inputs }
}

/// Only factors are used.
fn no_materials(national: &National) -> National {
    with_inputs(national, |_, _, _| 0.0)
}

/// A sector uses itself only: its value-added share is one minus the share of its own product in its inputs.
fn no_input_output(national: &National) -> National {
    with_inputs(national, |j, s, k| if s == k { input_share(national, j, s, k) } else { 0.0 })
}

/// The traded sectors come first, as many as untraded ones.
const BLOCK: usize = 20;

/// The sectors of the traded or of the untraded block.
fn block(of: Sector) -> impl Iterator<Item = Sector> + Clone {
    (of.index() * BLOCK..(of.index() + 1) * BLOCK).map(Sector::new)
}

/// Median tariffs of the traded sectors, by link; the untraded block has none.
fn median_tariffs(tariff: &TradeTensor) -> TradeTensor {
    let [_, n, _] = tariff.shape();
    TradeTensor::from_fn([2, n, n], |of, j, i| {
        if of.index() == 0 { median(block(of).map(|s| tariff[(s, j, i)])) } else { 0.0 }
    })
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    (values[values.len() / 2] + values[(values.len() - 1) / 2]) / 2.0
}

/// One traded and one untraded sector: mean input shares, median value-added shares, median tariffs.
fn one_sector(national: &National) -> National {
    let [_, n, _] = national.trade.shape();
    let value_added_share = |j: Region, k: Sector| {
        let inputs: f64 = national.axes.sectors.ids().map(|s| national.intermediate[(j, s, k)]).sum();
        national.value_added[(j, k)] / (national.value_added[(j, k)] + inputs)
    };
    let mix = |j, of, user| -> f64 {
        block(user)
            .flat_map(|k| block(of).map(move |s| (s, k)))
            .map(|(s, k)| input_share(national, j, s, k))
            .sum()
    };
    let share = |j, of, user| {
        let materials = 1.0 - median(block(user).map(|k| value_added_share(j, k)));
        let all: f64 = [0, 1].map(|of| mix(j, Sector::new(of), user)).iter().sum();
        materials * mix(j, of, user) / all
    };
    let sectors = Axis::of_codes(["traded", "untraded"]).unwrap();
    let pooled = National {
        trade: TradeTensor::from_fn([2, n, n], |of, j, i| block(of).map(|s| national.trade[(s, j, i)]).sum()),
        tariff: median_tariffs(&national.tariff),
        axes: Axes { sectors, ..national.axes.clone() },
        // replaced by what the shares ask for
        intermediate: Array3::zeros([n, 2, 2]),
        value_added: Array2::zeros([n, 2]),
        final_use: Array2::zeros([n, 2]),
        // the paper's aggregate elasticity, and that of its untraded sectors
        trade_elasticity: Some(vec![4.55, 8.22]),
        ..national.clone()
    };
    with_inputs(&pooled, share)
}

const WELFARE: &str = "Welfare";
const IMPORTS: &str = "Growth of imports from the other members";

/// The printed table, and what is compared with it so far.
struct Table11 {
    printed: Vec<Vec<String>>,
    comparison: Comparison,
}

impl Table11 {
    fn new(pieces: &Pieces) -> Self {
        let comparison = Comparison::new(
            "caliendo-parro-table-11",
            "Table 11: simpler economies",
            "Effects of NAFTA's change of tariffs in economies with one sector, without materials, and without links \
             between sectors, per cent; the last column is the full model.",
            &format!("{PAPER}, table 11"),
        )
        .note("The baseline is first solved without deficits.")
        .note("Final use is expenditure less inputs, value added its share of output. \"No input-output\": a sector uses \
               only itself, in the proportion that its own product has in its inputs. \"One sector\": a traded and an \
               untraded one, with median tariffs, mean shares in inputs, median value-added shares, trade elasticity 4.55.")
        .excuse(
            [WELFARE, "U.S.", "One sector"],
            "0.0554 rounds to 0.06 and is printed as 0.05; all other cells of this economy are met, so the paper \
             seems to have cut the number off",
        );
        Self { printed: rows(&pieces.reference.join("published_table_11.csv")), comparison }
    }

    /// Adds one economy: the positions of its welfare and its imports in the printed table.
    fn add(&mut self, pieces: &Pieces, column: &str, change: &Change<'_>, positions: [Option<usize>; 2]) {
        for ((name, _), j) in MEMBERS.iter().zip(pieces.members()) {
            let found = [
                (WELFARE, change.welfare.welfare_first_order_pct[j.index()]),
                (IMPORTS, import_growth(change, j, &pieces.members())),
            ];
            for ((table, found), position) in found.into_iter().zip(positions) {
                if let Some(position) = position {
                    self.comparison.printed(
                        [table, name, column],
                        &row(&self.printed, name)[position],
                        found,
                    );
                }
            }
        }
    }
}

fn economy(national: &National) -> Economy {
    Economy::from_national(national, &Parameters::new(national.trade_elasticity.clone().unwrap())).unwrap()
}

#[test]
fn table_11_simpler_economies() {
    let Some(pieces) = Pieces::read() else { return };
    let tariff = pieces.tariffs("tariff_nafta");
    let one_sector = economy(&one_sector(&pieces.national));
    let no_materials = economy(&no_materials(&pieces.national));
    let no_input_output = economy(&no_input_output(&pieces.national));
    let mut table = Table11::new(&pieces);
    let change = Change::of(&one_sector, median_tariffs(&tariff));
    table.add(&pieces, "One sector", &change, [Some(0), Some(3)]);
    table.add(&pieces, "No materials", &Change::of(&no_materials, tariff.clone()), [Some(1), Some(4)]);
    table.add(&pieces, "No input-output", &Change::of(&no_input_output, tariff.clone()), [Some(2), Some(5)]);
    table.add(&pieces, "Full model", &Change::of(&pieces.economy(), tariff), [None, Some(6)]);
    table.comparison.close(21);
}
