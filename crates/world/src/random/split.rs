//! Sources by use: splits pooled trade over its uses so that no two uses need have the same sources.

use crate::accounts::Flows;
use crate::axes::{Id, Region, Sector};
use crate::random::draw::{Draw, Shares};
use crate::random::levels::Levels;

/// Splits each purchase over origins, first in proportion, then by swaps between two uses and two origins
/// that leave what each use buys and each origin sells as they were.
pub(super) fn by_use(shares: &Shares, levels: &Levels, draw: &mut Draw) -> Flows {
    let [n, m, c] = levels.flows.final_use.shape();
    let mut intermediate = vec![0.0; n * m * n * m];
    let mut final_use = vec![0.0; n * m * n * c];
    for (j, s) in (0..n).flat_map(|j| (0..m).map(move |s| (j, s))) {
        let (region, product) = (Region::new(j), Sector::new(s));
        let uses = levels.flows.intermediate.row(region, product).iter();
        let uses = uses.chain(levels.flows.final_use.row(region, product));
        let origins = shares.trade.row(product, region);
        let mut bought: Vec<Vec<f64>> =
            uses.map(|value| origins.iter().map(|share| share * value).collect()).collect();
        swap_sources(&mut bought, draw);
        let tariffs = shares.tariff.row(product, region);
        for (u, by_origin) in bought.iter().enumerate() {
            for (i, (value, tariff)) in by_origin.iter().zip(tariffs).enumerate() {
                let row = (i * m + s) * n + j;
                let cell =
                    if u < m { &mut intermediate[row * m + u] } else { &mut final_use[row * c + u - m] };
                *cell = value / (1.0 + tariff);
            }
        }
    }
    Flows::ByUse { intermediate, final_use }
}

/// Two uses swap parts of what they buy from two origins, as many times as there are uses.
fn swap_sources(bought: &mut [Vec<f64>], draw: &mut Draw) {
    let origins = bought[0].len();
    for _ in 0..bought.len() {
        let (u, v) = (draw.below(bought.len()), draw.below(bought.len()));
        let (i, l) = (draw.below(origins), draw.below(origins));
        let part = draw.between(0.0, 0.9);
        if u != v && i != l {
            let moved = part * bought[u][l].min(bought[v][i]);
            bought[u][i] += moved;
            bought[u][l] -= moved;
            bought[v][i] -= moved;
            bought[v][l] += moved;
        }
    }
}
