//! The axes of a world: regions, sectors, final uses and factors, each a typed index with a label.

mod array;

use std::collections::HashMap;
use std::marker::PhantomData;

use crate::error::AxisError;
pub use array::{Array2, Array3, TradeTensor};

/// A typed position on one axis of a world.
pub trait Id: Copy + Eq + Ord + std::hash::Hash + std::fmt::Debug {
    /// What one entry of this axis is called in messages: "region", "sector", …
    const KIND: &'static str;
    /// The id at a position; the caller answers for the position being on the axis.
    fn new(index: usize) -> Self;
    /// The position, for addressing flat arrays.
    fn index(self) -> usize;
}

/// Declares a type of positions on one axis: its doc, its name, and what an entry is called in messages.
#[macro_export]
macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u32);

        impl $crate::Id for $name {
            const KIND: &'static str = $kind;
            fn new(index: usize) -> Self {
                Self(u32::try_from(index).expect("an axis has fewer than 2^32 entries"))
            }
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(
    /// A region: a country, a part of a country, or the rest of the world.
    Region,
    "region"
);
id!(
    /// A sector, which makes one product.
    Sector,
    "sector"
);
id!(
    /// A final use: households, government, investment, …
    FinalUse,
    "final use"
);
id!(
    /// A primary factor: labour, capital, land, …
    Factor,
    "factor"
);

/// The code and the name of one entry of an axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The short code that files and scenarios use, unique on its axis: `DEU`, `C26`.
    pub code: String,
    /// The name for people: `Germany`, `Computers, electronics and optics`.
    pub name: String,
    /// The code in the field's standard classification, where the entry has one: ISO 3166 alpha-3 for
    /// regions, ISIC Rev. 4 divisions (separated by `;`) for sectors.
    pub standard: Option<String>,
}

impl Label {
    /// A label whose name is its code, without a standard code.
    pub fn plain(code: impl Into<String>) -> Self {
        let code = code.into();
        Self { name: code.clone(), code, standard: None }
    }
}

/// The entries of one axis in order, with the way from a code to its position.
#[derive(Debug, Clone)]
pub struct Axis<I> {
    labels: Vec<Label>,
    positions: HashMap<String, usize>,
    id: PhantomData<I>,
}

/// What a code means to scenarios and tables of results, which no entry may be called by.
fn reserved(kind: &str, code: &str) -> Option<&'static str> {
    match code {
        "all" => Some("everything in scenarios"),
        "WLD" if kind == Region::KIND => Some("the world as a whole in results"),
        _ if code.starts_with('@') => Some("a group in scenarios"),
        _ => None,
    }
}

impl<I: Id> Axis<I> {
    /// An axis with these labels in this order.
    ///
    /// # Errors
    /// [`AxisError`] if there is no label, if a code is empty, or if two labels have one code.
    pub fn new(labels: Vec<Label>) -> Result<Self, AxisError> {
        if labels.is_empty() {
            return Err(AxisError::Empty { kind: I::KIND });
        }
        let mut positions = HashMap::with_capacity(labels.len());
        for (position, label) in labels.iter().enumerate() {
            if label.code.trim().is_empty() {
                return Err(AxisError::EmptyCode { kind: I::KIND, position });
            }
            if let Some(first) = positions.insert(label.code.clone(), position) {
                return Err(AxisError::Duplicate {
                    kind: I::KIND,
                    code: label.code.clone(),
                    first,
                    second: position,
                });
            }
        }
        Ok(Self { labels, positions, id: PhantomData })
    }

    /// The same axis, if no code means something else in scenarios and results: `all`, `WLD` for a region, a leading `@`.
    ///
    /// # Errors
    /// [`AxisError::Reserved`] with the first such code.
    pub fn without_reserved(self) -> Result<Self, AxisError> {
        let found = self.codes().find_map(|code| Some((code.to_owned(), reserved(I::KIND, code)?)));
        let refused = |(code, meaning)| Err(AxisError::Reserved { kind: I::KIND, code, meaning });
        found.map_or(Ok(self), refused)
    }

    /// An axis of plain codes.
    ///
    /// # Errors
    /// As [`Axis::new`].
    pub fn of_codes<C: Into<String>>(codes: impl IntoIterator<Item = C>) -> Result<Self, AxisError> {
        Self::new(codes.into_iter().map(Label::plain).collect())
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Never true: an axis has at least one entry.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// All ids in order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = I> + Clone + use<I> {
        (0..self.labels.len()).map(I::new)
    }

    /// The entry with this code.
    pub fn find(&self, code: &str) -> Option<I> {
        self.positions.get(code).map(|&position| I::new(position))
    }

    /// The labels in order.
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// The label of one entry.
    pub fn label(&self, id: I) -> &Label {
        &self.labels[id.index()]
    }

    /// The code of one entry.
    pub fn code(&self, id: I) -> &str {
        &self.label(id).code
    }

    /// The codes in order.
    pub fn codes(&self) -> impl Iterator<Item = &str> + '_ {
        self.labels.iter().map(|label| label.code.as_str())
    }
}

impl<I> PartialEq for Axis<I> {
    fn eq(&self, other: &Self) -> bool {
        self.labels == other.labels
    }
}

/// The four axes of a world.
#[derive(Debug, Clone, PartialEq)]
pub struct Axes {
    /// Regions, as origins and as destinations.
    pub regions: Axis<Region>,
    /// Sectors, as sellers and as users.
    pub sectors: Axis<Sector>,
    /// Final uses.
    pub final_uses: Axis<FinalUse>,
    /// Primary factors.
    pub factors: Axis<Factor>,
}

impl Axes {
    /// All industries (a sector in a region), region by region.
    pub fn industries(&self) -> impl Iterator<Item = (Region, Sector)> + Clone + use<> {
        let (regions, sectors) = (self.regions.ids(), self.sectors.ids());
        regions.flat_map(move |region| sectors.clone().map(move |sector| (region, sector)))
    }
}
