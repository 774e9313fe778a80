//! A report: words, figures and tables that become one self-contained HTML page.
//!
//! The page needs no network and no program but a browser; it reads in light and dark, on a phone and on paper. Every
//! figure stands in it twice, drawn for wide and for narrow screens, with its numbers beside it and as a CSV
//! file inside the page. Numbers are rounded for people where they are shown and kept in full where machines look:
//! in the `value` of a `data` element, in `data-v` of a table cell, and in the CSV.
//!
//! This crate knows no economics: what a report says is written by its callers.
//!
//! ```
//! use oblate_report::{Block, NumberFormat, Report, Section, Words, render};
//!
//! let answer = Words::from("Output falls by ").number(-1.384, &NumberFormat::Size(1)).text(".");
//! let section = Section { id: "answer".into(), title: "Answer".into(), blocks: vec![Block::Lead(answer)] };
//! let report = Report { title: "A port & its closure".into(), sections: vec![section], ..Report::default() };
//! let page = render(&report);
//! // rounded for people, in full for machines; what is text stays text
//! assert!(page.contains("<data value=\"-1.384\">1.4\u{a0}%</data>"));
//! assert!(page.contains("A port &amp; its closure"));
//! ```

mod chart;
mod document;
mod html;
mod number;
mod table;
mod words;

pub use chart::{Bars, Chart, Curve, Flow, Flows, GroupedBars, Intervals, Lines, Point, Scatter, picture};
pub use document::{Block, Figure, Report, Section, Tile};
pub use html::render;
pub use number::{NumberFormat, Unit, decimals_for};
pub use table::{Cells, Column, Table};
pub use words::{Piece, Words};
