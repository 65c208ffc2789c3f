//! `colony list`.

use clap::{Args, ValueEnum};
use experiment::{FamilyFacts, OptionFacts};
use marmot_rules::{Policy, Profile, registry};
use scenarios::model::Scenario;
use serde_json::{Value, json};
use sim_relay::{DEPLOYED, Personality};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::fits;
use crate::output::Output;
use crate::systems::{self, SYSTEMS, System};
use crate::table::table;

#[derive(Args)]
pub(crate) struct ListArgs {
    /// What to list.
    #[arg(value_enum, default_value_t = Listing::Scenarios)]
    pub what: Listing,
    /// As JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Listing {
    /// Scenarios of the corpus.
    Scenarios,
    /// Systems: what is simulated, and the options that `--with` takes.
    Systems,
    /// Families of generated cases.
    Families,
    /// Selection policies.
    Policies,
    /// Wire profiles.
    Profiles,
    /// Invariants.
    Invariants,
    /// Relays that a scenario can have: programs that people run, for `like`, and presets, for `personality`.
    Relays,
    /// Rules of the protocol texts.
    Rules,
    /// JSON Schema of scenario files.
    Schema,
}

pub(crate) fn list(args: &ListArgs, output: &mut Output) -> Result<Exit, Failure> {
    let (headings, rows): (&[&str], Vec<Vec<String>>) = match args.what {
        Listing::Scenarios => (&["id", "title", "profiles"], scenario_rows()?),
        Listing::Systems => (&["id", "what it is", "files", "scenarios", "options"], system_rows()?),
        Listing::Families => (&["id", "system", "what its cases are about"], family_rows()),
        Listing::Policies => (&["id", "kind", "profiles", "what it picks", "source"], policy_rows()),
        Listing::Profiles => (&["id", "base text", "real MLS on"], profile_rows()),
        Listing::Invariants => (&["name", "what must hold", "rules"], invariant_rows()),
        Listing::Relays => (&["name", "program", "what a group notices", "how known"], relay_rows()),
        Listing::Rules => (&["id", "level", "rule", "source"], rule_rows()),
        Listing::Schema => {
            output.json(&Scenario::json_schema());
            return Ok(Exit::AsExpected);
        }
    };
    if args.json {
        let object = |row: &Vec<String>| headings.iter().zip(row).map(|(h, v)| ((*h).to_owned(), json!(v))).collect();
        let rows: Vec<Value> = rows.iter().map(|row| Value::Object(object(row))).collect();
        output.json(&rows);
    } else {
        output.line(table(headings, rows));
    }
    Ok(Exit::AsExpected)
}

/// Of every system, Marmot first.
fn scenario_rows() -> Result<Vec<Vec<String>>, Failure> {
    let mut rows = Vec::new();
    for system in SYSTEMS {
        rows.extend(system.corpus()?.into_iter().map(Vec::from));
    }
    Ok(rows)
}

fn system_rows() -> Result<Vec<Vec<String>>, Failure> {
    let option = |facts: &OptionFacts| match facts.values {
        [] => format!("{}: {}", facts.name, facts.about),
        values => format!("{}: {}; one of {}", facts.name, facts.about, values.join(", ")),
    };
    let row = |system: &&dyn System| {
        let options: Vec<String> = system.options().iter().map(option).collect();
        let files = format!("{}-scenario/1", system.id());
        let scenarios = system.corpus()?.len().to_string();
        Ok(vec![system.id().to_owned(), system.about().to_owned(), files, scenarios, options.join("\n")])
    };
    SYSTEMS.iter().map(row).collect()
}

fn family_rows() -> Vec<Vec<String>> {
    let row = |(system, family): (&dyn System, &FamilyFacts)| [family.id, system.id(), family.about].map(str::to_owned);
    systems::families().map(|family| row(family).to_vec()).collect()
}

fn policy_rows() -> Vec<Vec<String>> {
    let row = |p: &Policy| {
        let profiles: Vec<_> = fits::profiles_of(*p).iter().map(ToString::to_string).collect();
        let [id, kind] = [p.to_string(), p.kind().to_string()];
        vec![id, kind, profiles.join(" "), p.describe().to_owned(), p.source().to_owned()]
    };
    Policy::ALL.iter().map(row).collect()
}

fn profile_rows() -> Vec<Vec<String>> {
    let row = |p: &Profile| {
        let mdk = p.executable_on_mdk_0_8();
        let runs = if mdk.yes { format!("{}: {}", p.engine(), mdk.why) } else { p.engine().to_owned() };
        vec![p.to_string(), p.base_text().to_owned(), runs]
    };
    Profile::ALL.iter().map(row).collect()
}

fn invariant_rows() -> Vec<Vec<String>> {
    SYSTEMS.iter().flat_map(|system| system.invariants()).map(Vec::from).collect()
}

fn relay_rows() -> Vec<Vec<String>> {
    let deployed = DEPLOYED.iter().map(|relay| [relay.name, relay.program, relay.about, relay.known.as_str()]);
    let presets = Personality::PRESETS.map(|name| [name, "preset of Colony", Personality::describe(name), "–"]);
    deployed.chain(presets).map(|row| row.map(ToOwned::to_owned).to_vec()).collect()
}

fn rule_rows() -> Vec<Vec<String>> {
    let row = |r: &registry::Rule| vec![r.id.to_string(), r.level.to_string(), r.text.to_owned(), r.source.to_owned()];
    registry::rules().map(row).collect()
}
