//! Which links are live: they are taken out of the weights of all others.

use oblate_world::{Id, Region, Sector, TradeTensor};

use super::{Kind, LiveLink, LiveLinks};
use crate::economy::{Economy, rate};
use crate::equations::trade::Weights;
use crate::shocks::{QuantityCap, Rent, Shocks};

/// What a scenario adds to links of one origin, destination and product.
enum Wish {
    Cap { shock: usize, quantity: f64, rent: Rent },
    Border { rate: f64, intensity: f64 },
}

impl LiveLinks {
    /// Takes the links out of the weights; `wedge` gives `(1+t')(1+e')` without what is live.
    pub(crate) fn take(
        economy: &Economy,
        shocks: &Shocks,
        ln_price_advantage: impl Fn(Region, Sector) -> f64,
        tariff: Option<&TradeTensor>,
        weights: &mut Weights,
    ) -> Self {
        let mut live = Self {
            links: Vec::new(),
            regions: economy.axes.regions.len(),
            sectors: economy.axes.sectors.len(),
        };
        for (s, j, i, wish) in wishes(shocks, economy) {
            let link = (s, j, i);
            let (gross, export_tax) = (1.0 + rate(tariff, link), rate(shocks.export_tax.as_ref(), link));
            let mut bundles = Vec::new();
            for b in s.index() * weights.width..(s.index() + 1) * weights.width {
                let weight = weights.take(b, j, i);
                if weight > 0.0 {
                    bundles.push((b, weight, weight / (gross * (1.0 + export_tax))));
                }
            }
            // a cap keeps its unknown when its link is cut, so that unknowns are the same all along the way of a shock
            if bundles.is_empty() && matches!(wish, Wish::Border { .. }) {
                continue;
            }
            let parameters = &economy.parameters;
            let (theta, price) = (parameters.theta(s), parameters.price_elasticity(s.index()));
            let wasted = matches!(wish, Wish::Cap { rent: Rent::Nobody, .. });
            // with free entry a variety's price does not fall with the size of its sector
            let entry = parameters.has_free_entry(s.index());
            let caps = live.caps();
            live.links.push(LiveLink {
                s: s.index(),
                j: j.index(),
                i: i.index(),
                bundles,
                elasticity: if wasted { [theta, theta] } else { [price, price + 1.0] },
                scale: if entry { 0.0 } else { parameters.scale_elasticity[s.index()] },
                ln_advantage: ln_price_advantage(i, s),
                export_tax,
                kind: match wish {
                    Wish::Cap { shock, quantity, rent } => Kind::Cap {
                        at: caps,
                        shock,
                        ln_cap: quantity.ln(),
                        baseline: economy.baseline_sales(s, j, i),
                        rent,
                    },
                    Wish::Border { rate, intensity } => Kind::Border { rate, gross, intensity },
                },
            });
        }
        live
    }
}

/// Which links are live. A cap on a link with a border adjustment is refused when shocks are checked.
fn wishes(shocks: &Shocks, economy: &Economy) -> Vec<(Sector, Region, Region, Wish)> {
    let cap = |(shock, cap): (usize, &QuantityCap)| {
        (cap.sector, cap.destination, cap.origin, Wish::Cap { shock, quantity: cap.cap, rent: cap.rent })
    };
    let mut wishes: Vec<_> = shocks.quantity_caps.iter().enumerate().map(cap).collect();
    let Some((carbon, border)) =
        shocks.carbon.as_ref().and_then(|carbon| carbon.border.as_ref().map(|border| (carbon, border)))
    else {
        return wishes;
    };
    for j in economy.axes.regions.ids().filter(|j| border.destinations[j.index()]) {
        for i in economy.axes.regions.ids().filter(|&i| i != j) {
            let gap = carbon.price[j.index()] - carbon.price[i.index()];
            for s in economy.axes.sectors.ids().filter(|&s| gap > 0.0 && border.intensity[(i, s)] > 0.0) {
                let intensity = border.intensity[(i, s)];
                wishes.push((s, j, i, Wish::Border { rate: gap * intensity, intensity }));
            }
        }
    }
    wishes
}
