//! How the market of a factor clears.

/// The market of one factor. Equations: model.md section 5.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum FactorMarket {
    /// Mobile between the sectors of a region: one price per region.
    #[default]
    Mobile,
    /// Fixed in its sector: one price per region and sector.
    Specific,
    /// Workers choose sectors, Fréchet with shape κ > 1 (Galle, Rodríguez-Clare & Yi 2023).
    Roy {
        /// Shape κ: the larger, the closer to mobile.
        shape: f64,
    },
    /// Mobile between all regions that trade with each other: one price; income is that of the stock owned.
    World,
    /// Capital in the long run: its return is the price of investment, its stock adapts.
    LongRun,
    /// Mobile between sectors, with a floor under its price; what finds no work is idle.
    Rigid {
        /// What the floor is a multiple of.
        floor: WageFloor,
    },
}

/// The floor under the price of a factor in a `rigid` market, at the baseline's level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WageFloor {
    /// In units of the numeraire, world factor income.
    #[default]
    Nominal,
    /// In units of the region's price index of final spending.
    Real,
}
