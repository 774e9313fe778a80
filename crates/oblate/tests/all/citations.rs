//! What to cite, of worlds and of runs, in every form.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::{TARIFFS, solved, world, write};
use oblate::{Citations, Class, Format, Role, cite_run, cite_world, open_world, save_world};
use oblate_world::{Source, World};
use tempfile::TempDir;

fn written(world: &World, scenario: &str, path: &Path) {
    let result = solved(world, scenario, 1).unwrap();
    write(&result.results, path, false, Format::Csv).unwrap();
}

/// A world with a source that is known, two that are not and have one name, and words that mean something to TeX.
fn sourced() -> World {
    let mut accounts = world().into_accounts();
    let source = |name: &str, citation: &str| Source {
        name: name.to_owned(),
        licence: "50% & {more".to_owned(),
        citation: citation.to_owned(),
        files: Vec::new(),
    };
    accounts.description.sources = vec![
        source("PWT", "Feenstra et al. (2015), The Next Generation of the Penn World Table"),
        source("Tables of {R\\D}", "Nobody (2019), }Unbalanced{ #1_a"),
        source("Tables of {R\\D}", "Somebody (2020), <script>"),
    ];
    accounts.description.citation = "Myself, \"a world\"".to_owned();
    World::new(accounts).unwrap()
}

fn of_role(citations: &Citations, role: Role) -> Vec<&str> {
    let of_role = citations.citations.iter().filter(|citation| citation.role == role);
    of_role.map(|citation| citation.text.as_str()).collect()
}

/// An entry of BibTeX.
struct Entry {
    kind: String,
    key: String,
    fields: Vec<(String, String)>,
}

/// Reads BibTeX as BibTeX does: entries `@type{key, name = {value}, …}` with braces in pairs.
fn parsed(text: &str) -> Vec<Entry> {
    let mut rest = text.trim_start();
    let mut entries = Vec::new();
    while let Some(after) = rest.strip_prefix('@') {
        let (kind, after) = after.split_once('{').unwrap();
        let end = closing(after);
        let (key, body) = after[..end].split_once(',').unwrap();
        assert!(key.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-'), "{key}");
        let (mut fields, mut body) = (Vec::new(), body.trim());
        while !body.is_empty() {
            let (name, after) = body.split_once(" = {").unwrap();
            let end = closing(after);
            fields.push((name.to_owned(), after[..end].to_owned()));
            body = after[end + 1..].strip_prefix(',').unwrap().trim();
        }
        entries.push(Entry { kind: kind.to_owned(), key: key.to_owned(), fields });
        rest = after[end + 1..].trim_start();
    }
    assert_eq!(rest, "");
    entries
}

/// Place of the brace that closes one opened before; BibTeX counts those behind a backslash too.
fn closing(text: &str) -> usize {
    let mut depth = 1;
    let found = text.char_indices().find(|(_, letter)| {
        depth += i32::from(*letter == '{') - i32::from(*letter == '}');
        depth == 0
    });
    found.unwrap().0
}

#[test]
fn the_built_in_world_cites_its_sources_the_default_elasticities_and_the_model() {
    let cited = cite_world(&open_world("world-2014").unwrap());
    let world = open_world("world-2014").unwrap();
    let sources: Vec<&str> =
        world.accounts().description.sources.iter().map(|source| source.citation.as_str()).collect();
    assert_eq!(of_role(&cited, Role::Source), sources);
    assert!(of_role(&cited, Role::Elasticities)[0].starts_with("Caliendo, L. and Parro, F. (2015)"));
    assert!(
        of_role(&cited, Role::Elasticities)[1].starts_with("Costinot, A. and Rodríguez-Clare, A. (2014)")
    );
    assert_eq!(of_role(&cited, Role::Model).len(), 2);
    let text = cited.text();
    for told in ["Licence: CC BY 4.0", "Licence: Etalab 2.0", "Licence: MIT or Apache-2.0", "Elasticities\n"]
    {
        assert!(text.contains(told), "{told} in {text}");
    }
}

#[test]
fn bibtex_is_well_formed_and_its_keys_are_unique() {
    let place = TempDir::new().unwrap();
    let file = place.path().join("sourced.world");
    save_world(&sourced(), &file, false).unwrap();
    for world in ["world-2014", file.to_str().unwrap()] {
        let entries = parsed(&cite_world(&open_world(world).unwrap()).bibtex());
        let keys: BTreeSet<&String> = entries.iter().map(|entry| &entry.key).collect();
        assert_eq!(keys.len(), entries.len(), "{keys:?}");
        for Entry { kind, key, fields } in &entries {
            let has = |name: &str| fields.iter().any(|(field, value)| field == name && !value.is_empty());
            assert!(has("title"), "{key}");
            let needed: &[&str] = match kind.as_str() {
                "article" => &["author", "journal", "year", "volume", "pages", "doi"],
                "incollection" => &["author", "booktitle", "publisher", "year"],
                "techreport" => &["author", "institution", "year"],
                kind => {
                    assert_eq!(kind, "misc");
                    &[]
                }
            };
            assert!(needed.iter().all(|name| has(name)), "{key} {fields:?}");
        }
    }
    let keys: Vec<String> = parsed(&cite_world(&open_world(file.to_str().unwrap()).unwrap()).bibtex())
        .into_iter()
        .map(|entry| entry.key)
        .collect();
    for key in ["oblate", "random-4x5-7", "feenstra-inklaar-timmer-2015", "tables-of-r-d", "tables-of-r-d-2"]
    {
        assert!(keys.iter().any(|known| known == key), "{key} in {keys:?}");
    }
}

#[test]
fn a_work_that_serves_twice_is_one_item_that_says_both() {
    let cited = cite_world(&open_world("world-2014").unwrap());
    let items = cited.csl();
    let of =
        |key: &str| items.as_array().unwrap().iter().filter(|item| item["id"] == key).collect::<Vec<_>>();
    let [item] = of("caliendo-parro-2015")[..] else { panic!("{items:#}") };
    let note = item["note"].as_str().unwrap();
    assert!(note.contains("Elasticities: ") && note.contains("Model: "), "{note}");
    assert_eq!((&item["type"], &item["DOI"]), (&"article-journal".into(), &"10.1093/restud/rdu035".into()));
    assert_eq!(item["issued"]["date-parts"][0][0], 2015);
    assert_eq!(of("oblate")[0]["author"][0]["literal"], "The oblate developers");
}

#[test]
fn a_run_cites_what_it_used_and_not_what_is_built_in() {
    let place = TempDir::new().unwrap();
    let run = place.path().join("run");
    written(&sourced(), TARIFFS, &run);
    let cited = cite_run(&run).unwrap();
    assert_eq!(of_role(&cited, Role::World), ["Myself, \"a world\""]);
    assert_eq!(of_role(&cited, Role::Source).len(), 3);
    // the random world has elasticities of its own
    assert!(of_role(&cited, Role::Elasticities).is_empty());
    assert_eq!(cited.notes, ["The elasticities are from no published set but from: the world"]);
    assert_eq!(of_role(&cited, Role::Model).len(), 2);
    let hash = blake3::hash(TARIFFS.as_bytes()).to_hex().to_string();
    assert!(cited.of.contains(&hash) && cited.of.contains(" with oblate "), "{}", cited.of);
}

#[test]
fn nests_bring_their_paper_and_sets_theirs() {
    let place = TempDir::new().unwrap();
    let run = place.path().join("run");
    let scenario = "title = \"Nests\"\n[model.technology]\nmaterials = 0.5\n[parameters]\n\
        trade_elasticity = \"lashkaripour-lugovskyy-2023\"\n[[tariff]]\nfrom = \"CHN\"\nto = \"USA\"\nadd = 0.1\n";
    written(&open_world("world-2014").unwrap(), scenario, &run);
    let cited = cite_run(&run).unwrap();
    assert!(of_role(&cited, Role::Model)[2].starts_with("Baqaee, D. R. and Farhi, E. (2024)"));
    let elasticities = of_role(&cited, Role::Elasticities).join("; ");
    assert!(elasticities.contains("Lashkaripour") && !elasticities.contains("Caliendo"), "{elasticities}");
}

#[test]
fn folders_without_a_readable_run_are_refused() {
    let place = TempDir::new().unwrap();
    let refused = |path: &Path| {
        let error = cite_run(path).unwrap_err();
        assert_eq!(error.class(), Class::Data);
        error.to_string()
    };
    assert!(refused(&place.path().join("no")).contains("no`: there is no such folder"));
    assert!(refused(place.path()).contains("it has no `run.json`; name a folder that `oblate run` wrote"));
    let file = place.path().join("run.json");
    for (text, told) in [
        ("", "run.json`: EOF while parsing a value at line 1 column 0"),
        ("{ \"oblate\": 1 }", "key `oblate`: invalid type: integer `1`, expected a string at line 1"),
        ("{ \"oblate\": \"0.1.0\" }", "missing field `scenario` at line 1"),
        ("{ \"oblate\": \"0.1.0\", \"scenario\": {} }", "key `scenario`: missing field `name`"),
        ("{ \"oblate\": \"0.1.0\",\n", "run.json`: EOF while parsing a value at line 2 column 0"),
    ] {
        std::fs::write(&file, text).unwrap();
        assert!(refused(place.path()).contains(told), "{}", refused(place.path()));
    }
    std::fs::write(&file, b"\xff").unwrap();
    assert!(refused(place.path()).contains("line 1 column 1"));
    assert!(refused(&file).contains("it is a file, not a folder"));
}
