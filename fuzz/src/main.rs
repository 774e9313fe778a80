//! One target under libFuzzer: the one named by `OBLATE_FUZZ_TARGET`. With `OBLATE_FUZZ_SEEDS` its seeds are first written into
//! that folder. `cargo xtask fuzz` builds and runs it.
#![no_main]

mod targets;

use std::path::PathBuf;
use std::sync::LazyLock;

use targets::{TARGETS, Target};

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let name = std::env::var("OBLATE_FUZZ_TARGET").expect("OBLATE_FUZZ_TARGET names a target");
    TARGETS
        .into_iter()
        .find(|target| target.name == name)
        .expect("OBLATE_FUZZ_TARGET names a target that there is")
});

libfuzzer_sys::fuzz_target!(
    init: {
        // libFuzzer's hook ends the program at once; what a library makes of a broken file is caught and told
        let end = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |fault| {
            if oblate_tables::broken_file().is_none() {
                end(fault);
            }
        }));
        if let Some(folder) = std::env::var_os("OBLATE_FUZZ_SEEDS").map(PathBuf::from) {
            for (number, seed) in TARGET.seeds().iter().enumerate() {
                std::fs::write(folder.join(format!("seed-{number}")), seed).expect("the folder of seeds can be written");
            }
        }
    },
    |data: &[u8]| (TARGET.tries)(data)
);
