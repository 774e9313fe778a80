//! `oblate man`: the manual pages, printed or written into a folder.

use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use serde_json::json;

use crate::arguments::Arguments;
use crate::terminal::answer::{Answer, Failure};

/// Prints the page of the program, or writes a page for it and for every command into a folder.
pub fn man(folder: Option<&Path>) -> Result<Answer, Failure> {
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    let Some(folder) = folder else {
        let page = page(&command);
        let json = json!({ "page": page });
        return Ok(Answer::content(page, json));
    };
    std::fs::create_dir_all(folder).map_err(|reason| Failure::write(folder, &reason))?;
    let mut written = Vec::new();
    write_all(&command, folder, &mut written)?;
    let text = format!("{} manual pages in {}\n", written.len(), folder.display());
    Ok(Answer::account(text, json!({ "folder": folder.display().to_string(), "files": written })))
}

fn write_all(command: &Command, folder: &Path, written: &mut Vec<String>) -> Result<(), Failure> {
    let name = Man::new(command.clone()).get_filename();
    let path = folder.join(&name);
    std::fs::write(&path, page(command)).map_err(|reason| Failure::write(&path, &reason))?;
    written.push(name);
    command.get_subcommands().try_for_each(|below| write_all(below, folder, written))
}

fn page(command: &Command) -> String {
    let mut page = Vec::new();
    let manual =
        Man::new(command.clone()).manual("oblate").source(concat!("oblate ", env!("CARGO_PKG_VERSION")));
    manual.render(&mut page).expect("memory takes all that is written into it");
    // what stands after the help are examples, and with the long help the exit codes: lines to be left as they are
    let page = String::from_utf8_lossy(&page).replace(".SH EXTRA\n", ".SH EXAMPLES\n.nf\n");
    page.replace(".SH VERSION\n", ".fi\n.SH VERSION\n")
}
