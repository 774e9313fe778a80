//! Technology trees: nests of CES functions per using sector.

use oblate_world::{Array2, Factor, Id, Region, Sector};

/// The technology tree of every using sector. Equations: model.md (3.1)-(3.3).
///
/// A tree is a list of nests, the root first and each after the nest that it stands in. The default tree
/// is output ← {value added, materials}; value added ← all factors; materials ← all products.
#[derive(Debug, Clone, PartialEq)]
pub struct Technology {
    /// The trees.
    pub trees: Vec<Vec<Nest>>,
    /// Position of the tree of each using sector.
    pub tree_of: Vec<usize>,
}

/// A node of a technology tree: products, factors and other nests under one substitution elasticity.
#[derive(Debug, Clone, PartialEq)]
pub struct Nest {
    /// Its name: `output`, `value_added`, `energy`.
    pub name: String,
    /// Position of the nest in which it stands; none for the root.
    pub parent: Option<usize>,
    /// Substitution elasticity σ ≥ 0; 1 is Cobb–Douglas.
    pub elasticity: Elasticity,
    /// Products that stand directly in it.
    pub products: Members<Sector>,
    /// Factors that stand directly in it.
    pub factors: Members<Factor>,
}

/// Which products or factors stand in a nest.
#[derive(Debug, Clone, PartialEq)]
pub enum Members<I> {
    /// These.
    These(Vec<I>),
    /// All that no other nest of the tree names.
    Rest,
}

/// A substitution elasticity: one number, or by using sector, or by region and using sector.
#[derive(Debug, Clone, PartialEq)]
pub enum Elasticity {
    /// The same everywhere.
    Uniform(f64),
    /// By using sector.
    BySector(Vec<f64>),
    /// By region and using sector.
    ByCell(Array2<Region, Sector>),
}

impl<I> Members<I> {
    /// None.
    pub fn none() -> Self {
        Self::These(Vec::new())
    }
}

impl Elasticity {
    /// The elasticity of one using sector of one region.
    pub fn at(&self, j: Region, k: Sector) -> f64 {
        match self {
            Self::Uniform(value) => *value,
            Self::BySector(values) => values[k.index()],
            Self::ByCell(values) => values[(j, k)],
        }
    }

    /// All its numbers.
    pub fn values_mut(&mut self) -> &mut [f64] {
        match self {
            Self::Uniform(value) => std::slice::from_mut(value),
            Self::BySector(values) => values,
            Self::ByCell(values) => values.as_mut_slice(),
        }
    }
}

impl Technology {
    /// Cobb–Douglas in every nest of every one of `sectors` sectors.
    pub fn cobb_douglas(sectors: usize) -> Self {
        let one = || vec![1.0; sectors];
        Self::default_tree(one(), one(), one())
    }

    /// The default tree with elasticities by using sector: between value added and materials, between factors,
    /// and between the bundles of the input products.
    pub fn default_tree(output: Vec<f64>, value_added: Vec<f64>, materials: Vec<f64>) -> Self {
        let sectors = output.len();
        let nest = |name: &str, parent, elasticity, products, factors| Nest {
            name: name.to_owned(),
            parent,
            elasticity: Elasticity::BySector(elasticity),
            products,
            factors,
        };
        let tree = vec![
            nest("output", None, output, Members::none(), Members::none()),
            nest("value_added", Some(0), value_added, Members::none(), Members::Rest),
            nest("materials", Some(0), materials, Members::Rest, Members::none()),
        ];
        Self { trees: vec![tree], tree_of: vec![0; sectors] }
    }

    /// The tree of one using sector.
    pub fn tree(&self, sector: Sector) -> &[Nest] {
        &self.trees[self.tree_of[sector.index()]]
    }
}

/// Where everything stands in one tree; positions of nests, the root first.
#[derive(Debug)]
pub(crate) struct Tree {
    /// Parent of each nest; the root's is itself.
    pub parent: Vec<usize>,
    /// Nest of each product.
    pub product: Vec<usize>,
    /// Nest of each factor.
    pub factor: Vec<usize>,
}

impl Tree {
    pub(crate) fn new(nests: &[Nest], sectors: usize, factors: usize) -> Self {
        fn places<I: Id>(nests: &[Nest], count: usize, pick: impl Fn(&Nest) -> &Members<I>) -> Vec<usize> {
            let rest = nests.iter().position(|nest| matches!(pick(nest), Members::Rest));
            let mut places = vec![rest.unwrap_or_default(); count];
            for (at, nest) in nests.iter().enumerate() {
                if let Members::These(members) = pick(nest) {
                    members.iter().for_each(|member| places[member.index()] = at);
                }
            }
            places
        }
        Self {
            parent: nests.iter().map(|nest| nest.parent.unwrap_or_default()).collect(),
            product: places(nests, sectors, |nest| &nest.products),
            factor: places(nests, factors, |nest| &nest.factors),
        }
    }
}
