//! The targets of `fuzz/` on their seeds and on mutations of these: none panics. `cargo xtask fuzz` tries far more.
//!
//! `OBLATE_MUTATIONS` is the number of mutations of each target; the tests try a few.

#[path = "../../../fuzz/src/targets/mod.rs"]
mod targets;

use targets::{Dice, TARGETS};

/// Pieces that readers stumble over.
const PIECES: [&str; 24] = [
    "\"",
    "'",
    ",",
    ";",
    "\n",
    "\r\n",
    "\u{feff}",
    "\u{a0}",
    "\u{0}",
    "[",
    "]",
    "{",
    "}",
    "=",
    "#",
    "-",
    "1e999",
    "nan",
    "inf",
    "-0",
    "18446744073709551616",
    "1e-320",
    "é",
    "\\u0000",
];

/// One input from another one: a byte or a number changed, a piece put in, a part cut out, doubled or moved, or taken from elsewhere.
fn mutated(seed: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.below(3) {
        let at = dice.below(bytes.len() + 1);
        let end = bytes.len().min(at + dice.below(24));
        match dice.below(6) {
            0 => bytes.get_mut(at).into_iter().for_each(|byte| *byte ^= 1 << dice.below(8)),
            1 => _ = bytes.splice(at..at, dice.one(&PIECES).bytes()),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let part = bytes[at..end].to_vec();
                let to = dice.below(bytes.len() + 1);
                drop(bytes.splice(to..to, part));
            }
            4 if !other.is_empty() => {
                let from = dice.below(other.len());
                let part = &other[from..other.len().min(from + dice.below(200))];
                drop(bytes.splice(at..end, part.iter().copied()));
            }
            _ => {
                let digit = bytes.iter().skip(at).position(u8::is_ascii_digit);
                digit.into_iter().for_each(|digit| bytes[at + digit] = b'0' + dice.below(10) as u8);
            }
        }
    }
    bytes
}

#[test]
fn no_seed_and_no_mutation_of_one_makes_a_reader_panic() {
    let count = std::env::var("OBLATE_MUTATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(500);
    for target in TARGETS {
        let seeds = target.seeds();
        assert!(!seeds.is_empty(), "{}", target.name);
        seeds.iter().for_each(|seed| (target.tries)(seed));
        for number in 0..count {
            let mut dice = Dice(number);
            let [one, other] = [(); 2].map(|()| &seeds[dice.below(seeds.len())]);
            let input = mutated(one, other, &mut dice);
            let tried = std::panic::catch_unwind(|| (target.tries)(&input));
            assert!(tried.is_ok(), "{} {number}: {}", target.name, input.escape_ascii());
        }
    }
}
