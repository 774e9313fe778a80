//! Which records stand on which page.

use super::Records;

/// The test programs that compare.
pub const PROGRAMS: &[&str] = &["command_line", "equilibrium", "indicators", "propagation", "whole"];

/// A page of records.
pub struct Plan {
    /// The file under `docs/src/validation`.
    pub file: &'static str,
    pub title: &'static str,
    /// What is compared, and from where, in one paragraph.
    pub about: &'static str,
    /// The crate whose test computes it.
    pub package: &'static str,
    /// Which of its tests compute it, as cargo is told.
    pub test: &'static str,
    /// Whether it needs the data folder.
    pub data: bool,
    /// Records shown number by number.
    pub tables: &'static [&'static str],
    /// Records of which only the verdict is shown.
    pub verdicts: &'static [&'static str],
}

/// The pages with numbers, in the order of the book.
pub const PAGES: &[Plan] = &[
    Plan {
        file: "caliendo-parro-tables.md",
        title: "Caliendo & Parro (2015): the published tables",
        about: "L. Caliendo and F. Parro, \"Estimates of the trade and welfare effects of NAFTA\", Review of Economic \
                Studies 82(1), 2015: the paper's tables as printed beside the engine, on the paper's data of 1993 (31 \
                regions, 40 sectors, trade elasticities of the 99 % sample). Welfare is the paper's first-order figure. \
                The one negative cell of intermediate use in the source (Canada, other manufactures used by basic metals) \
                is kept, as the reference programs keep it.",
        package: "oblate-equilibrium",
        test: "replication_caliendo_parro",
        data: true,
        tables: &[
            "caliendo-parro-table-2",
            "caliendo-parro-table-3",
            "caliendo-parro-table-5",
            "caliendo-parro-table-6",
            "caliendo-parro-table-7",
            "caliendo-parro-table-9",
            "caliendo-parro-table-11",
        ],
        verdicts: &[],
    },
    Plan {
        file: "caliendo-parro-solutions.md",
        title: "Caliendo & Parro (2015): an independent solution",
        about: "The printed tables have two decimals. To see more, NAFTA's change of tariffs in the same data was solved \
                by an independent program to 1e-14, once with all deficits zero and once with deficits that keep their \
                value; five further programs agree with it, between six digits (the authors' own) and 2e-13 (one in R with \
                C++). Every hat of the engine is compared with it three times: with the paper's pieces as they are, which \
                the tables show; after a balanced world was made of them; and through the program, from published files to \
                result tables.",
        package: "oblate-equilibrium",
        test: "replication_caliendo_parro",
        data: true,
        tables: &[
            "caliendo-parro-regions-zero-deficits",
            "caliendo-parro-regions-fixed-deficits",
            "caliendo-parro-sectors-zero-deficits",
            "caliendo-parro-sectors-fixed-deficits",
        ],
        verdicts: &[
            "caliendo-parro-regions-zero-deficits-balanced",
            "caliendo-parro-regions-fixed-deficits-balanced",
            "caliendo-parro-sectors-zero-deficits-balanced",
            "caliendo-parro-sectors-fixed-deficits-balanced",
            "caliendo-parro-program",
        ],
    },
    Plan {
        file: "handbook-2014.md",
        title: "Costinot & Rodríguez-Clare (2014): a tariff of the United States",
        about: "A. Costinot and A. Rodríguez-Clare, \"Trade theory with numbers\", Handbook of International Economics 4, \
                2014: the United States alone put a tariff of 40 per cent on all imports, in a world of 34 regions and 31 \
                sectors for 2008. Trade elasticities reach 51: a plain iteration on wages oscillates here.",
        package: "oblate-equilibrium",
        test: "replication_handbook",
        data: true,
        tables: &["handbook-2014-table-4-2", "handbook-2014-wages"],
        verdicts: &[],
    },
    Plan {
        file: "handbook-2014-gains.md",
        title: "Costinot & Rodríguez-Clare (2014): gains from trade",
        about: "A. Costinot and A. Rodríguez-Clare, \"Trade theory with numbers\", Handbook of International Economics 4, \
                2014: what autarky would cost each of 34 regions in 2008, in one sector and in 31, under perfect competition \
                and under monopolistic competition with free entry. The world has no intermediates, and is made from the \
                table's own trade flows.",
        package: "oblate-equilibrium",
        test: "replication_handbook_gains",
        data: true,
        tables: &["handbook-2014-table-4-1"],
        verdicts: &[],
    },
    Plan {
        file: "synthetic-81x50.md",
        title: "A made world of 81 regions and 50 sectors",
        about: "A world that nobody measured, balanced by construction, larger than the published ones: all tariffs change, and \
                the wages are compared with those of an independent program.",
        package: "oblate-equilibrium",
        test: "replication_synthetic",
        data: true,
        tables: &["synthetic-81x50-wages"],
        verdicts: &[],
    },
    Plan {
        file: "autarky.md",
        title: "Autarky: the built-in world against a closed form",
        about: "Without foreign trade the loss of each region has a closed form that needs no equilibrium, only the shares of \
                the baseline and the trade elasticities. The built-in world (44 regions, 37 sectors, 2014) is solved under an \
                embargo on all foreign links and compared with it. On random worlds the same holds: see \
                [identities](identities.md).",
        package: "oblate-equilibrium",
        test: "autarky",
        data: false,
        tables: &["autarky-world-2014"],
        verdicts: &[],
    },
    Plan {
        file: "indicators.md",
        title: "Value chains: the indicators",
        about: "Trade in value added, structure, reliance, concentration and accounts along the chain, beside the packages that \
                compute them today, and upstreamness beside the published figures. Of each indicator all cells are compared; \
                what counts is the largest difference as a part of the indicator's largest number.",
        package: "oblate-indicators",
        test: "packages",
        data: true,
        tables: &["indicators-antras-chor-table-1"],
        verdicts: &[
            "indicators-antras-chor-industries",
            "indicators-borin-mancini",
            "indicators-borin-mancini-sink",
            "indicators-oecd",
            "indicators-oecd-parts",
            "indicators-koopman-wang-wei",
            "indicators-koopman-wang-wei-totals",
            "indicators-wang-wei-zhu",
            "indicators-wang-wei-zhu-sums",
            "indicators-value-added",
            "indicators-matrices",
            "indicators-industries",
            "indicators-regions",
            "indicators-accounts",
            "indicators-systemic-risk",
        ],
    },
    Plan {
        file: "boario.md",
        title: "The short run: BoARIO 0.7.2",
        about: "S. Juhel, \"BoARIO: A Python package implementing the ARIO indirect economic cost model\", Journal of Open Source Software \
                2024, runs the model of Hallegatte (2014) on input-output tables. Its runs, with production stops, losses of \
                capital that recovers and that is rebuilt, and of dwellings, are repeated under the preset `boario_072`.",
        package: "oblate-propagation",
        test: "boario",
        data: true,
        tables: &["boario-0.7.2"],
        verdicts: &["boario-wiod-2011"],
    },
    Plan {
        file: "pichler-2022.md",
        title: "The short run: Pichler et al. (2022)",
        about: "A. Pichler, M. Pangallo, R. M. del Rio-Chanona, F. Lafond and J. D. Farmer, \"Forecasting the propagation of pandemic \
                shocks with a dynamic input-output model\", Journal of Economic Dynamics and Control 144, 2022: labour, consumption \
                out of income, and five ways in which inputs limit output, each under two rules of rationing.",
        package: "oblate-propagation",
        test: "pichler",
        data: true,
        tables: &["pichler-2022-uk", "pichler-2022-three-sectors"],
        verdicts: &[],
    },
    Plan {
        file: "short-run.md",
        title: "The short run: a second program, and what has to hold",
        about: "The default model of the [short run](../propagation.md), written down a second time from its equations, slowly and \
                literally: every flow and every order has its own cell. It runs every day of every set of shocks of the library on the \
                built-in world (1,628 industries), and 160 random worlds of up to five regions and sectors under random choices, with \
                all kinds of shock but income expectations at once. Below that stand properties that need no second program: each is tried on 16 to 32 random worlds \
                under every preset and every rule of rationing, and the gap is a part of the largest flow; the last is a search through 200 \
                worlds under shocks of ten sizes, whose gap is a part of the output of half a year. The tests `second_program`, `identities` and \
                `larger_shocks` of `oblate-propagation` hold all but the library.",
        package: "oblate",
        test: "short_run::",
        data: false,
        tables: &["short-run-world"],
        verdicts: &[
            "short-run-places",
            "short-run-plain",
            "short-run-still",
            "short-run-books",
            "short-run-halves",
            "short-run-joint",
            "short-run-sources",
            "short-run-larger",
        ],
    },
];

/// The page of properties.
pub const PROPERTIES: &str = "identities.md";

/// Test files with properties, and what they are about.
pub const GROUPS: &[(&str, &str)] = &[
    ("autarky", "Closed forms of autarky"),
    ("first_order", "First-order welfare"),
    ("identities", "What holds in every equilibrium"),
    ("volumes", "Volumes"),
    ("limits", "Limits that connect the parts of the model"),
    ("firms", "Firms rebuilt in levels"),
    ("plain_solver", "The plain algorithm"),
    ("plain_structures", "The whole model, transcribed a second time"),
];

/// Records that no page shows, and pages that want a record that nobody wrote.
pub fn unplanned(records: &Records) -> Vec<String> {
    let shown = || PAGES.iter().flat_map(|page| page.tables.iter().chain(page.verdicts));
    let unshown = records.tables.keys().filter(|name| !shown().any(|shown| shown == name));
    let absent = shown().filter(|name| !records.tables.contains_key(**name));
    let unknown = records.properties.iter().filter(|p| GROUPS.iter().all(|(file, _)| *file != p.file));
    let empty = GROUPS.iter().filter(|(file, _)| records.properties(file).next().is_none());
    (unshown.map(|name| format!("no page of xtask/src/validation/plan.rs shows the record `{name}`")))
        .chain(absent.map(|name| format!("xtask/src/validation/plan.rs names `{name}`, which no test wrote")))
        .chain(unknown.map(|p| format!("no group of xtask/src/validation/plan.rs holds tests/{}.rs", p.file)))
        .chain(empty.map(|(file, _)| format!("tests/{file}.rs wrote no property")))
        .collect()
}
