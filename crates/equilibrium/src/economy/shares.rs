//! Levels to shares, and rates that may be missing.

use oblate_world::{Array2, Array3, Factor, Id, Region, Sector, TradeTensor};

/// A part of a whole; nothing where the whole is nothing.
#[inline]
pub(crate) fn share(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

/// The rate of a trade link; zero where there are no rates.
#[inline]
pub(crate) fn rate(rates: Option<&TradeTensor>, link: (Sector, Region, Region)) -> f64 {
    rates.map_or(0.0, |rates| rates[link])
}

/// `π = (1+t) Z / Σ (1+t) Z` over the origins; zero where nothing is bought. Equation: model.md (2.3).
pub(super) fn trade_shares(trade: &TradeTensor, tariff: Option<&TradeTensor>) -> TradeTensor {
    let mut shares = trade.clone();
    if let Some(tariff) = tariff {
        for (value, rate) in shares.as_mut_slice().iter_mut().zip(tariff.as_slice()) {
            *value *= 1.0 + rate;
        }
    }
    divide_rows(shares.as_mut_slice(), trade.shape()[2]);
    shares
}

/// Divides each row of `width` cells by its sum.
pub(super) fn divide_rows(cells: &mut [f64], width: usize) {
    for row in cells.chunks_exact_mut(width) {
        let total: f64 = row.iter().sum();
        row.iter_mut().for_each(|value| *value = share(*value, total));
    }
}

/// Shares of products in receipts: region × product × using sector.
pub(super) fn input_shares(
    use_value: &Array3<Region, Sector, Sector>,
    receipts: &Array2<Region, Sector>,
) -> Array3<Region, Sector, Sector> {
    let mut shares = use_value.clone();
    let [regions, sectors, _] = use_value.shape();
    for j in (0..regions).map(Region::new) {
        for s in (0..sectors).map(Sector::new) {
            for (value, whole) in shares.row_mut(j, s).iter_mut().zip(receipts.row(j)) {
                *value = share(*value, *whole);
            }
        }
    }
    shares
}

/// Shares of factors in receipts: region × sector × factor.
pub(super) fn factor_shares(
    income: &Array3<Region, Sector, Factor>,
    receipts: &Array2<Region, Sector>,
) -> Array3<Region, Sector, Factor> {
    let mut shares = income.clone();
    let factors = income.shape()[2];
    for (row, whole) in shares.as_mut_slice().chunks_exact_mut(factors).zip(receipts.as_slice()) {
        row.iter_mut().for_each(|value| *value = share(*value, *whole));
    }
    shares
}

/// Income of each factor, all sectors of a region together.
pub(super) fn factor_totals(income: &Array3<Region, Sector, Factor>) -> Array2<Region, Factor> {
    let [regions, sectors, factors] = income.shape();
    Array2::from_fn([regions, factors], |j: Region, f: Factor| {
        (0..sectors).map(|k| income[(j, Sector::new(k), f)]).sum()
    })
}

/// Each row over its sum.
pub(super) fn row_shares(mut values: Array2<Region, Sector>) -> Array2<Region, Sector> {
    let sectors = values.shape()[1];
    divide_rows(values.as_mut_slice(), sectors);
    values
}
