//! The choices that decide what a shortage does: named, and open to the user.

/// How an industry orders inputs for the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderRule {
    /// What was used, and a part of the gap to the target: `a x + max(target − S, 0)/τ`, the target being that of the
    /// output planned. Hallegatte (2014).
    UseAndGap,
    /// The whole gap to the target of the output that capacity and inputs allow: `max(target − S, 0)`. Guan et al.
    /// (2020).
    WholeGap,
    /// What demand asks for, and a part of the gap to a fixed target: `max(a d + (target − S)/τ, 0)`. Pichler et al.
    /// (2022).
    DemandAndGap,
}

/// From whom a buyer orders a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suppliers {
    /// Shares of suppliers stay what they were.
    Fixed,
    /// Shares follow the capacity that each supplier has left, `cap/x̄`. BoARIO's `alt`.
    ByCapacity,
    /// Shares follow what each supplier makes, `x/x̄`. Guan et al. (2020).
    ByOutput,
}

/// Who is served when a supplier makes less than is ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rationing {
    /// All customers get the same part of their orders. Hallegatte (2014), Pichler et al. (2022).
    Proportional,
    /// Industries first, each the same part; what is left goes to final users. Hallegatte (2008), Guan et al. (2020).
    IntermediateFirst,
    /// The largest orders first. Pichler & Farmer (2021).
    LargestFirst,
    /// Customers in random order, drawn anew each day. Pichler & Farmer (2021).
    Random {
        /// Seed; the stream of a draw and the day are added to it.
        seed: u64,
    },
    /// By the rank that contracts give each buyer, lower ranks first.
    ByContract {
        /// Rank of each industry.
        industries: Vec<u8>,
        /// Rank of each final user.
        final_users: Vec<u8>,
    },
}

/// How inputs limit output.
#[derive(Debug, Clone, PartialEq)]
pub enum InputUse {
    /// Every input is needed: `min_k`.
    Leontief,
    /// Only some are, by a table.
    Criticality(Criticality),
    /// Inputs replace each other: `Σ_k S/Σ_k a`.
    Linear,
}

/// How much an industry needs an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Output stops without it.
    Essential,
    /// Output suffers without it.
    Important,
    /// Output goes on without it for a while.
    Rest,
}

/// What the lack of an important input does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportantInput {
    /// It limits output as an essential one does: "strongly critical", IHS1.
    AsEssential,
    /// It limits the half of output: `½ (S/a + x̄)`, "half critical", IHS2.
    Half,
    /// It does not limit output: "weakly critical", IHS3.
    AsRest,
}

/// Which inputs which industry needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Criticality {
    /// Product × using sector.
    pub need: Vec<Need>,
    /// What an important input does.
    pub important: ImportantInput,
}

/// When a short inventory begins to limit output.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum InventoryLimit {
    /// When a day's use is no longer in stock: `x ≤ S/a`. Guan et al. (2020), Pichler et al. (2022).
    Stock,
    /// When less than a part ψ of the target is in stock: `x ≤ S/(ψ s a)`. Hallegatte (2014).
    ShareOfTarget(f64),
}

/// How many days of use industries want to hold of each input. Infinite where it can always be had.
#[derive(Debug, Clone, PartialEq)]
pub enum InventoryDays {
    /// The same of every input everywhere.
    Same(f64),
    /// By input: product.
    ByInput(Vec<f64>),
    /// By user: industry.
    ByUser(Vec<f64>),
    /// Product × industry.
    ByInputAndUser(Vec<f64>),
}

impl InventoryDays {
    /// So many times the days of every input everywhere.
    pub fn times(&self, times: f64) -> Self {
        let all = |days: &[f64]| days.iter().map(|days| times * days).collect();
        match self {
            Self::Same(days) => Self::Same(times * days),
            Self::ByInput(days) => Self::ByInput(all(days)),
            Self::ByUser(days) => Self::ByUser(all(days)),
            Self::ByInputAndUser(days) => Self::ByInputAndUser(all(days)),
        }
    }
}

/// Capacity that grows while demand goes unmet. Hallegatte (2014).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overproduction {
    /// The most that output can be, over capacity before.
    pub most: f64,
    /// Days in which it is reached under total scarcity, and in which it wears off.
    pub days: f64,
}

/// How labour follows what there is to do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Labour {
    /// Those who can work do.
    Kept,
    /// Industries fire and hire. Pichler et al. (2022), eqs. 1-2.
    HiredAndFired {
        /// Part of the missing labour that is hired in a day.
        hiring: f64,
        /// Part of the idle labour that is let go in a day.
        firing: f64,
    },
}

/// What households buy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Consumption {
    /// What they bought before, but for shocks.
    Fixed,
    /// It follows income and expectations. Pichler et al. (2022), eqs. 3-7.
    FromIncome {
        /// The final use that is households'.
        households: usize,
        /// Part of lost labour income that is paid as a benefit.
        benefits: f64,
        /// How much of consumption is that of the day before.
        persistence: f64,
        /// Part of the spending on unwanted products that is saved instead of spent on others.
        saved: f64,
    },
}

/// What two losses of the same capacity make together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlap {
    /// What one leaves is hit by the other: `1 − (1−a)(1−b)`.
    Compound,
    /// The larger one: `max(a, b)`.
    Largest,
}

/// Whether another program's habits are kept, where the published equations say something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compatibility {
    /// The equations as published.
    None,
    /// BoARIO 0.7.2: a capacity loss acts one day late, overproduction compares today's demand with yesterday's
    /// output, inventories move and orders react only when some cell differs by more than a tolerance, losses are rounded, and
    /// a target of at most one day becomes two.
    Boario072,
}
