//! An economy from national pieces that need not add up.

use oblate_world::{Array2, Array3, Factor, Id, National, Region, Sector, tariff_revenue};

use super::Economy;
use super::check;
use super::error::CalibrationError;
use super::final_demand::FinalColumn;
use super::parameters::Parameters;
use super::shares::{factor_shares, factor_totals, input_shares, row_shares, trade_shares};

/// Intermediate use and value added of national pieces: region × sector.
pub(crate) fn cost(national: &National) -> Array2<Region, Sector> {
    Array2::from_fn(national.value_added.shape(), |j, k| {
        let inputs: f64 = national.axes.sectors.ids().map(|s| national.intermediate[(j, s, k)]).sum();
        inputs + national.value_added[(j, k)]
    })
}

impl Economy {
    /// Takes the shares, the factor income and the deficits of national pieces that need not add up.
    ///
    /// Trade shares are gross of tariffs, input shares are intermediate use over intermediate use plus
    /// value added, final shares are those of final use. The levels are a first guess.
    ///
    /// # Errors
    /// As [`Economy::calibrate`].
    pub fn from_national(national: &National, parameters: &Parameters) -> Result<Self, CalibrationError> {
        let axes = national.axes.clone();
        let (n, m) = (axes.regions.len(), axes.sectors.len());
        let cost = cost(national);
        let factor_income: Array3<Region, Sector, Factor> =
            Array3::from_vec([n, m, 1], national.value_added.as_slice().to_vec());
        let revenue = tariff_revenue(&national.trade, &national.tariff);
        let value_added = factor_totals(&factor_income);
        let mut economy = Self {
            trade_share: trade_shares(&national.trade, Some(&national.tariff)),
            tariff: Some(national.tariff.clone()),
            input_share: input_shares(&national.intermediate, &cost),
            factor_share: factor_shares(&factor_income, &cost),
            final_share: row_shares(national.final_use.clone()),
            use_trade_share: None,
            final_demand: Vec::new(),
            group_income: Array2::zeros([n, 1]),
            subsidy: Array2::zeros([n, m]),
            income: (0..n).map(|j| value_added.as_slice()[j] + revenue[j] + national.deficit[j]).collect(),
            factor_income: value_added,
            receipts: cost,
            deficit: national.deficit.clone(),
            parameters: parameters.clone(),
            axes,
        };
        check::check(&economy)?;
        economy.settle_receipts();
        economy.final_demand = vec![FinalColumn::pooled(&economy)];
        economy.group_income = Array2::from_vec([n, 1], economy.income.clone());
        Ok(economy)
    }

    /// Makes receipts the sales that follow from the shares at given incomes: without this first guess the
    /// solver starts far out where the pieces do not add up.
    fn settle_receipts(&mut self) {
        const ROUNDS: usize = 40;
        for _ in 0..ROUNDS {
            let expenditure = self.expenditure();
            let mut sales = Array2::zeros(self.receipts.shape());
            for s in self.axes.sectors.ids() {
                for j in self.axes.regions.ids() {
                    let tariffs = self.tariff.as_ref().map(|tariff| tariff.row(s, j));
                    for (at, share) in self.trade_share.row(s, j).iter().enumerate() {
                        let gross = 1.0 + tariffs.map_or(0.0, |rates| rates[at]);
                        sales[(Region::new(at), s)] += share * expenditure[(j, s)] / gross;
                    }
                }
            }
            self.receipts = sales;
        }
    }
}
