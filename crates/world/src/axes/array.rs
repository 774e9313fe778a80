//! Flat arrays addressed by typed positions.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

use crate::axes::{Id, Region, Sector};

/// A table over two axes, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Array2<A, B> {
    shape: [usize; 2],
    data: Vec<f64>,
    ids: PhantomData<(A, B)>,
}

impl<A: Id, B: Id> Array2<A, B> {
    /// A table with one value in every cell.
    pub fn filled(shape: [usize; 2], value: f64) -> Self {
        Self::from_vec(shape, vec![value; shape[0] * shape[1]])
    }

    /// A table of zeros.
    pub fn zeros(shape: [usize; 2]) -> Self {
        Self::filled(shape, 0.0)
    }

    /// A table from its cells, row by row. The caller answers for the length being that of the shape.
    pub fn from_vec(shape: [usize; 2], data: Vec<f64>) -> Self {
        assert_eq!(data.len(), shape[0] * shape[1], "the cells of a table fill its shape");
        Self { shape, data, ids: PhantomData }
    }

    /// A table from a function of the two positions.
    pub fn from_fn(shape: [usize; 2], mut cell: impl FnMut(A, B) -> f64) -> Self {
        let data = (0..shape[0])
            .flat_map(|a| (0..shape[1]).map(move |b| (a, b)))
            .map(|(a, b)| cell(A::new(a), B::new(b)))
            .collect();
        Self::from_vec(shape, data)
    }

    /// Numbers of entries on the two axes.
    pub fn shape(&self) -> [usize; 2] {
        self.shape
    }

    /// All cells, row by row.
    pub fn as_slice(&self) -> &[f64] {
        &self.data
    }

    /// All cells, row by row.
    pub fn as_mut_slice(&mut self) -> &mut [f64] {
        &mut self.data
    }

    /// The cells of one row.
    pub fn row(&self, a: A) -> &[f64] {
        &self.data[a.index() * self.shape[1]..][..self.shape[1]]
    }

    /// The cells of one row.
    pub fn row_mut(&mut self, a: A) -> &mut [f64] {
        &mut self.data[a.index() * self.shape[1]..][..self.shape[1]]
    }

    /// The sum of all cells.
    pub fn sum(&self) -> f64 {
        self.data.iter().sum()
    }
}

impl<A: Id, B: Id> Index<(A, B)> for Array2<A, B> {
    type Output = f64;
    fn index(&self, (a, b): (A, B)) -> &f64 {
        &self.data[a.index() * self.shape[1] + b.index()]
    }
}

impl<A: Id, B: Id> IndexMut<(A, B)> for Array2<A, B> {
    fn index_mut(&mut self, (a, b): (A, B)) -> &mut f64 {
        &mut self.data[a.index() * self.shape[1] + b.index()]
    }
}

/// A table over three axes; the last axis runs fastest.
#[derive(Debug, Clone, PartialEq)]
pub struct Array3<A, B, C> {
    shape: [usize; 3],
    data: Vec<f64>,
    ids: PhantomData<(A, B, C)>,
}

/// A value for each trade link: sector, destination, origin; the origin runs fastest.
pub type TradeTensor = Array3<Sector, Region, Region>;

impl<A: Id, B: Id, C: Id> Array3<A, B, C> {
    /// A table with one value in every cell.
    pub fn filled(shape: [usize; 3], value: f64) -> Self {
        Self::from_vec(shape, vec![value; shape.iter().product()])
    }

    /// A table of zeros.
    pub fn zeros(shape: [usize; 3]) -> Self {
        Self::filled(shape, 0.0)
    }

    /// A table from its cells. The caller answers for the length being that of the shape.
    pub fn from_vec(shape: [usize; 3], data: Vec<f64>) -> Self {
        assert_eq!(data.len(), shape.iter().product::<usize>(), "the cells of a table fill its shape");
        Self { shape, data, ids: PhantomData }
    }

    /// A table from a function of the three positions.
    pub fn from_fn(shape: [usize; 3], mut cell: impl FnMut(A, B, C) -> f64) -> Self {
        let mut data = Vec::with_capacity(shape.iter().product());
        for a in 0..shape[0] {
            for b in 0..shape[1] {
                data.extend((0..shape[2]).map(|c| cell(A::new(a), B::new(b), C::new(c))));
            }
        }
        Self::from_vec(shape, data)
    }

    /// Numbers of entries on the three axes.
    pub fn shape(&self) -> [usize; 3] {
        self.shape
    }

    /// All cells, the last axis fastest.
    pub fn as_slice(&self) -> &[f64] {
        &self.data
    }

    /// All cells, the last axis fastest.
    pub fn as_mut_slice(&mut self) -> &mut [f64] {
        &mut self.data
    }

    /// The matrix (second × third axis) at one position of the first axis, row by row.
    pub fn matrix(&self, a: A) -> &[f64] {
        let size = self.shape[1] * self.shape[2];
        &self.data[a.index() * size..][..size]
    }

    /// The matrix (second × third axis) at one position of the first axis, row by row.
    pub fn matrix_mut(&mut self, a: A) -> &mut [f64] {
        let size = self.shape[1] * self.shape[2];
        &mut self.data[a.index() * size..][..size]
    }

    /// The cells along the last axis.
    pub fn row(&self, a: A, b: B) -> &[f64] {
        let start = self.offset(a, b);
        &self.data[start..][..self.shape[2]]
    }

    /// The cells along the last axis.
    pub fn row_mut(&mut self, a: A, b: B) -> &mut [f64] {
        let start = self.offset(a, b);
        &mut self.data[start..][..self.shape[2]]
    }

    /// The sum of all cells.
    pub fn sum(&self) -> f64 {
        self.data.iter().sum()
    }

    fn offset(&self, a: A, b: B) -> usize {
        (a.index() * self.shape[1] + b.index()) * self.shape[2]
    }
}

impl<A: Id, B: Id, C: Id> Index<(A, B, C)> for Array3<A, B, C> {
    type Output = f64;
    fn index(&self, (a, b, c): (A, B, C)) -> &f64 {
        &self.data[self.offset(a, b) + c.index()]
    }
}

impl<A: Id, B: Id, C: Id> IndexMut<(A, B, C)> for Array3<A, B, C> {
    fn index_mut(&mut self, (a, b, c): (A, B, C)) -> &mut f64 {
        let offset = self.offset(a, b);
        &mut self.data[offset + c.index()]
    }
}
