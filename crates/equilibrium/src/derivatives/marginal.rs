//! What every instrument is worth in one outcome, from one adjoint solve: `Jᵀλ = ∂O/∂x`, then `dO/dτ = ∂O/∂τ − λᵀ ∂F/∂τ`.

use oblate_world::{Array2, Array3, Factor, Id, Region, Sector, TradeTensor};

use crate::economy::{Use, rate};
use crate::system::{Adjoint, Equations, OutcomeWeights};

/// A number that an equilibrium gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Measure {
    /// `Σ_j weight_j ln W_j`: log real incomes of regions, weighted. Equation: model.md (3.15).
    RealIncome(Vec<f64>),
    /// Log income of a region.
    Income(Region),
    /// Log receipts of a sector of a region.
    Receipts(Region, Sector),
}

/// What everything is worth in one outcome: gives its derivative to every instrument.
pub struct Marginal<'a, 'e> {
    pub(super) equations: &'a Equations<'e>,
    pub(super) adjoint: Adjoint,
    /// What residuals of goods markets weigh, region × sector.
    pub(super) goods_weights: Vec<f64>,
}

impl Measure {
    /// What the stages weigh in it.
    pub(super) fn weights(&self, equations: &Equations<'_>) -> OutcomeWeights {
        let layout = equations.layout;
        match self {
            Self::RealIncome(weights) => {
                let (point, ln_price) = (&equations.point.consumption, &equations.point.ln_use_price);
                let welfare = equations.consumption.welfare_weights(point, ln_price, weights);
                OutcomeWeights { welfare, ..OutcomeWeights::default() }
            }
            Self::Income(j) => {
                let here = j.index() * layout.groups..(j.index() + 1) * layout.groups;
                let total: f64 = equations.point.income[here.clone()].iter().sum();
                let mut income = vec![0.0; layout.regions * layout.groups];
                here.for_each(|at| income[at] = equations.point.income[at] / total);
                OutcomeWeights { income, ..OutcomeWeights::default() }
            }
            Self::Receipts(j, k) => {
                let mut receipts = vec![0.0; layout.cells()];
                let at = j.index() * layout.sectors + k.index();
                receipts[at] = 1.0 / equations.point.receipts[at];
                OutcomeWeights { receipts, ..OutcomeWeights::default() }
            }
        }
    }
}

/// Derivatives of the outcome to each instrument. Rates are per rate point (one is 100 %), hats per log.
impl Marginal<'_, '_> {
    /// To each import tariff: sector × destination × origin.
    pub fn tariff(&self) -> TradeTensor {
        let mut tensor = self.taxes(self.equations.counterfactual.tariff.as_deref());
        let (live, point) = (&self.equations.counterfactual.live, &self.equations.point.live);
        for at in 0..live.len() {
            tensor[live.place(at)] += live.wedge_slope_in_tariff(at, point) * self.adjoint.live.wedge[at];
        }
        tensor
    }

    /// To each export tax: sector × destination × origin.
    pub fn export_tax(&self) -> TradeTensor {
        let mut tensor = self.taxes(self.equations.counterfactual.export_tax.as_deref());
        let width = self.equations.shape.bundle_width;
        for b in 0..self.equations.bundles() {
            for j in (0..tensor.shape()[1]).map(Region::new) {
                for i in (0..tensor.shape()[1]).map(Region::new) {
                    let transfer = self.adjoint.transfers[i.index()] - self.adjoint.transfers[j.index()];
                    tensor[(Sector::new(b / width), j, i)] += transfer * self.equations.goods(b, j, i);
                }
            }
        }
        let (live, point) = (&self.equations.counterfactual.live, &self.equations.point.live);
        for at in 0..live.len() {
            let (s, j, i) = live.place(at);
            let transfer = self.adjoint.transfers[i.index()] - self.adjoint.transfers[j.index()];
            tensor[(s, j, i)] += transfer * live.transfer_slope_in_export_tax(at, point) * point.sales[at];
        }
        tensor
    }

    /// To the log of each iceberg cost: sector × destination × origin.
    pub fn iceberg(&self) -> TradeTensor {
        let [share, goods] = self.equations.link_weights(&self.adjoint);
        TradeTensor::from_fn(share.shape(), |s, j, i| {
            -self.equations.economy.parameters.theta(s) * (share[(s, j, i)] + goods[(s, j, i)])
        })
    }

    /// To the log of each fixed cost of market access: sector × destination × origin.
    pub fn fixed_cost(&self) -> TradeTensor {
        let [share, goods] = self.equations.link_weights(&self.adjoint);
        TradeTensor::from_fn(share.shape(), |s, j, i| {
            -self.equations.economy.parameters.selection[s.index()] * (share[(s, j, i)] + goods[(s, j, i)])
        })
    }

    fn taxes(&self, rates: Option<&TradeTensor>) -> TradeTensor {
        let [share, goods] = self.equations.link_weights(&self.adjoint);
        TradeTensor::from_fn(share.shape(), |s, j, i| {
            let elasticity = self.equations.economy.parameters.price_elasticity(s.index());
            let gross = 1.0 + rate(rates, (s, j, i));
            -(elasticity * share[(s, j, i)] + (elasticity + 1.0) * goods[(s, j, i)]) / gross
        })
    }

    /// To the log of productivity: region × sector.
    pub fn productivity(&self) -> Array2<Region, Sector> {
        self.of_sellers(|s, _| {
            let theta = self.equations.economy.parameters.trade_elasticity[s];
            (theta, 1.0, theta)
        })
    }

    /// To each net output subsidy: region × sector.
    pub fn subsidy(&self) -> Array2<Region, Sector> {
        let parameters = &self.equations.economy.parameters;
        let m = self.equations.layout.sectors;
        let mut table = self.of_sellers(|s, gross| {
            let elasticity = parameters.price_elasticity(s);
            (elasticity / gross, 1.0 / gross, (elasticity + 1.0) / gross)
        });
        for (at, value) in table.as_mut_slice().iter_mut().enumerate() {
            let gross = 1.0 + self.equations.counterfactual.subsidy.as_slice()[at];
            *value -= self.adjoint.transfers[at / m] * self.equations.point.receipts[at] / (gross * gross);
        }
        table
    }

    /// A change at sellers, by what it moves: log competitiveness, log price at the origin, log of what entry brings.
    fn of_sellers(&self, moves: impl Fn(usize, f64) -> (f64, f64, f64)) -> Array2<Region, Sector> {
        let equations = self.equations;
        let [n, m] = [equations.layout.regions, equations.layout.sectors];
        let cell = |at: usize| {
            let seller = equations.seller(at);
            let gross = 1.0 + equations.counterfactual.subsidy.as_slice()[at];
            let (ln_v, price, entry) = moves(at % m, gross);
            let entered =
                if equations.active(at) { equations.entry_slope(at) * self.goods_weights[at] } else { 0.0 };
            ln_v * equations.point.competitiveness[seller] * self.adjoint.competitiveness[seller]
                - entry * entered
                + price
                    * equations.counterfactual.live.price_worth(at, &equations.point.live, &self.adjoint.live)
        };
        Array2::from_vec([n, m], (0..n * m).map(cell).collect())
    }

    /// To the log of each factor supply: region × factor.
    pub fn factor_supply(&self) -> Array2<Region, Factor> {
        let layout = self.equations.layout;
        Array2::from_vec([layout.regions, layout.factors], self.adjoint.supply.clone())
    }

    /// To each deficit, where deficits are fixed, per unit of value: by region.
    pub fn deficit(&self) -> Vec<f64> {
        self.adjoint.transfers.clone()
    }

    /// To each tax on purchases, where the shocks have such taxes: region × product × use.
    pub fn purchase_tax(&self) -> Option<Array3<Region, Sector, Use>> {
        let equations = self.equations;
        let gross = &equations.counterfactual.purchase_wedge.as_ref()?.gross;
        let [n, m, uses] = [equations.layout.regions, equations.layout.sectors, equations.shape.uses];
        let mut table = Array3::zeros([n, m, uses]);
        equations.each_paid_use(|j, at, paid| {
            let bundle = j * equations.bundles() + equations.shape.bundle(at / uses % m, at % uses);
            let kept = paid * equations.purchase_net(at);
            let worth = self.adjoint.use_price[at]
                + kept * (self.adjoint.transfers[j] - self.adjoint.expenditure[bundle]);
            table.as_mut_slice()[at] = worth * equations.point.use_slope[at] / gross[at];
        });
        Some(table)
    }
}
