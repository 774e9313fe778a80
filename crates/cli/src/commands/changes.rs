//! What variants change, and what must be known of them: on the screen and for programs.

use std::fmt::Write;

use oblate::PlannedVariant;
use serde_json::{Value, json};

/// Every change of every variant, and the warnings.
pub fn variants_text(variants: &[PlannedVariant]) -> String {
    let mut out = String::new();
    for variant in variants {
        let _ = writeln!(out, "Variant `{}`: {}", variant.name, variant.title);
        for change in &variant.changes {
            let _ = writeln!(out, "  {change}");
        }
        if variant.changes.is_empty() {
            let _ = writeln!(out, "  no change");
        }
    }
    warnings(&mut out, variants.iter().flat_map(|variant| &variant.warnings));
    out
}

/// Every change of every variant for programs.
pub fn variants_json(variants: &[PlannedVariant]) -> Value {
    let variant = |variant: &PlannedVariant| {
        json!({
            "name": variant.name,
            "title": variant.title,
            "changes": variant.changes,
            "warnings": variant.warnings,
        })
    };
    variants.iter().map(variant).collect()
}

/// Warnings, each once.
pub fn warnings<'a>(out: &mut String, warnings: impl Iterator<Item = &'a String>) {
    let mut told: Vec<&String> = Vec::new();
    for warning in warnings {
        if !told.contains(&warning) {
            let _ = writeln!(out, "warning: {warning}");
            told.push(warning);
        }
    }
}
