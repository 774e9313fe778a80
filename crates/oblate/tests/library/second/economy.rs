//! A second program for the same economy, slow and plain: Armington goods in prices and quantities, where wages move
//! with the excess demand for factors until there is none. It shares no code and no algorithm with the engine's solver:
//! no hats of trade shares, no Newton steps, no Krylov steps, no preconditioner.
//!
//! Units are such that every price of the baseline is one, so that a baseline quantity is its value.

use oblate_equilibrium::{DeficitRule, Shocks};
use oblate_world::{Id, Region, Sector, World};

/// Share of the excess demand by which a factor price moves in one round.
const DAMPING: f64 = 0.2;
/// Largest relative change and excess demand at the end.
const STILL: f64 = 2e-13;
const MOST_ROUNDS: usize = 40_000;

/// Technology, tastes and endowments; indices `j` region, `i` origin, `s` product, `k` using sector, `f` factor.
pub struct Economy {
    regions: usize,
    sectors: usize,
    /// Elasticity of substitution between origins, less one.
    pub theta: Vec<f64>,
    /// Weights of the origins in a product, their baseline shares: `[s][j][i]`.
    pub taste: Vec<Vec<Vec<f64>>>,
    /// Cobb–Douglas shares of the inputs in cost: `[j][k][s]`.
    pub inputs: Vec<Vec<Vec<f64>>>,
    /// Cobb–Douglas shares of the factors in cost: `[j][k][f]`.
    pub factors: Vec<Vec<Vec<f64>>>,
    /// Cobb–Douglas shares of the products in final spending: `[j][s]`.
    pub wants: Vec<Vec<f64>>,
    /// Factors that a region has: `[j][f]`.
    pub endowment: Vec<Vec<f64>>,
    /// Output: `[j][k]`.
    output: Vec<Vec<f64>>,
    /// Net subsidy per unit of output: `[j][k]`.
    pub subsidy: Vec<Vec<f64>>,
    pub income: Vec<f64>,
    deficit: Vec<f64>,
}

/// Prices and values of an equilibrium. A region that lacks a product, and has nobody to buy it from, has none.
pub struct Outcome {
    /// Baseline or new income by region.
    pub income: Vec<f64>,
    /// Price of what final users buy, by region.
    pub consumer_price: Vec<f64>,
    /// Unit cost: `[i][s]`.
    pub cost: Vec<Vec<f64>>,
    /// Sales at basic prices: `[s][j][i]`.
    pub sales: Vec<Vec<Vec<f64>>>,
    /// Import tariff revenue by region.
    pub tariff_revenue: Vec<f64>,
    /// Regions that are cut off and lack a product.
    pub lacking: Vec<bool>,
}

/// What stands between a seller and a buyer: `[s][j][i]`.
struct Wedges {
    /// `(d (1+t) (1+e))^−θ` times the weight in tastes.
    weight: Vec<Vec<Vec<f64>>>,
    tariff: Vec<Vec<Vec<f64>>>,
}

/// What moves from round to round.
struct State {
    wage: Vec<Vec<f64>>,
    price: Vec<Vec<f64>>,
    output: Vec<Vec<f64>>,
    income: Vec<f64>,
}

impl Economy {
    /// From the accounts of a world without tariffs.
    pub fn of(world: &World) -> Self {
        assert!(world.accounts().tariff.is_none(), "baseline tariffs would need their own place here");
        let (regions, sectors) = (world.axes().regions.len(), world.axes().sectors.len());
        let (j_of, s_of) = (Region::new, Sector::new);
        let grid = |cell: &dyn Fn(usize, usize) -> f64| -> Vec<Vec<f64>> {
            (0..regions).map(|j| (0..sectors).map(|s| cell(j, s)).collect()).collect()
        };
        let accounts = world.accounts();
        let output = grid(&|j, k| world.gross_output()[(j_of(j), s_of(k))]);
        let tax = grid(&|j, k| accounts.production_tax[(j_of(j), s_of(k))]);
        let over = |part: f64, whole: f64| if whole == 0.0 { 0.0 } else { part / whole };
        let receipts = grid(&|j, k| output[j][k] - tax[j][k]);
        let input = |j, k| {
            let used = |s| world.intermediate()[(j_of(j), s_of(s), s_of(k))];
            (0..sectors).map(|s| over(used(s), receipts[j][k])).collect()
        };
        let earned = |j, k| accounts.factor_income.row(j_of(j), s_of(k));
        let factor = |j: usize, k: usize| -> Vec<f64> {
            earned(j, k).iter().map(|paid| over(*paid, receipts[j][k])).collect()
        };
        let bought = grid(&|j, s| world.final_use().row(j_of(j), s_of(s)).iter().sum());
        let income: Vec<f64> = bought.iter().map(|row| row.iter().sum()).collect();
        let origins = |s, j| -> Vec<f64> {
            let row = world.trade().row(s_of(s), j_of(j));
            let total: f64 = row.iter().sum();
            row.iter().map(|value| over(*value, total)).collect()
        };
        let endowed = |j, f: usize| (0..sectors).map(|k| earned(j, k)[f]).sum();
        let kinds = world.axes().factors.len();
        Self {
            theta: accounts.trade_elasticity.clone().expect("the built-in world has elasticities"),
            taste: (0..sectors).map(|s| (0..regions).map(|j| origins(s, j)).collect()).collect(),
            inputs: (0..regions).map(|j| (0..sectors).map(|k| input(j, k)).collect()).collect(),
            factors: (0..regions).map(|j| (0..sectors).map(|k| factor(j, k)).collect()).collect(),
            wants: grid(&|j, s| bought[j][s] / income[j]),
            endowment: (0..regions).map(|j| (0..kinds).map(|f| endowed(j, f)).collect()).collect(),
            subsidy: grid(&|j, k| over(-tax[j][k], output[j][k])),
            deficit: world.deficits(),
            regions,
            sectors,
            output,
            income,
        }
    }

    /// The equilibrium before the shocks: that of the accounts, or the one without deficits.
    pub fn before(&self, shocks: &Shocks) -> Outcome {
        self.after(&Shocks { deficits: shocks.deficits, ..Shocks::default() })
    }

    /// The equilibrium after the shocks.
    pub fn after(&self, shocks: &Shocks) -> Outcome {
        let others =
            Shocks { tariff: None, iceberg_hat: None, deficits: DeficitRule::Fixed, ..shocks.clone() };
        assert!(others == Shocks::default(), "teach this program the further kinds of shocks");
        let deficit = match shocks.deficits {
            DeficitRule::Fixed => self.deficit.clone(),
            DeficitRule::Zero => vec![0.0; self.regions],
            DeficitRule::Share => unimplemented!("teach this program the rule"),
        };
        let wedges = self.wedges(shocks);
        let lacking = self.lacking(&wedges);
        let mut state = State {
            wage: self.endowment.iter().map(|row| vec![1.0; row.len()]).collect(),
            price: vec![vec![1.0; self.sectors]; self.regions],
            output: self.output.clone(),
            income: self.income.clone(),
        };
        for _ in 0..MOST_ROUNDS {
            let (outcome, moved) = self.round(&mut state, &wedges, &deficit, &lacking);
            if moved < STILL {
                return outcome;
            }
        }
        panic!("the slow program did not come to rest")
    }

    fn wedges(&self, shocks: &Shocks) -> Wedges {
        let cube = |cell: &dyn Fn(usize, usize, usize) -> f64| -> Vec<Vec<Vec<f64>>> {
            let row = |s, j| (0..self.regions).map(|i| cell(s, j, i)).collect();
            (0..self.sectors).map(|s| (0..self.regions).map(|j| row(s, j)).collect()).collect()
        };
        let at = |s, j, i| (Sector::new(s), Region::new(j), Region::new(i));
        let tariff = cube(&|s, j, i| shocks.tariff.as_ref().map_or(0.0, |tariff| tariff[at(s, j, i)]));
        let weight = |s: usize, j: usize, i: usize| {
            let iceberg = shocks.iceberg_hat.as_ref().map_or(1.0, |cost| cost[at(s, j, i)]);
            self.taste[s][j][i] * (iceberg * (1.0 + tariff[s][j][i])).powf(-self.theta[s])
        };
        Wedges { weight: cube(&weight), tariff }
    }

    /// Regions that buy a product which nobody sells to them.
    fn lacking(&self, wedges: &Wedges) -> Vec<bool> {
        let lacks = |j: usize| {
            (0..self.sectors).any(|s| {
                self.taste[s][j].iter().any(|taste| *taste > 0.0)
                    && wedges.weight[s][j].iter().all(|w| *w == 0.0)
            })
        };
        let lacking: Vec<bool> = (0..self.regions).map(lacks).collect();
        for j in (0..self.regions).filter(|&j| lacking[j]) {
            let alone = |s: usize, i: usize| wedges.weight[s][j][i] == 0.0 && wedges.weight[s][i][j] == 0.0;
            let cut_off = (0..self.sectors).all(|s| (0..self.regions).all(|i| i == j || alone(s, i)));
            assert!(cut_off, "a region that lacks a product and still trades has no equilibrium");
        }
        lacking
    }

    /// One round: costs, prices, sales, incomes, wages; returns the largest relative movement.
    fn round(&self, state: &mut State, wedges: &Wedges, deficit: &[f64], lacking: &[bool]) -> (Outcome, f64) {
        let here: Vec<usize> = (0..self.regions).filter(|&j| !lacking[j]).collect();
        let mut moved = Moved(0.0);
        let cost = self.costs(state);
        let (sales, tariff_revenue) = self.sell(state, &cost, wedges, &here, &mut moved);
        for &j in &here {
            let mut income = deficit[j] + tariff_revenue[j];
            for s in 0..self.sectors {
                let sold: f64 = sales[s].iter().map(|origins| origins[j]).sum();
                moved.to(&mut state.output[j][s], sold / self.basic_price(&cost, j, s));
                income -= self.subsidy[j][s] * sold;
            }
            income += sum_product(&state.wage[j], &self.endowment[j]);
            moved.to(&mut state.income[j], income);
        }
        let outcome = Outcome {
            income: state.income.clone(),
            consumer_price: (0..self.regions).map(|j| product(&state.price[j], &self.wants[j])).collect(),
            sales,
            tariff_revenue,
            lacking: lacking.to_vec(),
            cost,
        };
        self.move_wages(state, &outcome.cost, &here, &mut moved);
        (outcome, moved.0)
    }

    /// Prices of products where they are bought, sales `[s][j][i]` at basic prices, and tariff revenue.
    fn sell(
        &self,
        state: &mut State,
        cost: &[Vec<f64>],
        wedges: &Wedges,
        here: &[usize],
        moved: &mut Moved,
    ) -> (Vec<Vec<Vec<f64>>>, Vec<f64>) {
        let mut sales = vec![vec![vec![0.0; self.regions]; self.regions]; self.sectors];
        let mut tariff_revenue = vec![0.0; self.regions];
        for s in 0..self.sectors {
            let appeal = |i: usize| self.basic_price(cost, i, s).powf(-self.theta[s]);
            let appeals: Vec<f64> = (0..self.regions).map(appeal).collect();
            for &j in here {
                let offered = sum_product(&wedges.weight[s][j], &appeals);
                if offered == 0.0 {
                    continue;
                }
                moved.to(&mut state.price[j][s], offered.powf(-1.0 / self.theta[s]));
                let spent = self.spending(state, cost, j, s);
                for i in 0..self.regions {
                    let value = spent * wedges.weight[s][j][i] * appeals[i] / offered;
                    sales[s][j][i] = value / (1.0 + wedges.tariff[s][j][i]);
                    tariff_revenue[j] += wedges.tariff[s][j][i] * sales[s][j][i];
                }
            }
        }
        (sales, tariff_revenue)
    }

    fn basic_price(&self, cost: &[Vec<f64>], i: usize, s: usize) -> f64 {
        cost[i][s] / (1.0 + self.subsidy[i][s])
    }

    /// Unit costs `[i][s]`.
    fn costs(&self, state: &State) -> Vec<Vec<f64>> {
        let ln_price: Vec<Vec<f64>> = logs(&state.price);
        let ln_wage = logs(&state.wage);
        let cost = |j: usize, k: usize| {
            let ln =
                sum_product(&self.inputs[j][k], &ln_price[j]) + sum_product(&self.factors[j][k], &ln_wage[j]);
            (1.0 + self.subsidy[j][k]) * ln.exp()
        };
        (0..self.regions).map(|j| (0..self.sectors).map(|k| cost(j, k)).collect()).collect()
    }

    /// What a region spends on a product, at the outputs of the last round.
    fn spending(&self, state: &State, cost: &[Vec<f64>], j: usize, s: usize) -> f64 {
        let used = (0..self.sectors).map(|k| self.inputs[j][k][s] * cost[j][k] * state.output[j][k]);
        used.sum::<f64>() + self.wants[j][s] * state.income[j]
    }

    /// Wages follow excess demand; the world's factor income is what it was.
    fn move_wages(&self, state: &mut State, cost: &[Vec<f64>], here: &[usize], moved: &mut Moved) {
        for &j in here {
            for f in 0..self.endowment[j].len() {
                let paid = (0..self.sectors).map(|k| self.factors[j][k][f] * cost[j][k] * state.output[j][k]);
                let demand = paid.sum::<f64>() / state.wage[j][f];
                let excess = demand / self.endowment[j][f] - 1.0;
                moved.by(excess);
                state.wage[j][f] *= 1.0 + DAMPING * excess;
            }
        }
        let paid: f64 = here.iter().map(|&j| sum_product(&state.wage[j], &self.endowment[j])).sum();
        let constant: f64 = here.iter().flat_map(|&j| &self.endowment[j]).sum();
        here.iter().for_each(|&j| state.wage[j].iter_mut().for_each(|wage| *wage *= constant / paid));
    }
}

/// The largest relative movement of a round.
struct Moved(f64);

impl Moved {
    fn to(&mut self, old: &mut f64, new: f64) {
        if *old != new {
            self.by(new / *old - 1.0);
            *old = new;
        }
    }

    fn by(&mut self, change: f64) {
        assert!(change.is_finite(), "the slow program diverges");
        self.0 = self.0.max(change.abs());
    }
}

fn logs(values: &[Vec<f64>]) -> Vec<Vec<f64>> {
    values.iter().map(|row| row.iter().map(|value| value.ln()).collect()).collect()
}

fn sum_product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn product(values: &[f64], exponents: &[f64]) -> f64 {
    values.iter().zip(exponents).map(|(value, exponent)| value.powf(*exponent)).product()
}
