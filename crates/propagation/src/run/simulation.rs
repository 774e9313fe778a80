//! A run from the outside: day by day, to the end, stopped and resumed.

use crate::error::PropagationError;
use crate::model::Model;
use crate::run::Run;
use crate::run::observe::Observer;
use crate::run::step::advance;
use crate::run::transport::Transport;
use crate::shocks::{Calendar, Shock};

/// A run of a model under shocks, watched by an observer.
#[derive(Debug)]
pub struct Simulation<'m, O> {
    run: [(Run<'m>, O); 1],
    shocks: u64,
    ended: bool,
}

impl Model {
    /// Bytes that goods under way take at most in a run of so many steps under these shocks, to be known before it.
    ///
    /// # Errors
    /// As [`Simulation::new`].
    pub fn bytes_under_way(&self, shocks: &[Shock], steps: usize) -> Result<f64, PropagationError> {
        Ok(Transport::bytes(self, &Calendar::new(self, shocks)?, steps))
    }
}

impl<'m, O: Observer> Simulation<'m, O> {
    /// A run before its first day; `stream` is its stream of random numbers, where the model draws any.
    ///
    /// # Errors
    /// [`PropagationError`] for shocks that name what the table has not, or that cannot be.
    pub fn new(
        model: &'m Model,
        shocks: &[Shock],
        stream: u64,
        observer: O,
    ) -> Result<Self, PropagationError> {
        let run = Run::new(model, shocks, stream)?;
        let shocks = fingerprint(model, shocks, stream);
        Ok(Self { run: [(run, observer)], shocks, ended: false })
    }

    /// A run that goes on where [`Simulation::save`] stored it.
    ///
    /// # Errors
    /// As [`Simulation::new`]; [`PropagationError::State`] and [`PropagationError::OtherState`] for bytes of another
    /// model or other shocks.
    pub fn resume(
        model: &'m Model,
        shocks: &[Shock],
        stream: u64,
        observer: O,
        bytes: &[u8],
    ) -> Result<Self, PropagationError> {
        let mut simulation = Self::new(model, shocks, stream, observer)?;
        let Some((mark, state)) = bytes.split_first_chunk::<8>() else {
            return Err(PropagationError::State { found: bytes.len(), expected: simulation.save().len() });
        };
        if u64::from_le_bytes(*mark) != simulation.shocks {
            return Err(PropagationError::OtherState);
        }
        simulation.run[0].0.resume(state)?;
        Ok(simulation)
    }

    /// The state between two steps as bytes: the same run goes on from them to the same bits.
    pub fn save(&self) -> Vec<u8> {
        let mut bytes = self.shocks.to_le_bytes().to_vec();
        bytes.extend(self.run[0].0.state.to_bytes());
        bytes
    }

    /// Steps done.
    pub fn steps(&self) -> usize {
        self.run[0].0.state.step
    }

    /// Whether the observer has seen enough.
    pub fn ended(&self) -> bool {
        self.ended
    }

    /// One step.
    ///
    /// # Errors
    /// [`PropagationError::Accounting`] if goods made and goods handed over differ, which is a fault of the program.
    pub fn step(&mut self) -> Result<(), PropagationError> {
        self.ended = advance(&mut self.run)?.into_iter().all(|ends| ends);
        Ok(())
    }

    /// Runs until so many steps are done in all, or until the observer has seen enough.
    ///
    /// # Errors
    /// As [`Simulation::step`].
    pub fn run(&mut self, steps: usize) -> Result<(), PropagationError> {
        while self.steps() < steps && !self.ended {
            self.step()?;
        }
        Ok(())
    }

    /// The observer.
    pub fn observer(&self) -> &O {
        &self.run[0].1
    }

    /// Gives the observer back.
    pub fn into_observer(self) -> O {
        let [(_, observer)] = self.run;
        observer
    }
}

/// A number that tells models and shocks apart.
fn fingerprint(model: &Model, shocks: &[Shock], stream: u64) -> u64 {
    let mut text = format!("{:?} {shocks:?} {stream}", model.settings);
    text.extend(model.baseline.iter().map(|output| format!(" {:x}", output.to_bits())));
    // FNV-1a: short, and the same on every machine
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
