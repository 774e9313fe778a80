//! The channels of a change of real income, and what comes through each.

/// What brings a change of real income.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Prices of exports against prices of imports, at the border.
    TermsOfTrade,
    /// Iceberg costs that imports waste.
    TradeCosts,
    /// Productivity of home sectors.
    Productivity,
    /// Economies of scale of home sectors.
    Scale,
    /// Firms and products that enter or leave markets.
    Selection,
    /// Import tariffs and rents of import quotas, as the quantities that pay them grow or shrink.
    TariffRevenue,
    /// Export taxes, rents of export quotas, output subsidies and taxes on purchases, likewise.
    OtherRevenue,
    /// Factors: more supply, other work, use abroad.
    Factors,
    /// Deficits.
    Transfers,
    /// What is set aside for investment where capital is in the long run.
    Investment,
    /// Gains of some spenders against others, where they count differently.
    Distribution,
}

impl Channel {
    /// Number of channels.
    pub const COUNT: usize = 11;
    /// All of them, in order.
    pub const ALL: [Self; Self::COUNT] = [
        Self::TermsOfTrade,
        Self::TradeCosts,
        Self::Productivity,
        Self::Scale,
        Self::Selection,
        Self::TariffRevenue,
        Self::OtherRevenue,
        Self::Factors,
        Self::Transfers,
        Self::Investment,
        Self::Distribution,
    ];

    pub(super) fn place(self) -> usize {
        self as usize
    }
}

/// Parts of the change of log real income, by channel.
#[derive(Debug, Clone)]
pub(super) struct Channels {
    pub regions: Vec<[f64; Channel::COUNT]>,
    pub sectors: Vec<[f64; Channel::COUNT]>,
    pub partners: Vec<[f64; Channel::COUNT]>,
}

impl Channels {
    pub(super) fn new(regions: usize, sectors: usize) -> Self {
        let zeros = |count| vec![[0.0; Channel::COUNT]; count];
        Self {
            regions: zeros(regions),
            sectors: zeros(regions * sectors),
            partners: zeros(regions * regions),
        }
    }

    pub(super) fn add(&mut self, other: &Self, weight: f64) {
        let pairs = [
            (&mut self.regions, &other.regions),
            (&mut self.sectors, &other.sectors),
            (&mut self.partners, &other.partners),
        ];
        for (sums, parts) in pairs {
            for (sum, part) in sums.iter_mut().flatten().zip(parts.iter().flatten()) {
                *sum += weight * part;
            }
        }
    }
}
