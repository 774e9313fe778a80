//! How many regions, sectors and final uses there are, and the flat positions that follow from them.

use oblate_world::{FinalUse, Id, Region, Sector};

/// Numbers of regions, sectors and final uses, and the flat positions that follow from them.
///
/// An industry is a sector in a region, at `region · sectors + sector`. Buyers are all industries, then all final
/// users (a final use in a region, at `region · final_uses + use`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Regions.
    pub regions: usize,
    /// Sectors; each makes one product.
    pub sectors: usize,
    /// Final uses.
    pub final_uses: usize,
}

impl Shape {
    /// Number of industries.
    pub fn industries(&self) -> usize {
        self.regions * self.sectors
    }

    /// Number of final users.
    pub fn final_users(&self) -> usize {
        self.regions * self.final_uses
    }

    /// Number of buyers.
    pub fn buyers(&self) -> usize {
        self.industries() + self.final_users()
    }

    /// Position of an industry.
    pub fn industry(&self, region: Region, sector: Sector) -> usize {
        region.index() * self.sectors + sector.index()
    }

    /// Region and sector of an industry.
    pub fn place(&self, industry: usize) -> (Region, Sector) {
        (Region::new(industry / self.sectors), Sector::new(industry % self.sectors))
    }

    /// Position of a final user among the final users.
    pub fn final_user(&self, region: Region, final_use: FinalUse) -> usize {
        region.index() * self.final_uses + final_use.index()
    }

    /// Region of a buyer.
    pub fn region_of_buyer(&self, buyer: usize) -> Region {
        Region::new(match buyer.checked_sub(self.industries()) {
            None => buyer / self.sectors,
            Some(user) => user / self.final_uses,
        })
    }
}
