//! The path from no shock to the whole one: a part of the shocks, and how fast they move there. Equation: model.md, section 7.

mod iceberg;

use oblate_world::{Array2, Region, Sector, TradeTensor};

use super::direction::Direction;
use super::{CarbonPrice, DeficitRule, Shocks};
use crate::economy::Economy;

impl Shocks {
    /// A part of the shocks, from none (`0`) to all (`1`): rates and deficits move linearly, hats and caps as powers, iceberg
    /// costs and embargoes so that trade at given prices falls as a polynomial, prices of carbon exponentially.
    ///
    /// Equation: model.md, section 7.
    pub fn part(&self, economy: &Economy, position: f64) -> Self {
        let between = |from: f64, to: f64| from + position * (to - from);
        let mut part = self.clone();
        for (tensor, baseline) in [(&mut part.tariff, economy.tariff.as_ref()), (&mut part.export_tax, None)]
        {
            for (at, rate) in tensor.iter_mut().flat_map(|tensor| tensor.as_mut_slice()).enumerate() {
                *rate = between(baseline.map_or(0.0, |baseline| baseline.as_slice()[at]), *rate);
            }
        }
        if let Some(cost) = &mut part.iceberg_hat {
            for s in economy.axes.sectors.ids() {
                let theta = economy.parameters.theta(s);
                cost.matrix_mut(s).iter_mut().for_each(|hat| *hat = iceberg::at(*hat, theta, position));
            }
        }
        let hats = (part.productivity_hat.iter_mut().flat_map(|table| table.as_mut_slice()))
            .chain(part.fixed_cost_hat.iter_mut().flat_map(|tensor| tensor.as_mut_slice()))
            .chain(part.preference_hat.iter_mut().flat_map(|table| table.as_mut_slice()))
            .chain(part.quantity_caps.iter_mut().map(|cap| &mut cap.cap).filter(|cap| **cap < 1.0))
            .chain(part.factor_supply_hat.iter_mut().flat_map(|table| table.as_mut_slice()));
        hats.for_each(|hat| *hat = hat.powf(position));
        for (at, rate) in part.subsidy.iter_mut().flat_map(|table| table.as_mut_slice()).enumerate() {
            *rate = between(economy.subsidy.as_slice()[at], *rate);
        }
        let taxes = part.purchase_tax.iter_mut().flat_map(|table| table.as_mut_slice());
        taxes.for_each(|rate| *rate *= position);
        if let Some(carbon) = &mut part.carbon {
            let [share, _] = carbon.share(position);
            carbon.price.iter_mut().for_each(|price| *price *= share);
        }
        if self.deficits == DeficitRule::Zero {
            part.deficits = DeficitRule::Fixed;
            part.deficit = Some(vec![0.0; economy.deficit.len()]);
        }
        for (at, deficit) in part.deficit.iter_mut().flatten().enumerate() {
            *deficit = between(economy.deficit[at], *deficit);
        }
        part
    }

    /// The direction in which [`Shocks::part`] moves at a position on the path.
    pub fn velocity(&self, economy: &Economy, position: f64) -> Direction {
        let logs = |hats: &[f64]| hats.iter().map(|hat| hat.ln()).collect();
        let rises = |new: &[f64], old: &dyn Fn(usize) -> f64| {
            new.iter().enumerate().map(|(at, new)| new - old(at)).collect()
        };
        let table = |hats: &Array2<Region, Sector>| Array2::from_vec(hats.shape(), logs(hats.as_slice()));
        let rates = |new: &TradeTensor, old: Option<&TradeTensor>| {
            let old = |at: usize| old.map_or(0.0, |old| old.as_slice()[at]);
            TradeTensor::from_vec(new.shape(), rises(new.as_slice(), &old))
        };
        let iceberg = |cost: &TradeTensor| {
            let mut growth = cost.clone();
            for s in economy.axes.sectors.ids() {
                let theta = economy.parameters.theta(s);
                let cells = growth.matrix_mut(s).iter_mut();
                cells.for_each(|hat| *hat = iceberg::growth(*hat, theta, position));
            }
            growth
        };
        let none = (self.deficits == DeficitRule::Zero).then(|| vec![0.0; economy.deficit.len()]);
        Direction {
            tariff: self.tariff.as_ref().map(|new| rates(new, economy.tariff.as_ref())),
            export_tax: self.export_tax.as_ref().map(|new| rates(new, None)),
            iceberg: self.iceberg_hat.as_ref().map(iceberg),
            fixed_cost: (self.fixed_cost_hat.as_ref())
                .map(|hats| TradeTensor::from_vec(hats.shape(), logs(hats.as_slice()))),
            subsidy: self.subsidy.as_ref().map(|new| {
                let rises = rises(new.as_slice(), &|at| economy.subsidy.as_slice()[at]);
                Array2::from_vec(new.shape(), rises)
            }),
            productivity: self.productivity_hat.as_ref().map(table),
            factor_supply: (self.factor_supply_hat.as_ref())
                .map(|hats| Array2::from_vec(hats.shape(), logs(hats.as_slice()))),
            purchase_tax: self.purchase_tax.clone(),
            carbon_price: self.carbon.as_ref().map(|carbon| {
                let [_, growth] = carbon.share(position);
                carbon.price.iter().map(|price| price * growth).collect()
            }),
            preference: self.preference_hat.as_ref().map(table),
            deficit: none.as_ref().or(self.deficit.as_ref()).map(|new| rises(new, &|at| economy.deficit[at])),
            caps: (!self.quantity_caps.is_empty())
                .then(|| self.quantity_caps.iter().map(|cap| cap.cap.min(1.0).ln()).collect()),
        }
    }
}

impl CarbonPrice {
    /// What of the prices is charged at a position on the path, and how fast that grows: `(g^position − 1)/(g − 1)`, where
    /// the price of the dirtiest purchase grows `g` times. Its log then grows smoothly, as does that of any cleaner one.
    fn share(&self, position: f64) -> [f64; 2] {
        let cells = self.intensity.as_slice();
        let of_region = cells.chunks_exact(cells.len() / self.price.len().max(1));
        let charges = of_region
            .zip(&self.price)
            .map(|(cells, price)| cells.iter().fold(0.0_f64, |most, intensity| most.max(intensity * price)));
        let growth = charges.fold(0.0, f64::max).ln_1p();
        if growth < 1e-6 {
            return [position, 1.0];
        }
        [(growth * position).exp_m1() / growth.exp_m1(), growth * (growth * position).exp() / growth.exp_m1()]
    }
}
