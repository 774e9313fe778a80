//! The equations of an equilibrium, linearised there: how everything moves along a direction of shocks, and what every
//! instrument is worth.

use oblate_numerics::{GmresSettings, KrylovSpace, System, gmres_from, gmres_in};
use oblate_world::{Array2, Factor, Id, Region, Sector};

use super::error::DerivativeError;
use super::marginal::{Marginal, Measure};
use crate::economy::{Economy, Group};
use crate::outcome::Equilibrium;
use crate::shocks::{Direction, ShockError, Shocks};
use crate::solve::{Backward, Forward, Problem};
use crate::system::{Equations, Seeds, Tangent};

/// The equations of an equilibrium, linearised there.
pub struct Linearised<'e> {
    problem: Problem<'e>,
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
        let mut problem = Problem::new(economy, shocks, &|| false)?;
        let mut residual = vec![0.0; problem.size()];
        // an equilibrium lies in the domain of its own equations
        let _ = problem.residual(&equilibrium.unknowns, &mut residual);
        Ok(Self::of(problem))
    }

    /// A problem whose last point is an equilibrium.
    pub(super) fn of(mut problem: Problem<'e>) -> Self {
        if problem.preconditioner.is_none() {
            problem.prepare_preconditioner();
        }
        let tangent = Tangent::new(&problem.equations.layout, &problem.equations.shape);
        Self { problem, space: KrylovSpace::default(), tangent, seeds: Seeds::default() }
    }

    /// How everything moves along a direction of shocks.
    ///
    /// # Errors
    /// [`DerivativeError`] if the linear system is not solved.
    pub fn tangent(&mut self, direction: &Direction) -> Result<EquilibriumTangent, DerivativeError> {
        self.move_along(direction, vec![0.0; self.problem.size()])?;
        Ok(self.read_tangent())
    }

    /// Solves for the unknowns' moves, from a guess of them, and leaves those of all stages in `self.tangent`; returns the
    /// former.
    pub(super) fn move_along(
        &mut self,
        direction: &Direction,
        guess: Vec<f64>,
    ) -> Result<Vec<f64>, DerivativeError> {
        let seeds = self.problem.equations.seeds(direction);
        let size = self.problem.size();
        let mut rhs = vec![0.0; size];
        self.problem.equations.product(&vec![0.0; size], &seeds, &mut self.tangent, &mut rhs);
        rhs.iter_mut().for_each(|value| *value = -*value);
        let mut moves = guess;
        let mut solve = |problem: &mut Problem<'_>| {
            gmres_from(&mut self.space, &mut Forward(problem), &rhs, &mut moves, &KRYLOV)
        };
        let mut outcome = solve(&mut self.problem);
        if outcome.products > LONG_SOLVE && outcome.relative_residual > TOLERANCE {
            // the preconditioner may be one of another point
            self.problem.prepare_preconditioner();
            outcome = solve(&mut self.problem);
        }
        accept(outcome.relative_residual)?;
        self.problem.equations.product(&moves, &seeds, &mut self.tangent, &mut rhs);
        self.seeds = seeds;
        Ok(moves)
    }

    /// Leaves the moves of all stages in `self.tangent`, where those of the unknowns along a direction are known.
    pub(super) fn move_with(&mut self, moves: &[f64], direction: &Direction) {
        self.seeds = self.problem.equations.seeds(direction);
        let mut product = vec![0.0; moves.len()];
        self.problem.equations.product(moves, &self.seeds, &mut self.tangent, &mut product);
    }

    /// Change of the revenue of taxes on purchases, after [`Linearised::move_along`].
    pub(super) fn purchase_revenue_move(&self, j: usize) -> f64 {
        self.tangent.purchase_tax[j] + self.seeds.purchase_revenue[j]
    }

    /// Change of deficits by region, after [`Linearised::move_along`].
    pub(super) fn deficit_moves(&self, direction: &Direction) -> Vec<f64> {
        let mut moves =
            direction.deficit.clone().unwrap_or_else(|| vec![0.0; self.problem.equations.layout.regions]);
        let income = self.problem.equations.factor_income_by_region(&self.tangent.earned);
        self.problem.equations.add_deficit_tangent(&income, &mut moves);
        moves
    }

    pub(super) fn equations(&self) -> &Equations<'e> {
        &self.problem.equations
    }

    pub(super) fn into_problem(self) -> Problem<'e> {
        self.problem
    }

    /// How the stages move, after [`Linearised::move_along`].
    pub(super) fn moves(&self) -> &Tangent {
        &self.tangent
    }

    fn read_tangent(&self) -> EquilibriumTangent {
        let equations = self.equations();
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
    pub(super) fn real_income_moves(&self) -> Vec<f64> {
        let equations = self.equations();
        equations.consumption.real_income_tangent(
            &equations.point.consumption,
            &equations.point.ln_use_price,
            &self.tangent.consumption,
            self.tangent.use_price(),
        )
    }

    /// Receipts of a sector at the equilibrium.
    pub fn receipts(&self, j: Region, k: Sector) -> f64 {
        self.problem.equations.point.receipts[j.index() * self.problem.equations.layout.sectors + k.index()]
    }

    /// What every instrument is worth in an outcome.
    ///
    /// # Errors
    /// [`DerivativeError`] if the linear system is not solved.
    pub fn marginal(&mut self, outcome: &Measure) -> Result<Marginal<'_, 'e>, DerivativeError> {
        let weights = outcome.weights(self.equations());
        let size = self.problem.size();
        let mut rhs = vec![0.0; size];
        self.problem.equations.backward(&vec![0.0; size], &weights, &mut rhs);
        let mut lambda = vec![0.0; size];
        let solved = gmres_in(&mut self.space, &mut Backward(&mut self.problem), &rhs, &mut lambda, &KRYLOV);
        accept(solved.relative_residual)?;
        lambda.iter_mut().for_each(|value| *value = -*value);
        let adjoint = self.problem.equations.backward(&lambda, &weights, &mut rhs);
        let goods_weights = self.problem.equations.layout.parts(&lambda).receipts.to_vec();
        Ok(Marginal { equations: &self.problem.equations, adjoint, goods_weights })
    }
}

fn accept(relative_residual: f64) -> Result<(), DerivativeError> {
    if relative_residual <= ACCEPTABLE { Ok(()) } else { Err(DerivativeError { relative_residual }) }
}
