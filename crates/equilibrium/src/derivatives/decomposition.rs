//! Exact decomposition of a large change: the tangent integrated along the path of the shock.
//!
//! On the way from no shock to the whole one, [`Shocks::part`], every instant's change of real income is split into
//! channels, and into the shocks that move; the parts add up to the whole. Equation: model.md (3.15), section 7.

mod channels;
mod instant;
mod quadrature;
mod track;
mod walk;

use super::error::DecompositionError;
use crate::economy::Economy;
use crate::outcome::Equilibrium;
use crate::shocks::{ShockKind, Shocks};
use crate::solve::Settings;
use crate::system::Equations;

pub use channels::Channel;

/// The change of log real income of every region by what brings it.
#[derive(Debug, Clone, PartialEq)]
pub struct PathDecomposition {
    /// Change of log real income, by region, as the two ends of the path have it.
    pub total: Vec<f64>,
    /// By channel: region × [`Channel::ALL`].
    pub channels: Vec<[f64; Channel::COUNT]>,
    /// By channel and sector where a channel tells sectors apart: region × sector × channel.
    pub sectors: Vec<[f64; Channel::COUNT]>,
    /// By channel and trade partner where a channel tells partners apart, own trade included: region × partner × channel.
    pub partners: Vec<[f64; Channel::COUNT]>,
    /// By kind of shock, those of the scenario: each by region.
    pub shocks: Vec<(ShockKind, Vec<f64>)>,
    /// By entry of the scenario, where entries of a kind are told apart; else by kind.
    pub entries: Vec<EntryPart>,
    /// Positions on the path at which the tangent was taken.
    pub positions: usize,
}

/// An entry of a scenario, and its part of what the entries of its kind do together.
#[derive(Debug, Clone, PartialEq)]
pub struct ShockEntry {
    /// Its name.
    pub name: String,
    /// What it moves.
    pub kind: ShockKind,
    /// Its share in the move of each cell, in the order of the shock's array (of caps: of the caps); none where it is the only
    /// entry of its kind. Of all entries of a kind the shares of a cell that moves add up to one.
    pub share: Option<Vec<f64>>,
}

/// What an entry brings, or a kind of shock whose entries are not told apart.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryPart {
    /// The entry; none for a kind as a whole.
    pub name: Option<String>,
    /// The kind.
    pub kind: ShockKind,
    /// Its part of the change of log real income, by region.
    pub by_region: Vec<f64>,
}

/// Splits the change of real income between the baseline and an equilibrium. `entries` are those of the scenario, of every kind all
/// or none.
///
/// # Errors
/// [`DecompositionError`] if an equilibrium on the way is not found or its derivative is not.
pub fn decompose(
    economy: &Economy,
    shocks: &Shocks,
    entries: &[ShockEntry],
    equilibrium: &Equilibrium,
    settings: &Settings<'_>,
) -> Result<PathDecomposition, DecompositionError> {
    if !equilibrium.unbounded.is_empty() {
        return Err(DecompositionError::Unbounded);
    }
    let no_shock = Equations::new(economy, shocks)?.start();
    let parts = parts(economy, shocks, entries);
    let total: Vec<f64> = equilibrium.real_income_hat.iter().map(|hat| hat.ln()).collect();
    let ends = [no_shock, equilibrium.unknowns.clone()];
    let (sums, positions) = walk::integrate(economy, shocks, settings, &parts, ends, total.clone())?;
    let entry = |(part, by_region): (&Part<'_>, &Vec<f64>)| EntryPart {
        name: part.entry.map(|entry| entry.name.clone()),
        kind: part.kind,
        by_region: by_region.clone(),
    };
    Ok(PathDecomposition {
        total,
        channels: sums.channels.regions,
        sectors: sums.channels.sectors,
        partners: sums.channels.partners,
        shocks: by_kind(&parts, &sums.parts),
        entries: parts.iter().zip(&sums.parts).map(entry).collect(),
        positions,
    })
}

/// What is told apart on the path: a kind of shock as a whole, or an entry of it.
struct Part<'a> {
    kind: ShockKind,
    entry: Option<&'a ShockEntry>,
}

/// The parts of all kinds that move, in the order of kinds.
fn parts<'a>(economy: &Economy, shocks: &Shocks, entries: &'a [ShockEntry]) -> Vec<Part<'a>> {
    let kinds = shocks.velocity(economy, 0.0).by_kind().into_iter().map(|(kind, _)| kind);
    let of_kind = |kind| {
        let own = entries.iter().filter(|entry| entry.kind == kind);
        let parts: Vec<Part<'a>> = own.map(|entry| Part { kind, entry: Some(entry) }).collect();
        if parts.is_empty() { vec![Part { kind, entry: None }] } else { parts }
    };
    kinds.flat_map(of_kind).collect()
}

/// Parts of one kind added up.
fn by_kind(parts: &[Part<'_>], sums: &[Vec<f64>]) -> Vec<(ShockKind, Vec<f64>)> {
    let mut kinds: Vec<(ShockKind, Vec<f64>)> = Vec::new();
    for (part, sum) in parts.iter().zip(sums) {
        match kinds.last_mut().filter(|(kind, _)| *kind == part.kind) {
            Some((_, whole)) => whole.iter_mut().zip(sum).for_each(|(whole, part)| *whole += part),
            None => kinds.push((part.kind, sum.clone())),
        }
    }
    kinds
}
