//! What stops when an industry stops: losses that run down to customers and up to suppliers.

use oblate_world::{Array2, Id, Region, Sector};
use pulp::Arch;

use crate::table::{Industry, InputOutput, Leontief, ratio, ratio_or_zero};

/// How many failing industries are followed at once: the flow matrix is read once for all of them.
const LANES: usize = 16;
/// A loss for each of them.
type Lanes = [f64; LANES];
/// Losses change by less than this at the end.
const TOLERANCE: f64 = 1e-11;
/// Rounds after which losses that still creep are taken as they are.
const MOST_ROUNDS: usize = 10_000;

/// What the industries of each region lose when one industry stops for good and nothing takes its place but spare supply of the
/// same product.
///
/// Final users are customers who go on buying: without them the upstream losses of any stop would creep to everything.
#[derive(Debug, Clone, PartialEq)]
pub struct SystemicRisk {
    /// Share of a region's output that is lost: region × failing industry. The failing industry itself counts.
    pub loss: Array2<Region, Industry>,
    /// Share of world output that is lost, by failing industry: the systemic risk index.
    pub index: Vec<f64>,
}

/// The table in the form in which losses run through it: industries ordered by product.
pub struct LossNetwork<'a> {
    leontief: &'a Leontief<'a>,
    table: &'a InputOutput,
    /// Industries, product by product.
    order: Vec<usize>,
    /// Where each product's industries begin, and the end.
    starts: Vec<usize>,
    /// For each buyer, in `order`, whether nothing is made without the product, product by product.
    essential: Vec<Vec<bool>>,
    /// For each buyer, in `order`, the share of each supplier in the buyer's purchases of the product if it is essential, in all
    /// of its purchases if not: buyer by buyer.
    reliance: Vec<f64>,
    output: Vec<f64>,
}

impl<'a> LossNetwork<'a> {
    /// Prepares a table; `essential` tells whether a product (first) is one that a sector (second) can make nothing without.
    pub fn new(leontief: &'a Leontief<'a>, essential: &Array2<Sector, Sector>) -> Self {
        let table = leontief.table();
        let p = table.industries();
        let mut order: Vec<usize> = (0..p).collect();
        let product = |&i: &usize| table.sector_of(Industry::new(i));
        order.sort_by_key(|i| (product(i), *i));
        let mut starts: Vec<usize> =
            (0..p).filter(|&at| at == 0 || product(&order[at - 1]) != product(&order[at])).collect();
        let needs = |&buyer: &usize| -> Vec<bool> {
            let user = table.sector_of(Industry::new(buyer));
            starts
                .iter()
                .map(|&at| essential[(product(&order[at]), user)])
                .map(|needed| needed != 0.0)
                .collect()
        };
        let essential = order.iter().map(needs).collect();
        starts.push(p);
        let output: Vec<f64> = order.iter().map(|&i| table.gross_output()[i]).collect();
        let mut network = Self { leontief, table, order, starts, essential, reliance: Vec::new(), output };
        network.reliance = network.reliances();
        network
    }

    fn reliances(&self) -> Vec<f64> {
        let mut reliance = Vec::with_capacity(self.order.len().pow(2));
        for (place, &buyer) in self.order.iter().enumerate() {
            let purchases = |at: usize| self.table.intermediate[(self.order[at], buyer)];
            let all: f64 = (0..self.order.len()).map(purchases).sum();
            for (product, bounds) in self.starts.windows(2).enumerate() {
                let of_product: f64 = (bounds[0]..bounds[1]).map(purchases).sum();
                let whole = if self.essential[place][product] { of_product } else { all };
                reliance.extend((bounds[0]..bounds[1]).map(|at| ratio_or_zero(purchases(at), whole)));
            }
        }
        reliance
    }

    /// The losses from the stop of each industry, one after the other.
    ///
    /// Downstream losses `ℓ_j = max(max_k Σ_{i∈k} σ_i Λ_ij ℓ_i, Σ_{i not essential} σ_i Λ_ij ℓ_i)` with replaceability `σ_i = min(1, x_i /
    /// Σ_{l of the same product} x_l (1 − ℓ_l))`; upstream losses `ℓ_i = Σ_j (Z_ij / x_i) ℓ_j`, which are
    /// the column of the Ghosh inverse over its diagonal; the failing industry has lost all, and an industry loses the
    /// greater of the two.
    ///
    /// Equation: indicators.md (15.2) [Diem, Borsos, Reisch, Kertész & Thurner 2022, eqs. 1-6]
    pub fn stops(&self, failing: &[Industry]) -> SystemicRisk {
        let mut loss = Array2::zeros([self.table.regions(), failing.len()]);
        let mut index = Vec::with_capacity(failing.len());
        for (batch, industries) in failing.chunks(LANES).enumerate() {
            let mut stopped = [usize::MAX; LANES];
            for (lane, industry) in industries.iter().enumerate() {
                stopped[lane] = self.order.iter().position(|&i| i == industry.index()).unwrap_or(usize::MAX);
            }
            let down = self.downstream(&stopped);
            for (lane, &failed) in industries.iter().enumerate() {
                let at = Industry::new(batch * LANES + lane);
                let mut world = 0.0;
                for (place, &industry) in self.order.iter().enumerate() {
                    let lost =
                        self.output[place] * down[place][lane].max(self.upstream(industry, failed.index()));
                    loss[(self.table.region_of(Industry::new(industry)), at)] += lost;
                    world += lost;
                }
                index.push(world / self.output.iter().sum::<f64>());
            }
        }
        self.over_output(&mut loss);
        SystemicRisk { loss, index }
    }

    fn over_output(&self, loss: &mut Array2<Region, Industry>) {
        for c in self.table.region_ids() {
            let output: f64 = self.table.of_region(c).iter().map(|&i| self.table.gross_output()[i]).sum();
            loss.row_mut(c).iter_mut().for_each(|value| *value = ratio(*value, output));
        }
    }

    fn downstream(&self, stopped: &[usize; LANES]) -> Vec<Lanes> {
        let p = self.order.len();
        let mut losses = start(p, stopped);
        let mut passed = vec![[0.0; LANES]; p];
        // a lane that has come to rest stays there, whatever the others do
        let mut moving = [true; LANES];
        for _ in 0..MOST_ROUNDS {
            let irreplaceable = self.pass_on(&losses, &mut passed);
            let round = || self.round(&irreplaceable, &mut losses, &mut passed, &moving);
            // the widest registers that the machine has
            let change = Arch::new().dispatch(round);
            for lane in 0..LANES {
                moving[lane] &= change[lane] >= TOLERANCE;
            }
            if !moving.contains(&true) {
                break;
            }
        }
        losses
    }

    /// The losses of every buyer once anew; tells by how much they grew at most.
    #[inline(always)]
    fn round(
        &self,
        irreplaceable: &[Lanes],
        losses: &mut [Lanes],
        passed: &mut [Lanes],
        moving: &[bool; LANES],
    ) -> Lanes {
        let mut change = [0.0f64; LANES];
        for (buyer, shares) in self.reliance.chunks(losses.len()).enumerate() {
            let lost = self.lost_inputs(shares, passed, &self.essential[buyer]);
            raise(&mut losses[buyer], &lost, moving, &mut change);
            // the buyers that follow see the new loss at once; losses only grow, so that the limit is the same
            passed[buyer] = times(&irreplaceable[buyer], &losses[buyer]);
        }
        change
    }

    /// `G_if / G_ff`, the loss of a supplier when its customer stops.
    fn upstream(&self, supplier: usize, failed: usize) -> f64 {
        let (inverse, x) = (self.leontief.inverse(), self.table.gross_output());
        if supplier == failed {
            return 1.0;
        }
        ratio_or_zero(inverse[(supplier, failed)] * x[failed], x[supplier] * inverse[(failed, failed)])
            .clamp(0.0, 1.0)
    }

    /// `σ_i ℓ_i`: what of a supplier's loss its customers cannot replace; gives `σ` back.
    fn pass_on(&self, losses: &[Lanes], passed: &mut [Lanes]) -> Vec<Lanes> {
        let mut irreplaceable = vec![[1.0; LANES]; losses.len()];
        for bounds in self.starts.windows(2) {
            let product = bounds[0]..bounds[1];
            let mut left = [0.0; LANES];
            for i in product.clone() {
                for lane in 0..LANES {
                    left[lane] += self.output[i] * (1.0 - losses[i][lane]);
                }
            }
            for i in product {
                for lane in 0..LANES {
                    if left[lane] > self.output[i] {
                        irreplaceable[i][lane] = self.output[i] / left[lane];
                    }
                }
                passed[i] = times(&irreplaceable[i], &losses[i]);
            }
        }
        irreplaceable
    }

    /// The largest loss among essential products, or the loss of all others together if that is larger.
    #[inline(always)]
    fn lost_inputs(&self, shares: &[f64], passed: &[Lanes], essential: &[bool]) -> Lanes {
        let mut worst = [0.0f64; LANES];
        let mut others = [0.0f64; LANES];
        for (product, bounds) in self.starts.windows(2).enumerate() {
            let lost = weighted(&shares[bounds[0]..bounds[1]], &passed[bounds[0]..bounds[1]]);
            for lane in 0..LANES {
                match essential[product] {
                    true => worst[lane] = worst[lane].max(lost[lane]),
                    false => others[lane] += lost[lane],
                }
            }
        }
        std::array::from_fn(|lane| worst[lane].max(others[lane]))
    }
}

fn start(industries: usize, stopped: &[usize; LANES]) -> Vec<Lanes> {
    let mut losses = vec![[0.0; LANES]; industries];
    for (lane, &at) in stopped.iter().enumerate() {
        if let Some(industry) = losses.get_mut(at) {
            industry[lane] = 1.0;
        }
    }
    losses
}

/// Losses only grow from round to round; keeps by how much at most.
#[inline(always)]
fn raise(losses: &mut Lanes, lost: &Lanes, moving: &[bool; LANES], change: &mut Lanes) {
    for lane in 0..LANES {
        let raised = lost[lane].min(1.0).max(losses[lane]);
        let raised = if moving[lane] { raised } else { losses[lane] };
        change[lane] = change[lane].max(raised - losses[lane]);
        losses[lane] = raised;
    }
}

#[inline(always)]
fn times(a: &Lanes, b: &Lanes) -> Lanes {
    std::array::from_fn(|lane| a[lane] * b[lane])
}

#[inline(always)]
fn weighted(shares: &[f64], losses: &[Lanes]) -> Lanes {
    let mut sum = [0.0; LANES];
    for (share, losses) in shares.iter().zip(losses) {
        for lane in 0..LANES {
            sum[lane] += share * losses[lane];
        }
    }
    sum
}
