//! Shares of suppliers as they are today: those of the table, less what embargoes take out.

use crate::input_output::InputOutput;
use crate::shocks::Calendar;

/// By kind of buyer (industries, final users) and product: shares of suppliers under embargoes, where there are any.
#[derive(Debug, Clone)]
pub(crate) struct Shares([Vec<Option<Vec<f64>>>; 2]);

impl Shares {
    /// Those of the table, of so many products.
    pub fn new(products: usize) -> Self {
        Self([vec![None; products], vec![None; products]])
    }

    /// The shares in one product, padded suppliers × columns.
    pub fn of<'a>(&'a self, table: &'a InputOutput, kind: usize, product: usize) -> &'a [f64] {
        self.0[kind][product].as_deref().unwrap_or_else(|| table.sources[kind].block(product))
    }

    /// Takes the embargoes out, each with the strength in which it is in force.
    pub fn close(&mut self, table: &InputOutput, calendar: &Calendar, strengths: &[f64]) {
        for (blocks, sources) in self.0.iter_mut().zip(&table.sources) {
            blocks.fill(None);
            for (ban, strength) in
                calendar.bans.iter().zip(strengths).filter(|(_, strength)| **strength > 0.0)
            {
                for &k in &ban.products {
                    let block = blocks[k].get_or_insert_with(|| sources.block(k).to_vec());
                    for &(i, j) in &ban.pairs {
                        let first = i * sources.columns + j * sources.per_region;
                        for share in &mut block[first..][..sources.per_region] {
                            *share *= 1.0 - strength;
                        }
                    }
                }
            }
        }
    }
}
