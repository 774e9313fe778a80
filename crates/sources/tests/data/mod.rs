//! Where the tests find published data that the project does not hold.

use std::path::PathBuf;

/// A folder of the data; where it is absent, the test that asks says that it is skipped (or fails, with
/// `OBLATE_REQUIRE_DATA` set).
pub fn folder(name: &str) -> Option<PathBuf> {
    let root = match std::env::var_os("OBLATE_DATA") {
        Some(root) => PathBuf::from(root),
        None => PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
    };
    let path = root.join(name);
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var_os("OBLATE_REQUIRE_DATA").is_none(), "there is no `{}`", path.display());
    println!("skipped: there is no `{}`; set OBLATE_DATA", path.display());
    None
}
