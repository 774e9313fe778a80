//! The arrays of a world in the order of the file, each with its name and shape.

use oblate_world::{Accounts, Flows};

/// One array to be written.
pub(super) struct Section<'a> {
    pub(super) name: String,
    pub(super) shape: Vec<u64>,
    pub(super) values: &'a [f64],
}

/// Name of a satellite's section.
pub(super) fn satellite(name: &str) -> String {
    format!("satellite:{name}")
}

/// Name of a region covariate's section.
pub(super) fn region_covariate(name: &str) -> String {
    format!("region:{name}")
}

/// Name of a pair covariate's section.
pub(super) fn pair_covariate(name: &str) -> String {
    format!("pair:{name}")
}

/// All arrays of the accounts.
pub(super) fn sections(accounts: &Accounts) -> Vec<Section<'_>> {
    let axes = &accounts.axes;
    let (n, m) = (axes.regions.len(), axes.sectors.len());
    let (c, f) = (axes.final_uses.len(), axes.factors.len());
    let mut all = Vec::new();
    let mut add = |name: String, shape: &[usize], values| {
        all.push(Section { name, shape: shape.iter().map(|&size| size as u64).collect(), values });
    };
    match &accounts.flows {
        Flows::ByUse { intermediate, final_use } => {
            add("intermediate".to_owned(), &[n, m, n, m], intermediate.as_slice());
            add("final_use".to_owned(), &[n, m, n, c], final_use.as_slice());
        }
        Flows::Common { trade, intermediate, final_use } => {
            add("trade".to_owned(), &trade.shape(), trade.as_slice());
            add("intermediate".to_owned(), &intermediate.shape(), intermediate.as_slice());
            add("final_use".to_owned(), &final_use.shape(), final_use.as_slice());
        }
    }
    if let Some(tariff) = &accounts.tariff {
        add("tariff".to_owned(), &[m, n, n], tariff.as_slice());
    }
    add("factor_income".to_owned(), &[n, m, f], accounts.factor_income.as_slice());
    add("production_tax".to_owned(), &[n, m], accounts.production_tax.as_slice());
    if let Some(elasticity) = &accounts.trade_elasticity {
        add("trade_elasticity".to_owned(), &[m], elasticity);
    }
    for quantity in &accounts.satellites {
        add(satellite(&quantity.name), &[n, m], quantity.values.as_slice());
    }
    for quantity in &accounts.region_covariates {
        add(region_covariate(&quantity.name), &[n], &quantity.values);
    }
    for quantity in &accounts.pair_covariates {
        add(pair_covariate(&quantity.name), &[n, n], quantity.values.as_slice());
    }
    all
}
