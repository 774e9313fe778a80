//! A made world of 81 regions and 50 sectors: wages after `tariff_new` against those of an independent program.

use crate::reference;
use crate::reference::Table;
use crate::validation::Comparison;
use crate::validation::record::Tolerance;
use oblate_equilibrium::{DeficitRule, Economy, Settings, solve};

#[test]
fn wages_are_those_of_the_reference() {
    let Some(folder) = reference::data_folder() else { return };
    let pieces = folder.join("data/synthetic-81x50");
    let national = reference::national(&pieces);
    let economy = Economy::from_national(&national, &reference::parameters(&national)).unwrap();
    let tariff = reference::tariffs(&pieces.join("trade.parquet"), "tariff_new", &economy.axes);
    let shocks = reference::tariff_shock(tariff, DeficitRule::Fixed);
    // the wanted agreement is that of the usual tolerance, so the residuals are made smaller
    let settings = Settings { tolerance: 1e-12, ..Settings::default() };
    let equilibrium = solve(&economy, &shocks, &settings).unwrap();
    let wanted = Table::read(&pieces.join("reference_wage_hat.csv"), 1);
    let mut table = Comparison::new(
        "synthetic-81x50-wages",
        "Wages by region",
        "Wage after a change of all tariffs over wage before it; deficits keep their value. The world is made, not \
         measured: 81 regions and 50 sectors that balance.",
        "an independent program, solved to 1e-14",
    );
    for j in economy.axes.regions.ids() {
        let (code, ours) = (economy.axes.regions.code(j), equilibrium.wage_hat.row(j)[0]);
        table.number(
            ["", code, "Wage"],
            wanted.get(&[code], "wage_hat"),
            ours,
            Tolerance::Relative(1e-10),
            8,
        );
    }
    table.close(81);
}
