//! The tables `exports` and `exports_by_partner`: what exports are made of.

use oblate_indicators::trade::{BorinMancini, BorinManciniTerms, OecdTerms, oecd_terms};
use oblate_indicators::{Industry, Leontief};
use oblate_world::{Id, Region};

use super::rows::Rows;
use oblate_engine::{Chain, Wanted};
use oblate_tables::Table;

pub(super) fn tables(chain: &Chain<'_>, leontief: &Leontief<'_>, wanted: &Wanted) -> [Table; 2] {
    let (chains, oecd) = (BorinMancini::new(leontief), oecd_terms(leontief));
    let words = [chain.region_words(), chain.sector_words(), chain.group_words()];
    let mut by_industry = Rows::new("exports", &words);
    let mut by_partner = Rows::new("exports_by_partner", &[chain.group_words(), chain.group_words()]);
    let table = &chain.table;
    let regions = table.regions();
    let of = |i: Industry, r: Region| (*chains.flow(i, r), oecd[i.index() * regions + r.index()]);
    // a flow that is not there has no row
    for i in chain.industries(wanted) {
        for r in table.region_ids() {
            let (terms, parts) = of(i, r);
            if terms.exports != 0.0 {
                let labels = [chain.home(i).index(), table.sector_of(i).index(), r.index()];
                by_industry.push(&labels, &numbers(&terms, &parts));
            }
        }
    }
    for s in table.region_ids().filter(|&s| chain.wants(wanted, s)) {
        let members =
            || table.industry_ids().filter(|&i| table.region_of(i) == s && wanted.sector(table.sector_of(i)));
        for r in table.region_ids().filter(|&r| r != s) {
            let terms = chains.sum(members().map(|i| (i, r)));
            let parts = members().map(|i| of(i, r).1).fold(OecdTerms::default(), sum);
            by_partner.push(&[s.index(), r.index()], &numbers(&terms, &parts));
        }
    }
    [by_industry.finish(), by_partner.finish()]
}

fn sum(a: OecdTerms, b: OecdTerms) -> OecdTerms {
    OecdTerms {
        exports: a.exports + b.exports,
        direct_domestic: a.direct_domestic + b.direct_domestic,
        indirect_domestic: a.indirect_domestic + b.indirect_domestic,
        reimported: a.reimported + b.reimported,
        foreign: a.foreign + b.foreign,
    }
}

fn numbers(terms: &BorinManciniTerms, parts: &OecdTerms) -> Vec<f64> {
    let parts =
        [parts.exports, parts.direct_domestic, parts.indirect_domestic, parts.reimported, parts.foreign];
    parts.into_iter().chain(chain_terms(terms)).collect()
}

/// Borin & Mancini's terms in the order of the tables.
pub(super) fn chain_terms(terms: &BorinManciniTerms) -> [f64; 10] {
    [
        terms.domestic_value_added,
        terms.value_added_exported,
        terms.reflection,
        terms.directly_absorbed,
        terms.domestic_double_counting,
        terms.foreign_value_added,
        terms.foreign_double_counting,
        terms.chain_trade(),
        terms.backward(),
        terms.forward(),
    ]
}
