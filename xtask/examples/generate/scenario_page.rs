//! The page of the book on scenario files, from their JSON Schema: every key with type, default and meaning.

use serde_json::{Map, Value};

const TOP: &str = "\
# Scenario files

*This page is generated from the schema of the reader: `cargo xtask generate`.*

A scenario is a TOML file (JSON is taken too) that reads like a sentence. An unknown key, region, sector or group is an
error with its line and the nearest word; all mistakes are told at once. Editors complete and check it with
[scenario.schema.json](../../../schemas/scenario.schema.json): put `#:schema scenario.schema.json` into the first line. How shocks
are put together, what groups there are, and `--set` stand in [Files](../files.md#the-scenario-file).

<!-- file: example.toml -->
```toml
title = \"A fence, with a gate\"
question = \"What does a tariff between two blocs cost, and what does a ban on chips add?\"
world = \"world-2014\"

[groups]
west = [\"USA\", \"JPN\", \"KOR\", \"TWN\", \"@EU27\"]
east = [\"CHN\", \"RUS\"]

[model]
deficits = \"fixed\"

[parameters]
trade_elasticity = { default = \"caliendo-parro-2015-99\", C26 = 8.0 }

[[tariff]]
name = \"fence\"
from = \"east\"
to = \"west\"
sectors = \"goods\"
add = 0.10

[variants.gate]
title = \"A low fence\"
set = { \"tariff.fence.add\" = 0.05 }

[[variants.ban.embargo]]
from = \"west\"
to = \"east\"
sectors = [\"C26\"]
both_ways = true
```

<!-- run -->
```sh
oblate scenario check example.toml
```
";

const SHOCKS: &str = "\
# Files of shocks

*This page is generated from the schema of the reader: `cargo xtask generate`.*

A file of shocks is what `oblate shock` runs, day by day, through inventories ([the short run](../propagation.md)). It has the same groups,
selections and rules as a [scenario](scenario.md), one array of tables for each kind of shock, and days. Editors complete and check it with
[shock.schema.json](../../../schemas/shock.schema.json): put `#:schema shock.schema.json` into the first line.

<!-- file: chips.toml -->
```toml
title = \"No chips for six weeks\"
question = \"Who stands still when Taiwan's electronics stop for six weeks?\"
world = \"world-2014\"
days = 120

[short_run]
inventories = { default = 30, C26 = 15 }
essential = [\"goods\", \"D\", \"E\"]

[[capacity_loss]]
name = \"fabs\"
regions = \"TWN\"
sectors = \"C26\"
loss = 0.8
start = 5
days = 42
recovery = \"linear\"
recovery_days = 30
```

<!-- run -->
```sh
oblate shock chips.toml -o chips --format csv
```

A shock acts from `start` on at full strength for `days`, and wears off over `recovery_days`, or as `recovery_table` says. Without `days` and
`recovery` it stays. Shocks may overlap as they like: losses of one capacity compound.

Every choice of the model has a key in `[short_run]`. Sizes by place, inventories by product and user, needs by product and user, and days of transport
can stand in CSV or Parquet files beside this one. Contracts are buyers in the order in which they are served; variants set keys anew or add
shocks, and `--set KEY=VALUE` sets them for one run:

<!-- file: contracts.toml -->
```toml
title = \"No chips for six weeks, and who has a contract\"
world = \"world-2014\"
days = 120

[short_run]
inventories = { default = 30, C26 = 15 }
rationing = \"by-contract\"
transport = { km_per_day = 600, days = 20 }

[[contract]]
name = \"cars\"
regions = [\"DEU\", \"JPN\"]
sectors = \"C29\"

[[capacity_loss]]
name = \"fabs\"
table = \"fabs.csv\"
start = 5
days = 42
recovery_table = [0.7, 0.4, 0.2]

[variants.shared-evenly]
title = \"Shortages are shared evenly\"
set = { \"short_run.rationing\" = \"proportional\" }
```

<!-- file: fabs.csv -->
```csv
region,sector,value
TWN,C26,0.8
KOR,C26,0.3
```

<!-- run -->
```sh
oblate shock contracts.toml --days 10 --set capacity_loss.fabs.start=2 -o contracts --format csv
```
";

/// The text of the page for the schema of scenarios.
pub fn page(schema: &str) -> String {
    text(TOP, schema)
}

/// The text of the page for the schema of files of shocks.
pub fn shocks_page(schema: &str) -> String {
    text(SHOCKS, schema)
}

/// A page: what stands at its top, then every key of a schema.
fn text(top: &str, schema: &str) -> String {
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    let page = Page { definitions: schema["$defs"].as_object().expect("it has definitions"), root: &schema };
    let mut text = top.to_owned();
    text += &page.section("The file", "", &schema);
    for (name, definition) in page.definitions {
        if definition.get("properties").is_some() {
            text += &page.section(&page.heading(name), name, definition);
        } else if let Some(values) = definition["oneOf"].as_array() {
            text += &choices(name, definition, values);
        }
    }
    text
}

struct Page<'a> {
    definitions: &'a Map<String, Value>,
    root: &'a Value,
}

impl Page<'_> {
    /// The keys of one table of the file.
    fn section(&self, heading: &str, name: &str, table: &Value) -> String {
        let mut text =
            format!("\n## {heading}\n\n<a id=\"{}\"></a>\n\n{}\n", anchor(name), description(table));
        text += &rules(table);
        text += "\n| key | type | default | what |\n|---|---|---|---|\n";
        for (key, value) in table["properties"].as_object().expect("a table has keys") {
            let default = value.get("default").map(|default| format!("`{default}`")).unwrap_or_default();
            let id = if name.is_empty() { format!("key-{key}") } else { format!("{}-{key}", anchor(name)) };
            text += &format!(
                "| <a id=\"{id}\"></a>`{key}` | {} | {default} | {} |\n",
                self.kind(value),
                description(value)
            );
        }
        text
    }

    /// How a table is written in a file: `[model]`, `[[tariff]]`, `[variants.NAME]`.
    fn heading(&self, name: &str) -> String {
        let reference = format!("#/$defs/{name}");
        let of = |value: &Value| value["$ref"] == reference.as_str();
        let mut written = Vec::new();
        for (table, keys) in self.tables() {
            for (key, value) in keys {
                let path =
                    if table.is_empty() { key.clone() } else { format!("{}.{key}", self.key_of(table)) };
                if of(value) && table.contains("Shock") | table.contains("Embargo") {
                    written.push(format!("`{key} = {{ … }}`"));
                } else if of(value) {
                    written.push(format!("`[{}]`", path.to_lowercase()));
                } else if of(&value["items"]) && (table.is_empty() || table == "Model") {
                    written.push(format!("`[[{}]]`", path.to_lowercase()));
                } else if of(&value["additionalProperties"]) {
                    written.push(format!("`[{key}.NAME]`"));
                }
            }
        }
        written.dedup();
        written.join(", ")
    }

    /// The key of the file under which a table stands; its name where there is none of its own.
    fn key_of<'n>(&'n self, table: &'n str) -> &'n str {
        let reference = format!("#/$defs/{table}");
        let is_it =
            |value: &Value| [&value["$ref"], &value["items"]["$ref"]].iter().any(|r| **r == *reference);
        let keys = self.root["properties"].as_object().into_iter().flatten();
        keys.filter(|(_, value)| is_it(value)).map(|(key, _)| key.as_str()).next().unwrap_or(table)
    }

    /// All tables with their keys, the file itself under no name.
    fn tables(&self) -> impl Iterator<Item = (&str, &Map<String, Value>)> {
        let definitions = self.definitions.iter().map(|(name, table)| (name.as_str(), table));
        std::iter::once(("", self.root))
            .chain(definitions)
            .filter_map(|(name, table)| Some((name, table["properties"].as_object()?)))
    }

    /// The type of a value in words.
    fn kind(&self, value: &Value) -> String {
        if let Some(name) = value["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
            return self.referred(name);
        }
        if let Some(choices) = value["anyOf"].as_array() {
            let mut kinds: Vec<String> = Vec::new();
            for kind in choices.iter().map(|choice| self.kind(choice)) {
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
            return kinds.join(" or ");
        }
        if let Some(word) = value.get("const") {
            return format!("`{word}`");
        }
        match value["type"].as_str() {
            Some("string") => "text".to_owned(),
            Some("boolean") => "true or false".to_owned(),
            Some("integer") => "whole number, 1 or more".to_owned(),
            Some("number") if value.get("exclusiveMinimum").is_some() => "number above 0".to_owned(),
            Some("number") => "number".to_owned(),
            Some("array") => match self.kind(&value["items"]).as_str() {
                table if table.starts_with("[table]") => table.replace("[table]", "[list of tables]"),
                kind => format!("list of {kind}"),
            },
            Some("object") => self.object(value),
            _ => "any value".to_owned(),
        }
    }

    fn referred(&self, name: &str) -> String {
        let definition = &self.definitions[name];
        match definition["oneOf"].as_array() {
            Some(values) if definition.get("properties").is_none() => {
                let words = values.iter().map(|value| format!("`{}`", value["const"]));
                format!("[{}](#{})", words.collect::<Vec<_>>().join(", "), anchor(name))
            }
            _ if definition["type"] == "string" => "text".to_owned(),
            _ => format!("[table](#{})", anchor(name)),
        }
    }

    fn object(&self, value: &Value) -> String {
        match value["properties"].as_object() {
            Some(keys) => {
                let keys: Vec<_> = keys.keys().map(String::as_str).collect();
                format!("`{{ {} }}`", keys.join(", "))
            }
            None if value["additionalProperties"].is_object() => {
                format!("by name: {}", self.kind(&value["additionalProperties"]))
            }
            None => "by name: any value".to_owned(),
        }
    }
}

/// The legal words of a key.
fn choices(name: &str, definition: &Value, values: &[Value]) -> String {
    let mut text = format!(
        "\n## Words for {}\n\n<a id=\"{}\"></a>\n\n{}\n\n| word | what |\n|---|---|\n",
        name.to_lowercase(),
        anchor(name),
        description(definition)
    );
    text.extend(values.iter().map(|value| format!("| `{}` | {} |\n", value["const"], description(value))));
    text
}

/// Which keys must stand, alone or together.
fn rules(table: &Value) -> String {
    let names = |list: &Value| {
        let groups = list.as_array().into_iter().flatten();
        let names = groups.filter_map(|group| group["required"][0].as_str()).map(|key| format!("`{key}`"));
        names.collect::<Vec<_>>().join(", ")
    };
    let mut text = String::new();
    if let Some(needed) = table["required"].as_array() {
        let needed: Vec<_> = needed.iter().filter_map(Value::as_str).map(|key| format!("`{key}`")).collect();
        text += &format!("\nNeeded: {}.\n", needed.join(", "));
    }
    if table.get("oneOf").is_some() {
        text += &format!("\nExactly one of {} must stand.\n", names(&table["oneOf"]));
    }
    if table.get("anyOf").is_some() {
        text += &format!("\nAt least one of {} must stand.\n", names(&table["anyOf"]));
    }
    text
}

/// What a value is, on one line: a line of its own would end the row of a table.
fn description(value: &Value) -> String {
    value["description"].as_str().unwrap_or_default().replace('\n', " ")
}

fn anchor(name: &str) -> String {
    if name.is_empty() { "the-keys".to_owned() } else { format!("table-{}", name.to_lowercase()) }
}
