//! Positions on the axes that an economy adds to those of its world.

use oblate_world::id;

id!(
    /// A product for one use: position `s·U + u`, where the `U` uses are the using sectors and then the columns of final demand.
    Bundle,
    "bundle"
);
id!(
    /// A use of products within a region: intermediate use by a sector (its position), or a final column (the number
    /// of sectors plus the position of the column, see [`crate::Economy::final_demand`]).
    Use,
    "use"
);
id!(
    /// A group of households, the same in every region.
    Group,
    "group"
);
