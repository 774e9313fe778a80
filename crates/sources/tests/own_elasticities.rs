//! A person's own file of elasticities, in its three forms.

use oblate_sources::read_trade_elasticity;
use oblate_world::{Axis, Sector};

fn sectors() -> Axis<Sector> {
    Axis::of_codes(["farm", "mill"]).unwrap()
}

fn file(name: &str, text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

#[test]
fn csv_and_toml_say_the_same() {
    let (_csv, csv) = file("e.csv", "sector,trade_elasticity,scale_elasticity\nmill,4,0.1\nfarm,8.5,0\n");
    let (_toml, toml) =
        file("e.toml", "default = 8.5\n[trade_elasticity]\nmill = 4\n[scale_elasticity]\nmill = 0.1\n");
    for path in [csv, toml] {
        let mapped = read_trade_elasticity(&path, &sectors()).unwrap();
        assert_eq!(mapped.trade_elasticity, [8.5, 4.0]);
        assert_eq!(mapped.scale_elasticity, Some(vec![0.0, 0.1]));
    }
}

#[test]
fn mistakes_are_told() {
    let told = |name: &str, text: &str| {
        let (_folder, path) = file(name, text);
        let error = read_trade_elasticity(&path, &sectors()).unwrap_err().to_string();
        error.replace(&format!("`{}`", path.display()), "FILE")
    };
    assert_eq!(
        told("e.toml", "[trade_elasticity]\nmill = 4\n"),
        "FILE has no trade elasticity for `farm`; name them, or give a `default`"
    );
    assert_eq!(
        told("e.toml", "default = 5\n[trade_elasticity]\nmil = 4\n"),
        "FILE: there is no sector `mil`; did you mean `mill`?; legal are `farm`, `mill`"
    );
    assert_eq!(
        told("e.toml", "default = 5\n[trade_elasticity]\nmill = -4\n"),
        "a trade elasticity of mill of -4 is not possible; it must be a finite number above zero"
    );
    assert!(told("e.toml", "default = \"5\"\n").contains("line 1"));
    assert_eq!(told("e.csv", "sector,trade_elasticity\nmill,4\n"), "FILE: there is no row for sector farm");
}
