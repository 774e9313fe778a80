//! Reading a world file: every claim of the header is checked before it is believed.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use oblate_world::{
    Accounts, Array2, Array3, Axes, Flows, Id, PairCovariate, RegionCovariate, Satellite, World,
};

use super::header::{Encoding, FlowsEntry, Header, QuantityEntry, SectionEntry};
use super::sections::{pair_covariate, region_covariate, satellite};
use super::{MAGIC, PREFIX, VERSION, decimal};
use crate::error::{SourceError, WorldFileFault};

/// Reads a world file. A file of another kind is refused after its first bytes, however large it is.
///
/// # Errors
/// [`SourceError::Read`], [`SourceError::WorldFile`] with what is wrong with the file, and
/// [`SourceError::Axis`] or [`SourceError::Balance`] for a file whose content is no world.
pub fn read_world(path: &Path) -> Result<World, SourceError> {
    let origin = path.display().to_string();
    let mut file = File::open(path).map_err(SourceError::read(path))?;
    let mut bytes = Vec::new();
    file.by_ref().take(PREFIX as u64).read_to_end(&mut bytes).map_err(SourceError::read(path))?;
    Prefix::of(&bytes).map_err(world_file(&origin))?;
    file.read_to_end(&mut bytes).map_err(SourceError::read(path))?;
    decode_world(&bytes, &origin)
}

/// A world from the bytes of a world file; `origin` names them in messages.
///
/// # Errors
/// As [`read_world`].
pub fn decode_world(bytes: &[u8], origin: &str) -> Result<World, SourceError> {
    let header = header(bytes).map_err(world_file(origin))?;
    let axes = header.axes().map_err(|fault| SourceError::Axis { origin: origin.to_owned(), fault })?;
    let accounts = accounts(bytes, &header, axes).map_err(world_file(origin))?;
    World::new(accounts)
        .map_err(|fault| SourceError::Balance { origin: origin.to_owned(), fault: Box::new(fault) })
}

fn world_file(origin: &str) -> impl FnOnce(WorldFileFault) -> SourceError {
    let origin = origin.to_owned();
    |fault| SourceError::WorldFile { origin, fault: Box::new(fault) }
}

/// What stands before the header.
struct Prefix {
    header_length: u64,
    header_hash: [u8; 32],
}

impl Prefix {
    fn of(bytes: &[u8]) -> Result<Self, WorldFileFault> {
        if bytes.is_empty() {
            return Err(WorldFileFault::Empty);
        }
        let start = &bytes[..bytes.len().min(MAGIC.len())];
        if !MAGIC.starts_with(start) {
            return Err(WorldFileFault::Magic { found: format!("`{}`", start.escape_ascii()) });
        }
        if bytes.len() < PREFIX {
            return Err(WorldFileFault::Truncated { found: bytes.len() as u64, expected: PREFIX as u64 });
        }
        let version = u32::from_le_bytes(part(bytes, 8));
        if version != VERSION {
            return Err(WorldFileFault::Version { found: version, known: VERSION });
        }
        Ok(Self { header_length: u64::from_le_bytes(part(bytes, 16)), header_hash: part(bytes, 24) })
    }
}

/// `N` bytes of the prefix, which is known to be complete.
fn part<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    let mut part = [0; N];
    part.copy_from_slice(&bytes[at..at + N]);
    part
}

fn header(bytes: &[u8]) -> Result<Header, WorldFileFault> {
    let prefix = Prefix::of(bytes)?;
    let json = range(bytes, PREFIX as u64, prefix.header_length)?;
    if *blake3::hash(json).as_bytes() != prefix.header_hash {
        return Err(WorldFileFault::Damaged { part: "the header".to_owned() });
    }
    serde_json::from_slice(json).map_err(|reason| WorldFileFault::Header { reason })
}

fn range(bytes: &[u8], offset: u64, length: u64) -> Result<&[u8], WorldFileFault> {
    let end = offset.saturating_add(length);
    let found = bytes.len() as u64;
    if end > found {
        return Err(WorldFileFault::Truncated { found, expected: end });
    }
    Ok(&bytes[offset as usize..end as usize])
}

fn accounts(bytes: &[u8], header: &Header, axes: Axes) -> Result<Accounts, WorldFileFault> {
    let arrays = Arrays { bytes, sections: &header.sections };
    let (n, m) = (axes.regions.len(), axes.sectors.len());
    let flows = flows(&arrays, header.flows, &axes)?;
    let tariff = if header.tariff { Some(arrays.array3("tariff", [m, n, n])?) } else { None };
    let elasticity = || arrays.values("trade_elasticity", &[m]);
    let trade_elasticity = if header.trade_elasticity { Some(elasticity()?) } else { None };
    Ok(Accounts {
        description: header.description.description(),
        flows,
        tariff,
        factor_income: arrays.array3("factor_income", [n, m, axes.factors.len()])?,
        production_tax: arrays.array2("production_tax", [n, m])?,
        trade_elasticity,
        satellites: quantities(&header.satellites, |name, unit| {
            Ok(Satellite { values: arrays.array2(&satellite(&name), [n, m])?, name, unit })
        })?,
        region_covariates: quantities(&header.region_covariates, |name, unit| {
            Ok(RegionCovariate { values: arrays.values(&region_covariate(&name), &[n])?, name, unit })
        })?,
        pair_covariates: quantities(&header.pair_covariates, |name, unit| {
            Ok(PairCovariate { values: arrays.array2(&pair_covariate(&name), [n, n])?, name, unit })
        })?,
        mends: header.mends()?,
        axes,
    })
}

fn flows(arrays: &Arrays<'_>, kind: FlowsEntry, axes: &Axes) -> Result<Flows, WorldFileFault> {
    let (n, m, c) = (axes.regions.len(), axes.sectors.len(), axes.final_uses.len());
    Ok(match kind {
        FlowsEntry::ByUse => Flows::ByUse {
            intermediate: arrays.values("intermediate", &[n, m, n, m])?,
            final_use: arrays.values("final_use", &[n, m, n, c])?,
        },
        FlowsEntry::Common => Flows::Common {
            trade: arrays.array3("trade", [m, n, n])?,
            intermediate: arrays.array3("intermediate", [n, m, m])?,
            final_use: arrays.array3("final_use", [n, m, c])?,
        },
    })
}

/// What is read for each name and unit.
fn quantities<Q>(
    entries: &[QuantityEntry],
    read: impl Fn(String, String) -> Result<Q, WorldFileFault>,
) -> Result<Vec<Q>, WorldFileFault> {
    entries.iter().map(|entry| read(entry.name.clone(), entry.unit.clone())).collect()
}

/// The sections of a file by name.
struct Arrays<'a> {
    bytes: &'a [u8],
    sections: &'a [SectionEntry],
}

impl Arrays<'_> {
    fn array2<A: Id, B: Id>(&self, name: &str, shape: [usize; 2]) -> Result<Array2<A, B>, WorldFileFault> {
        Ok(Array2::from_vec(shape, self.values(name, &shape)?))
    }

    fn array3<A: Id, B: Id, C: Id>(
        &self,
        name: &str,
        shape: [usize; 3],
    ) -> Result<Array3<A, B, C>, WorldFileFault> {
        Ok(Array3::from_vec(shape, self.values(name, &shape)?))
    }

    /// The numbers of one section, after its shape, its length and its checksum.
    fn values(&self, name: &str, shape: &[usize]) -> Result<Vec<f64>, WorldFileFault> {
        let section = self.sections.iter().find(|section| section.name == name).ok_or_else(|| {
            let found = self.sections.iter().map(|section| section.name.clone()).collect();
            WorldFileFault::MissingSection { name: name.to_owned(), found }
        })?;
        let expected: Vec<u64> = shape.iter().map(|&size| size as u64).collect();
        if section.shape != expected {
            return Err(WorldFileFault::Shape {
                name: name.to_owned(),
                found: section.shape.clone(),
                expected,
            });
        }
        let body = range(self.bytes, section.offset, section.length)?;
        if blake3::hash(body).to_hex().as_str() != section.blake3 {
            return Err(WorldFileFault::Damaged { part: format!("section `{name}`") });
        }
        let count = expected.iter().try_fold(1_u64, |product, size| product.checked_mul(*size));
        numbers(body, section.encoding, count).ok_or_else(|| WorldFileFault::Encoding {
            name: name.to_owned(),
            encoding: section.encoding.name(),
            expected: count.unwrap_or(u64::MAX),
        })
    }
}

fn numbers(body: &[u8], encoding: Encoding, count: Option<u64>) -> Option<Vec<f64>> {
    let count = usize::try_from(count?).ok()?;
    match encoding {
        Encoding::Decimal4 => decimal::decode(body, count),
        Encoding::F64 => {
            let (cells, rest) = body.as_chunks::<8>();
            let whole = rest.is_empty() && cells.len() == count;
            whole.then(|| cells.iter().map(|&cell| f64::from_le_bytes(cell)).collect())
        }
    }
}
