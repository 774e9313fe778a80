//! Caliendo & Parro (2015), "Estimates of the trade and welfare effects of NAFTA", RES 82(1): hats and published tables.

mod hats;
mod printed;
mod tables;
mod variants;

use crate::reference;
use std::path::PathBuf;

use oblate_equilibrium::{
    DeficitRule, Economy, Equilibrium, Outcome, Settings, Shocks, Welfare, counterfactual, welfare,
};
use oblate_world::{National, Region, Sector, TradeTensor};

const PAPER: &str = "Caliendo & Parro (2015), Review of Economic Studies 82(1)";

/// The three members, in the order of the paper's tables.
const MEMBERS: [(&str, &str); 3] = [("Mexico", "Mexico"), ("Canada", "Canada"), ("U.S.", "USA")];

/// The pieces of 1993 and where the references lie.
struct Pieces {
    national: National,
    trade_file: PathBuf,
    reference: PathBuf,
}

impl Pieces {
    fn read() -> Option<Self> {
        let folder = reference::data_folder()?;
        let pieces = folder.join("data/caliendo-parro-1993");
        Some(Self {
            national: reference::national(&pieces),
            trade_file: pieces.join("trade.csv"),
            reference: folder.join("reference/caliendo-parro"),
        })
    }

    fn economy(&self) -> Economy {
        Economy::from_national(&self.national, &reference::parameters(&self.national)).unwrap()
    }

    fn tariffs(&self, column: &str) -> TradeTensor {
        reference::tariffs(&self.trade_file, column, &self.national.axes)
    }

    fn members(&self) -> [Region; 3] {
        MEMBERS.map(|(_, code)| self.national.axes.regions.find(code).unwrap())
    }
}

/// A change of tariffs from the equilibrium without deficits at the tariffs of 1993.
struct Change<'e> {
    outcome: Outcome<'e>,
    welfare: Welfare,
}

impl<'e> Change<'e> {
    fn of(economy: &'e Economy, tariff: TradeTensor) -> Self {
        let shocks = reference::tariff_shock(tariff, DeficitRule::Zero);
        Self::told(counterfactual(economy, &shocks, &Settings::default()).unwrap(), &shocks)
    }

    fn told(outcome: Outcome<'e>, shocks: &Shocks) -> Self {
        let welfare = welfare(&outcome.baseline, &outcome.equilibrium, shocks);
        Self { outcome, welfare }
    }

    fn baseline(&self) -> &Economy {
        &self.outcome.baseline
    }

    fn equilibrium(&self) -> &Equilibrium {
        &self.outcome.equilibrium
    }

    /// Sales of a trade link before and after, net of tariffs.
    fn trade(&self, s: Sector, j: Region, i: Region) -> [f64; 2] {
        let baseline = self.baseline();
        let rate = baseline.tariff.as_ref().map_or(0.0, |tariff| tariff[(s, j, i)]);
        let inputs: f64 = (baseline.input_share.row(j, s).iter().zip(baseline.receipts.row(j)))
            .map(|(share, receipts)| share * receipts)
            .sum();
        let bought = inputs + baseline.final_share[(j, s)] * baseline.income[oblate_world::Id::index(j)];
        let before = baseline.trade_share[(s, j, i)] * bought / (1.0 + rate);
        [before, self.equilibrium().trade(s, j, i)]
    }
}
