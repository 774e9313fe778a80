//! The columns of the tidy tables, as a run folder holds them.

use crate::table::Shape;

/// `regions`.
pub(crate) const REGIONS: &Shape =
    &[("variant", false), ("region", false), ("variable", false), ("value", true), ("unit", false)];

/// `sectors`.
pub(crate) const SECTORS: &Shape = &[
    ("variant", false),
    ("region", false),
    ("sector", false),
    ("variable", false),
    ("value", true),
    ("unit", false),
];

/// `trade`.
pub(crate) const TRADE: &Shape = &[
    ("variant", false),
    ("sector", false),
    ("origin", false),
    ("destination", false),
    ("value_baseline", true),
    ("value_new", true),
    ("unit", false),
];

/// `sensitivity`.
pub(crate) const SENSITIVITY: &Shape = &[
    ("variant", false),
    ("elasticity_set", false),
    ("region", false),
    ("variable", false),
    ("value", true),
    ("unit", false),
];
