//! What is known of every flow of exports: terms by exporting industry and importer.

use std::iter::Sum;

use oblate_world::{Id, Region};

use crate::table::{Industry, InputOutput};

/// Terms of all exports: exporting industry × region of the importer, nothing at home.
#[derive(Debug, Clone, PartialEq)]
pub struct Flows<T> {
    terms: Vec<T>,
    regions: usize,
}

impl<T: Copy + Default> Flows<T> {
    pub(super) fn none(table: &InputOutput) -> Self {
        Self { terms: vec![T::default(); table.industries() * table.regions()], regions: table.regions() }
    }

    pub(super) fn set(&mut self, industry: Industry, importer: Region, terms: T) {
        self.terms[industry.index() * self.regions + importer.index()] = terms;
    }

    /// What one flow is made of.
    pub fn flow(&self, industry: Industry, importer: Region) -> &T {
        &self.terms[industry.index() * self.regions + importer.index()]
    }

    /// The sum over some flows.
    pub fn sum(&self, flows: impl IntoIterator<Item = (Industry, Region)>) -> T
    where
        T: Sum<T>,
    {
        flows.into_iter().map(|(industry, importer)| *self.flow(industry, importer)).sum()
    }
}
