//! Keys whose value is one of a few words: modes, structures, sourcing, rules for deficits.

use schemars::JsonSchema;

use crate::document::Node;
use crate::problem::ProblemCode;
use crate::read::{Read, Report};

/// Declares a type whose values are a few words; `later` are words that the model knows and this version cannot solve.
macro_rules! choice {
    (
        $(#[$doc:meta])*
        $name:ident $what:literal {
            $($(#[$word_doc:meta])* $variant:ident = $word:literal,)*
        }
        later $later:expr
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
        pub enum $name {
            $($(#[$word_doc])* #[schemars(rename = $word)] $variant,)*
        }

        impl Read for $name {
            fn read(node: &Node, report: &mut Report<'_>) -> Option<Self> {
                let legal = [$($word),*];
                match String::read(node, report)?.as_str() {
                    $($word => Some(Self::$variant),)*
                    word => {
                        unknown_choice($what, word, &legal, &$later, node, report);
                        None
                    }
                }
            }
        }
    };
}

choice! {
    /// What is done with the values of a table file.
    Mode "mode" {
        /// They are the new values.
        Set = "set",
        /// They are added.
        Add = "add",
        /// They multiply.
        Multiply = "multiply",
    }
    later [""; 0]
}

choice! {
    /// The market structure of a sector.
    Structure "structure" {
        /// Perfect competition: Armington, Eaton–Kortum, Caliendo–Parro.
        Perfect = "perfect",
    }
    later ["external", "krugman", "melitz"]
}

choice! {
    /// How uses are sourced.
    Sourcing "sourcing" {
        /// All uses of a product in a region share its sources.
        Common = "common",
    }
    later ["by-use"]
}

choice! {
    /// How trade deficits behave.
    Deficits "rule for deficits" {
        /// They keep their value in units of the numeraire.
        Fixed = "fixed",
        /// There are none; the baseline is first solved without them.
        Zero = "zero",
        /// They keep their share in factor income.
        Share = "share",
    }
    later [""; 0]
}

fn unknown_choice(
    what: &str,
    word: &str,
    legal: &[&str],
    later: &[&str],
    node: &Node,
    report: &mut Report<'_>,
) {
    if later.contains(&word) {
        let message = format!("{what} `{word}` is not in this version");
        report.problem(ProblemCode::NotInThisVersion, &node.place, message).among("", legal);
    } else {
        let message = format!("unknown {what} `{word}`");
        report.problem(ProblemCode::UnknownChoice, &node.place, message).among(word, legal);
    }
}
