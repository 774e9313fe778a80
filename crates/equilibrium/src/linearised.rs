//! Derivatives at an equilibrium: how everything moves with one shock, and one outcome with all of them.
//!
//! A tangent solve gives the change of every variable along one direction of shocks, `J dx = −(∂F/∂τ) dτ`; an
//! adjoint solve the derivative of one outcome to every instrument, `Jᵀλ = ∂O/∂x`, then `dO/dτ = ∂O/∂τ − λᵀ ∂F/∂τ`.

use oblate_numerics::{
    GmresSettings, KrylovSpace, LinearOperator, System, TransposedSystem, gmres_from, gmres_in,
};
use oblate_world::{Array2, Array3, Factor, Id, Region, Sector, TradeTensor};

use crate::direction::Direction;
use crate::economy::{Economy, Group};
use crate::equations::{Adjoint, Equations, OutcomeWeights, Seeds, Tangent};
use crate::equilibrium::Equilibrium;
use crate::error::{DerivativeError, ShockError};
use crate::shocks::{Shocks, Use};

/// The equations of an equilibrium, linearised there.
pub struct Linearised<'e> {
    equations: Equations<'e>,
    space: KrylovSpace,
    tangent: Tangent,
    seeds: Seeds,
}

/// How an equilibrium moves along a direction.
#[derive(Debug, Clone, PartialEq)]
pub struct EquilibriumTangent {
    /// `d ln ĉ`: region × sector.
    pub unit_cost: Array2<Region, Sector>,
    /// `dR'`: region × sector, in the world's unit.
    pub receipts: Array2<Region, Sector>,
    /// `d ln ŵ`: region × factor; the mean over sectors, weighted by payments, where sectors pay differently.
    pub wage: Array2<Region, Factor>,
    /// `d ln I'`: region × group.
    pub income: Array2<Region, Group>,
    /// Change of log real income, by region. Equation: model.md (3.15).
    pub real_income: Vec<f64>,
}

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
    equations: &'a Equations<'e>,
    adjoint: Adjoint,
    cost_weights: Vec<f64>,
}

/// Wanted relative residual of a linear solve.
const TOLERANCE: f64 = 1e-12;
/// Largest relative residual that is accepted where rounding stops the way to it.
const ACCEPTABLE: f64 = 1e-9;

/// Products beyond which a solve that missed its tolerance is begun anew with a new preconditioner.
const LONG_SOLVE: usize = 60;

const KRYLOV: GmresSettings = GmresSettings { tolerance: TOLERANCE, restart: 80, max_products: 400 };

impl<'e> Linearised<'e> {
    /// The equations at an equilibrium of an economy under these shocks.
    ///
    /// # Errors
    /// [`ShockError`] if the shocks are not those of the equilibrium.
    pub fn new(
        economy: &'e Economy,
        shocks: &'e Shocks,
        equilibrium: &Equilibrium,
    ) -> Result<Self, ShockError> {
        let mut equations = Equations::new(economy, shocks, &|| false)?;
        let mut residual = vec![0.0; equations.size()];
        // an equilibrium lies in the domain of its own equations
        let _ = equations.residual(&equilibrium.unknowns, &mut residual);
        Ok(Self::of(equations))
    }

    /// Equations whose last point is an equilibrium.
    pub(crate) fn of(mut equations: Equations<'e>) -> Self {
        if !equations.is_prepared() {
            equations.prepare_preconditioner();
        }
        let tangent = Tangent::new(&equations.layout, &equations.shape);
        Self { equations, space: KrylovSpace::default(), tangent, seeds: Seeds::default() }
    }

    /// How everything moves along a direction of shocks.
    ///
    /// # Errors
    /// [`DerivativeError`] if the linear system is not solved.
    pub fn tangent(&mut self, direction: &Direction) -> Result<EquilibriumTangent, DerivativeError> {
        self.move_along(direction, vec![0.0; self.equations.size()])?;
        Ok(self.read_tangent())
    }

    /// Solves for the unknowns' moves, from a guess of them, and leaves those of all stages in `self.tangent`; returns the
    /// former.
    pub(crate) fn move_along(
        &mut self,
        direction: &Direction,
        guess: Vec<f64>,
    ) -> Result<Vec<f64>, DerivativeError> {
        let seeds = self.equations.seeds(direction);
        let size = self.equations.size();
        let mut rhs = vec![0.0; size];
        self.equations.product(&vec![0.0; size], &seeds, &mut self.tangent, &mut rhs);
        rhs.iter_mut().for_each(|value| *value = -*value);
        let mut moves = guess;
        let mut solve = |equations: &mut Equations<'_>| {
            gmres_from(&mut self.space, &mut Forward(equations), &rhs, &mut moves, &KRYLOV)
        };
        let mut outcome = solve(&mut self.equations);
        if outcome.products > LONG_SOLVE && outcome.relative_residual > TOLERANCE {
            // the preconditioner may be one of another point
            self.equations.prepare_preconditioner();
            outcome = solve(&mut self.equations);
        }
        accept(outcome.relative_residual)?;
        self.equations.product(&moves, &seeds, &mut self.tangent, &mut rhs);
        self.seeds = seeds;
        Ok(moves)
    }

    /// Leaves the moves of all stages in `self.tangent`, where those of the unknowns along a direction are known.
    pub(crate) fn move_with(&mut self, moves: &[f64], direction: &Direction) {
        self.seeds = self.equations.seeds(direction);
        let mut product = vec![0.0; moves.len()];
        self.equations.product(moves, &self.seeds, &mut self.tangent, &mut product);
    }

    /// Change of the revenue of taxes on purchases, after [`Linearised::move_along`].
    pub(crate) fn purchase_revenue_move(&self, j: usize) -> f64 {
        self.tangent.purchase_tax[j] + self.seeds.purchase_revenue[j]
    }

    /// Change of deficits by region, after [`Linearised::move_along`].
    pub(crate) fn deficit_moves(&self, direction: &Direction) -> Vec<f64> {
        let mut moves = direction.deficit.clone().unwrap_or_else(|| vec![0.0; self.equations.layout.regions]);
        let income = self.equations.factor_income_by_region(&self.tangent.earned);
        self.equations.add_deficit_tangent(&income, &mut moves);
        moves
    }

    pub(crate) fn equations(&self) -> &Equations<'e> {
        &self.equations
    }

    pub(crate) fn into_equations(self) -> Equations<'e> {
        self.equations
    }

    /// How the stages move, after [`Linearised::move_along`].
    pub(crate) fn moves(&self) -> &Tangent {
        &self.tangent
    }

    fn read_tangent(&self) -> EquilibriumTangent {
        let equations = &self.equations;
        let layout = equations.layout;
        let [n, m, f] = [layout.regions, layout.sectors, layout.factors];
        let shares = equations.technology.factor_share(&equations.point.nests);
        let wage = |j: Region, g: Factor| {
            let (mut paid, mut weighted) = (0.0, 0.0);
            for k in 0..m {
                let cell = j.index() * m + k;
                let payment = shares[(j, Sector::new(k), g)] * equations.point.receipts[cell];
                paid += payment;
                weighted += payment * self.tangent.factor[cell * f + g.index()];
            }
            if paid > 0.0 { weighted / paid } else { 0.0 }
        };
        EquilibriumTangent {
            unit_cost: Array2::from_vec([n, m], self.tangent.nests.cost.clone()),
            receipts: Array2::from_vec([n, m], self.tangent.receipts.clone()),
            wage: Array2::from_fn([n, f], wage),
            income: Array2::from_vec([n, layout.groups], self.tangent.income.clone()),
            real_income: self.real_income_moves(),
        }
    }

    /// Changes of log real incomes by region, after [`Linearised::move_along`].
    pub(crate) fn real_income_moves(&self) -> Vec<f64> {
        let equations = &self.equations;
        equations.consumption.real_income_tangent(
            &equations.point.consumption,
            &equations.point.ln_use_price,
            &self.tangent.consumption,
            self.tangent.use_price(),
        )
    }

    /// Receipts of a sector at the equilibrium.
    pub fn receipts(&self, j: Region, k: Sector) -> f64 {
        self.equations.point.receipts[j.index() * self.equations.layout.sectors + k.index()]
    }

    /// What every instrument is worth in an outcome.
    ///
    /// # Errors
    /// [`DerivativeError`] if the linear system is not solved.
    pub fn marginal(&mut self, outcome: &Measure) -> Result<Marginal<'_, 'e>, DerivativeError> {
        let weights = self.outcome_weights(outcome);
        let size = self.equations.size();
        let mut rhs = vec![0.0; size];
        self.equations.backward(&vec![0.0; size], &weights, &mut rhs);
        let mut lambda = vec![0.0; size];
        let solved =
            gmres_in(&mut self.space, &mut Backward(&mut self.equations), &rhs, &mut lambda, &KRYLOV);
        accept(solved.relative_residual)?;
        lambda.iter_mut().for_each(|value| *value = -*value);
        let adjoint = self.equations.backward(&lambda, &weights, &mut rhs);
        let cost_weights = self.equations.layout.parts(&lambda).receipts.to_vec();
        Ok(Marginal { equations: &self.equations, adjoint, cost_weights })
    }

    fn outcome_weights(&self, outcome: &Measure) -> OutcomeWeights {
        let equations = &self.equations;
        let layout = equations.layout;
        match outcome {
            Measure::RealIncome(weights) => equations.consumption.welfare_weights(
                &equations.point.consumption,
                &equations.point.ln_use_price,
                weights,
            ),
            Measure::Income(j) => {
                let here = j.index() * layout.groups..(j.index() + 1) * layout.groups;
                let total: f64 = equations.point.income[here.clone()].iter().sum();
                let mut income = vec![0.0; layout.regions * layout.groups];
                here.for_each(|at| income[at] = equations.point.income[at] / total);
                OutcomeWeights { income, ..OutcomeWeights::default() }
            }
            Measure::Receipts(j, k) => {
                let mut receipts = vec![0.0; layout.cells()];
                let at = j.index() * layout.sectors + k.index();
                receipts[at] = 1.0 / equations.point.receipts[at];
                OutcomeWeights { receipts, ..OutcomeWeights::default() }
            }
        }
    }
}

fn accept(relative_residual: f64) -> Result<(), DerivativeError> {
    if relative_residual <= ACCEPTABLE { Ok(()) } else { Err(DerivativeError { relative_residual }) }
}

/// Derivatives of the outcome to each instrument. Rates are per rate point (one is 100 %), hats per log.
impl Marginal<'_, '_> {
    /// To each import tariff: sector × destination × origin.
    pub fn tariff(&self) -> TradeTensor {
        let mut tensor = self.taxes(self.equations.counterfactual.tariff.as_deref());
        let (live, point) = (&self.equations.counterfactual.live, &self.equations.point.live);
        for at in 0..live.len() {
            tensor[live.place(at)] += live.wedge_slope_in_tariff(at, point) * self.adjoint.live[0][at];
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
            let gross = 1.0 + rates.map_or(0.0, |rates| rates[(s, j, i)]);
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
                if equations.active(at) { equations.entry_slope(at) * self.cost_weights[at] } else { 0.0 };
            ln_v * equations.point.competitiveness[seller] * self.adjoint.competitiveness[seller]
                - entry * entered
                + price * equations.counterfactual.live.price_worth(at, &equations.point.live, &self.adjoint)
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

/// The Jacobian with its preconditioner, as a linear operator.
pub(crate) struct Forward<'a, 'e>(pub &'a mut Equations<'e>);

impl LinearOperator for Forward<'_, '_> {
    fn apply(&mut self, x: &[f64], product: &mut [f64]) {
        self.0.jacobian(x, product);
    }
    fn precondition(&mut self, residual: &[f64], step: &mut [f64]) {
        self.0.precondition(residual, step);
    }
}

/// The transposed Jacobian with its preconditioner.
struct Backward<'a, 'e>(&'a mut Equations<'e>);

impl LinearOperator for Backward<'_, '_> {
    fn apply(&mut self, x: &[f64], product: &mut [f64]) {
        self.0.jacobian_transposed(x, product);
    }
    fn precondition(&mut self, residual: &[f64], step: &mut [f64]) {
        self.0.precondition_transposed(residual, step);
    }
}
