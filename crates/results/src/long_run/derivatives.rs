//! The tables `gradient` and `exposure`: derivatives at an equilibrium.

use oblate_engine::{Derivatives, Exposure, Gradient};
use oblate_tables::{Column, Labels, Table};
use oblate_world::{Array2, Axes, Axis, Id, Region, TradeTensor};

/// One row for each instrument, with `value` and `unit`; those of links have `origin`, `destination` and `sector`.
pub fn gradient_table(gradient: &Gradient) -> Table {
    let axes = &gradient.axes;
    let (mut columns, values) = match &gradient.values {
        Derivatives::Links(values) => links(values, axes),
        Derivatives::Sectors(values) => cells(values, &axes.regions, ("sector", &axes.sectors)),
        Derivatives::Factors(values) => cells(values, &axes.regions, ("factor", &axes.factors)),
        Derivatives::Regions(values) => {
            let mut region = Labels::over(axes.regions.codes());
            (0..axes.regions.len()).for_each(|j| region.push(j));
            (vec![Column::labels("region", region)], values.clone())
        }
    };
    let mut unit = Labels::over([gradient.by.unit()]);
    (0..values.len()).for_each(|_| unit.push(0));
    columns.extend([Column::numbers("value", values), Column::labels("unit", unit)]);
    Table { name: "gradient", columns }
}

/// One row for each pair: `origin`, whose productivity rises by one per cent in all sectors, `region`, and what it does to
/// `real_income` and `income`, in per cent of it.
pub fn exposure_table(exposure: &Exposure) -> Table {
    let mut origin = Labels::over(exposure.regions.codes());
    let mut region = origin.clone();
    for i in 0..exposure.regions.len() {
        for j in 0..exposure.regions.len() {
            origin.push(i);
            region.push(j);
        }
    }
    let columns = vec![
        Column::labels("origin", origin),
        Column::labels("region", region),
        Column::numbers("real_income", exposure.real_income.concat()),
        Column::numbers("income", exposure.income.concat()),
    ];
    Table { name: "exposure", columns }
}

fn links(tensor: &TradeTensor, axes: &Axes) -> (Vec<Column>, Vec<f64>) {
    let mut origin = Labels::over(axes.regions.codes());
    let mut destination = origin.clone();
    let mut sector = Labels::over(axes.sectors.codes());
    let mut values = Vec::with_capacity(tensor.as_slice().len());
    for s in axes.sectors.ids() {
        for i in axes.regions.ids() {
            for j in axes.regions.ids() {
                origin.push(i.index());
                destination.push(j.index());
                sector.push(s.index());
                values.push(tensor[(s, j, i)]);
            }
        }
    }
    let columns = vec![
        Column::labels("origin", origin),
        Column::labels("destination", destination),
        Column::labels("sector", sector),
    ];
    (columns, values)
}

fn cells<B: Id>(
    values: &Array2<Region, B>,
    regions: &Axis<Region>,
    (name, axis): (&'static str, &Axis<B>),
) -> (Vec<Column>, Vec<f64>) {
    let (mut region, mut column) = (Labels::over(regions.codes()), Labels::over(axis.codes()));
    for j in 0..regions.len() {
        for b in 0..axis.len() {
            region.push(j);
            column.push(b);
        }
    }
    (vec![Column::labels("region", region), Column::labels(name, column)], values.as_slice().to_vec())
}
