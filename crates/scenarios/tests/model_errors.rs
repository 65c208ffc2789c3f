//! Every way in which a scenario file can be wrong, and the whole message that each gets.

use marmot_rules::{Policy, Profile};
use scenarios::actions;
use scenarios::model::{Does, INVARIANTS, LARGEST_FILE, Scenario};

/// A good scenario with `old` replaced by `new` in one place.
fn broken(old: &str, new: &str) -> String {
    assert_eq!(GOOD.matches(old).count(), 1, "{old:?} must occur once in the good scenario");
    complaint(&GOOD.replace(old, new))
}

/// What the loader says about a text. A list that grows with the house is given by its name, so that it may grow.
fn complaint(text: &str) -> String {
    let message = Scenario::parse(text, "trip.toml").expect_err("the text is wrong").to_string();
    let on_one_line = message.replace("\n    ", " ");
    let of_step = ["label", "at", "after", "every", "times", "device", "fails", "may_fail"];
    let lists: [(&str, Vec<String>); 6] = [
        ("<keys of a step>", of_step.iter().copied().chain(actions::names()).map(str::to_owned).collect()),
        ("<actions>", actions::names().into_iter().map(str::to_owned).collect()),
        ("<faults>", Does::ALL.iter().map(|does| does.id().to_owned()).collect()),
        ("<invariants>", INVARIANTS.iter().map(|name| (*name).to_owned()).collect()),
        ("<policies>", Policy::ALL.iter().map(Policy::to_string).collect()),
        (
            "<policies of pr40>",
            Policy::ALL.iter().filter(|policy| policy.applies_to(Profile::Pr40)).map(Policy::to_string).collect(),
        ),
    ];
    let named = lists.iter().fold(on_one_line.clone(), |text, (name, names)| text.replace(&quoted(names), name));
    if named == on_one_line { message } else { named }
}

/// As messages list names: forty of them at most.
fn quoted(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(40).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(40) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

const GOOD: &str = r#"format = "marmot-scenario/1"
id = "trip"
title = "A trip"
profiles = ["pr40"]

[accounts.alice]
devices = ["desktop"]
[accounts.bob]
devices = ["phone", "laptop"]

[devices."bob/phone"]
relays = ["r1"]
behaviour = { slot = "fresh" }

[[steps]]
device = "bob/phone"
publish_key_package = { form = "tagged" }

[[steps]]
device = "alice/desktop"
create_group = { group = "trip", invite = ["bob"] }

[[steps]]
every = "1h"
times = 3
device = "alice/desktop"
send = { group = "trip", text = "hello" }

[[steps]]
settle = "10m"

[expect]
holds = ["no-phantom-leaf"]
outcome = { "bob/phone" = "joined" }

[expect.under.newest-one]
violates = ["every-active-device-joins"]
"#;

#[test]
fn the_good_scenario_is_good() {
    Scenario::parse(GOOD, "trip.toml").unwrap();
}

#[test]
fn an_unknown_key_at_the_top_gets_the_nearest_key() {
    insta::assert_snapshot!(broken(r#"title = "A trip""#, r#"titel = "A trip""#), @r#"
    trip.toml:3:1: unknown key `titel`
      expected: one of `format`, `id`, `title`, `description`, `rules`, `plays`, `source`, `profiles`, `policies`, `seed`,
        `start`, `budget`, `links`, `relays`, `accounts`, `defaults`, `devices`, `steps`, `expect`
      did you mean `title`?
    "#);
}

#[test]
fn an_unknown_key_of_a_step_gets_the_nearest_key() {
    insta::assert_snapshot!(broken("device = \"bob/phone\"\npublish", "devise = \"bob/phone\"\npublish"), @r#"
    trip.toml:16:1: unknown key `devise` in `steps[0]`
      expected: one of <keys of a step>
      did you mean `device`?
    "#);
}

#[test]
fn an_unknown_key_of_an_action_gets_the_nearest_key() {
    insta::assert_snapshot!(broken(r#"invite = ["bob"]"#, r#"invites = ["bob"]"#), @r#"
    trip.toml:21:34: unknown key `invites` in `steps[1].create_group`
      expected: one of `group`, `invite`, `admins`, `relays`, `use_after`
      did you mean `invite`?
    "#);
}

#[test]
fn an_unknown_key_of_a_key_package_gets_the_nearest_key() {
    insta::assert_snapshot!(broken(r#"form = "tagged""#, "created-at-ofset = 3"), @r#"
    trip.toml:17:25: unknown key `created-at-ofset` in `steps[0].publish_key_package`
      expected: one of `form`, `client_id`, `slot`, `created_at_offset`, `protected`, `malformed`, `again`
      did you mean `created_at_offset`?
    "#);
}

#[test]
fn an_unknown_behaviour_knob_gets_the_nearest_knob() {
    insta::assert_snapshot!(broken(r#"slot = "fresh""#, r#"slots = "fresh""#), @r#"
    trip.toml:13:15: unknown key `slots` in `devices."bob/phone".behaviour`
      expected: one of `foreign_welcome`, `held_group`, `early_event`, `own_commit`, `slot`, `consumed_key_package`,
        `private_key`, `refresh`, `post_join_update`, `welcome_order`, `own_siblings`, `inbox_since`, `relay_lists`,
        `missing_inbox`, `paging`, `unfinished`, `restart`, `legacy_leave`, `invitations`, `gift_wraps`, `auth`,
        `key_package_check`, `silent_commit`, `own_lists`, `old_inbox`
      did you mean `slot`?
    "#);
}

#[test]
fn an_unknown_setting_of_a_knob_gets_the_settings() {
    insta::assert_snapshot!(broken(r#"slot = "fresh""#, r#"slot = "new""#), @r#"
    trip.toml:13:22: unknown value "new" in `devices."bob/phone".behaviour.slot`
      expected: one of `reuse`, `fresh`
    "#);
}

#[test]
fn a_knob_of_the_wrong_type_is_named() {
    insta::assert_snapshot!(broken(r#"slot = "fresh""#, r#"slot = ["fresh"]"#), @r#"
    trip.toml:13:22: `devices."bob/phone".behaviour.slot` is a list
      expected: a text
    "#);
}

#[test]
fn an_unknown_decision_knob_gets_the_nearest_knob() {
    insta::assert_snapshot!(broken(r#"behaviour = { slot = "fresh" }"#, "knobs = { ties = \"higher-id\" }"), @r#"
    trip.toml:13:11: unknown key `ties` in `devices."bob/phone".knobs`
      expected: one of `newest-invalid`, `tie`, `not-after`, `equal-welcomes`, `same-ref`, `already-member`, `client-tag`,
        `tag-values`, `malformed-client-id`, `fork-base`, `horizon`, `old-leaves`, `support-list`, `self-remove-support`,
        `default-extensions`, `path`, `class-order`, `seal-author`, `welcome-match`, `group-components`, `withdrawn`,
        `handshake-data`, `leaf-shrink`, `mixed-self-remove`
      did you mean `tie`?
    "#);
}

#[test]
fn an_unknown_option_of_a_decision_knob_gets_the_nearest_option() {
    insta::assert_snapshot!(broken(r#"behaviour = { slot = "fresh" }"#, "knobs = { tie = \"higher\" }"), @r#"
    trip.toml:13:17: unknown option "higher" in `devices."bob/phone".knobs.tie`
      expected: one of `lower-id`, `higher-id`, `first-seen`
      did you mean `higher-id`?
    "#);
}

#[test]
fn a_decision_that_no_device_acts_on_cannot_be_turned() {
    insta::assert_snapshot!(broken(r#"behaviour = { slot = "fresh" }"#, "knobs = { fork-welcome = \"passes\" }"), @r#"
    trip.toml:13:11: unknown key `fork-welcome` in `devices."bob/phone".knobs`
      expected: one of `newest-invalid`, `tie`, `not-after`, `equal-welcomes`, `same-ref`, `already-member`, `client-tag`,
        `tag-values`, `malformed-client-id`, `fork-base`, `horizon`, `old-leaves`, `support-list`, `self-remove-support`,
        `default-extensions`, `path`, `class-order`, `seal-author`, `welcome-match`, `group-components`, `withdrawn`,
        `handshake-data`, `leaf-shrink`, `mixed-self-remove`
      did you mean `fork-base`?
    "#);
}

#[test]
fn an_unknown_key_of_expect_gets_the_nearest_key() {
    insta::assert_snapshot!(broken(r#"holds = ["no-phantom-leaf"]"#, r#"hold = ["no-phantom-leaf"]"#), @r#"
    trip.toml:33:1: unknown key `hold` in `expect`
      expected: one of `holds`, `violates`, `outcome`, `under`
      did you mean `holds`?
    "#);
}

#[test]
fn an_unknown_key_of_a_device_gets_the_nearest_key() {
    insta::assert_snapshot!(broken(r#"relays = ["r1"]"#, r#"relay = ["r1"]"#), @r#"
    trip.toml:12:1: unknown key `relay` in `devices."bob/phone"`
      expected: one of `relays`, `key_package_relays`, `list_relays`, `profile`, `policy`, `behaviour`, `knobs`, `overlay`,
        `storage`, `skew`
      did you mean `relays`?
    "#);
}

#[test]
fn a_step_has_one_action() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, "settle = \"10m\"\nadvance = \"1h\""), @r#"
    trip.toml:29:1: two actions, `settle` and `advance`, in `steps[3]`
      expected: exactly one action; the other is a step of its own
    "#);
}

#[test]
fn a_step_has_an_action() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, r#"label = "wait""#), @r#"
    trip.toml:29:1: no action in `steps[3]`
      expected: exactly one of <actions>
    "#);
}

#[test]
fn an_action_that_does_not_exist_gets_the_nearest_action() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, r#"setle = "10m""#), @r#"
    trip.toml:30:1: unknown key `setle` in `steps[3]`
      expected: one of <keys of a step>
      did you mean `settle`?
    "#);
}

#[test]
fn an_undefined_device_gets_the_nearest_device() {
    insta::assert_snapshot!(broken("device = \"bob/phone\"\npublish", "device = \"bob/fone\"\npublish"), @r#"
    trip.toml:16:10: undefined device "bob/fone" in `steps[0].device`
      expected: one of `alice/desktop`, `bob/phone`, `bob/laptop`
      did you mean `bob/phone`?
    "#);
}

#[test]
fn a_device_of_another_table_must_be_defined() {
    insta::assert_snapshot!(broken(r#"[devices."bob/phone"]"#, r#"[devices."bob/pone"]"#), @r#"
    trip.toml:11:10: undefined device "bob/pone" in `devices`
      expected: one of `alice/desktop`, `bob/phone`, `bob/laptop`
      did you mean `bob/phone`?
    "#);
}

#[test]
fn an_undefined_account_gets_the_nearest_account() {
    insta::assert_snapshot!(broken(r#"invite = ["bob"]"#, r#"invite = ["rob"]"#), @r#"
    trip.toml:21:44: undefined account "rob" in `steps[1].create_group.invite[0]`
      expected: one of `alice`, `bob`
      did you mean `bob`?
    "#);
}

#[test]
fn an_undefined_relay_gets_the_nearest_relay() {
    insta::assert_snapshot!(broken(r#"relays = ["r1"]"#, r#"relays = ["r2"]"#), @r#"
    trip.toml:12:11: undefined relay "r2" in `devices."bob/phone".relays[0]`
      expected: `r1`
    "#);
}

#[test]
fn a_group_exists_before_it_is_used() {
    insta::assert_snapshot!(broken(r#"send = { group = "trip""#, r#"send = { group = "tripp""#), @r#"
    trip.toml:27:18: undefined group "tripp" in `steps[2].send.group`
      expected: a group that an earlier step creates: `trip`
      did you mean `trip`?
    "#);
}

#[test]
fn a_backup_exists_before_it_is_restored() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, "device = \"bob/phone\"\nrestore = { name = \"monday\" }"), @r#"
    trip.toml:31:20: undefined backup "monday" in `steps[3].restore.name`
      expected: a backup that an earlier step makes: there is none yet
    "#);
}

#[test]
fn a_fault_exists_before_it_is_lifted() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, r#"lift = { fault = "dark" }"#), @r#"
    trip.toml:30:18: undefined fault "dark" in `steps[3].lift.fault`
      expected: a fault that an earlier step begins: there is none yet
    "#);
}

#[test]
fn a_bad_span_is_shown_the_units() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, r#"settle = "10 minutes""#), @r#"
    trip.toml:30:10: `steps[3].settle` is the text "10 minutes"
      expected: a number with a unit: `250ms`, `90s`, `10m`, `6h`, `7d` or several, longest first: `1h30m`
    "#);
}

#[test]
fn a_bare_number_is_no_span() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, "settle = 600"), @r#"
    trip.toml:30:10: `steps[3].settle` is the integer 600
      expected: a number with a unit: `250ms`, `90s`, `10m`, `6h`, `7d` or several, longest first: `1h30m`
    "#);
}

#[test]
fn a_span_has_an_end() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, r#"settle = "99999999999999999999d""#), @r#"
    trip.toml:30:10: `steps[3].settle` is the text "99999999999999999999d"
      expected: at most a hundred years
    "#);
}

#[test]
fn units_go_from_long_to_short() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, r#"settle = "10s5m""#), @r#"
    trip.toml:30:10: `steps[3].settle` is the text "10s5m"
      expected: a number with a unit: `250ms`, `90s`, `10m`, `6h`, `7d` or several, longest first: `1h30m`
    "#);
}

#[test]
fn a_bad_form_of_key_package_gets_the_forms() {
    insta::assert_snapshot!(broken(r#"form = "tagged""#, r#"form = "taged""#), @r#"
    trip.toml:17:32: unknown value "taged" in `steps[0].publish_key_package.form`
      expected: one of `tagged`, `untagged`, `legacy`, `addressable`, `twin`
      did you mean `tagged`?
    "#);
}

#[test]
fn a_bad_outcome_gets_the_nearest_outcome() {
    insta::assert_snapshot!(broken(r#""bob/phone" = "joined""#, r#""bob/phone" = "join""#), @r#"
    trip.toml:34:27: unknown value "join" in `expect.outcome."bob/phone"`
      expected: one of `joined`, `silently-excluded`, `phantom`, `undecryptable`, `removed`, `invited`, `declined`,
        `not-reached`, `not-invited`
      did you mean `joined`?
    "#);
}

#[test]
fn an_outcome_is_of_a_defined_device() {
    insta::assert_snapshot!(broken(r#""bob/phone" = "joined""#, r#""bob/tablet" = "joined""#), @r#"
    trip.toml:34:13: undefined device "bob/tablet" in `expect.outcome`
      expected: one of `alice/desktop`, `bob/phone`, `bob/laptop`
      did you mean `bob/laptop`?
    "#);
}

#[test]
fn an_unknown_invariant_gets_the_nearest_invariant() {
    insta::assert_snapshot!(broken(r#"holds = ["no-phantom-leaf"]"#, r#"holds = ["no-phantom-leaves"]"#), @r#"
    trip.toml:33:10: unknown invariant "no-phantom-leaves" in `expect.holds[0]`
      expected: one of <invariants>
      did you mean `no-phantom-leaf`?
    "#);
}

#[test]
fn holds_is_all_or_a_list() {
    insta::assert_snapshot!(broken(r#"holds = ["no-phantom-leaf"]"#, r#"holds = "everything""#), @r#"
    trip.toml:33:9: `expect.holds` is the text "everything"
      expected: `"all"` or a list of invariants
    "#);
}

#[test]
fn an_invariant_cannot_hold_and_be_violated() {
    insta::assert_snapshot!(broken(r#"holds = ["no-phantom-leaf"]"#, "holds = [\"no-phantom-leaf\"]\nviolates = [\"no-phantom-leaf\"]"), @r#"
    trip.toml:32:1: `no-phantom-leaf` both in `holds` and in `violates` in `expect`
      expected: one of them
    "#);
}

#[test]
fn an_unknown_profile_gets_the_nearest_profile() {
    insta::assert_snapshot!(broken(r#"profiles = ["pr40"]"#, r#"profiles = ["pr-40"]"#), @r#"
    trip.toml:4:13: unknown profile "pr-40" in `profiles[0]`
      expected: one of `pr40`, `mip-2026-01`, `mip-2026-04`, `adopted-2026-07`
      did you mean `pr40`?
    "#);
}

#[test]
fn an_unknown_policy_gets_the_nearest_policy() {
    insta::assert_snapshot!(broken(r#"profiles = ["pr40"]"#, "profiles = [\"pr40\"]\npolicies = [\"newest\"]"), @r#"
    trip.toml:5:13: unknown policy "newest" in `policies[0]`
      expected: one of <policies>
      did you mean `newest-one`?
    "#);
}

#[test]
fn an_expectation_is_about_a_policy_under_which_the_scenario_runs() {
    insta::assert_snapshot!(broken("[expect.under.newest-one]", "[expect.under.newest-on]"), @r#"
    trip.toml:36:15: the scenario never runs under "newest-on", a key of `expect.under`
      expected: one of <policies of pr40>, `memory`, `sqlite`, `one-per-account`, `pr40`, or `profile/policy`
      did you mean `newest-one`?
    "#);
}

#[test]
fn a_rule_id_has_a_form() {
    insta::assert_snapshot!(broken(r#"profiles = ["pr40"]"#, "profiles = [\"pr40\"]\nrules = [\"cid8\"]"), @r#"
    trip.toml:5:10: `rules[0]` is the text "cid8"
      expected: a rule id: capital letters, `-` and two or three digits, as in `CID-08`
    "#);
}

#[test]
fn an_open_point_is_one_that_the_texts_have() {
    insta::assert_snapshot!(broken(r#"profiles = ["pr40"]"#, "profiles = [\"pr40\"]\nplays = [\"Q99\"]"), @r#"
    trip.toml:5:10: `plays[0]` is the text "Q99"
      expected: an open point as `colony rules` lists them, such as `Q3a`, `W-20`, `B-2` or `D2=lower-id`
    "#);
}

#[test]
fn a_list_of_profiles_has_one_at_least() {
    insta::assert_snapshot!(broken(r#"profiles = ["pr40"]"#, "profiles = []"), @r#"
    trip.toml:4:12: `profiles` is empty
      expected: at least one entry
    "#);
}

#[test]
fn a_profile_is_named_once() {
    insta::assert_snapshot!(broken(r#"profiles = ["pr40"]"#, r#"profiles = ["pr40", "pr40"]"#), @r#"
    trip.toml:4:21: `profiles[1]` is the text "pr40" again
      expected: each entry once
    "#);
}

#[test]
fn a_device_is_named_once() {
    insta::assert_snapshot!(broken(r#"devices = ["phone", "laptop"]"#, r#"devices = ["phone", "phone"]"#), @r#"
    trip.toml:9:21: `accounts.bob.devices[1]` is the text "phone" again
      expected: each entry once
    "#);
}

#[test]
fn an_account_is_named_once() {
    insta::assert_snapshot!(broken("[accounts.bob]", "[accounts.alice]"), @r#"trip.toml:8:11: duplicate key `alice`"#);
}

#[test]
fn a_group_is_created_once() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, "device = \"bob/phone\"\ncreate_group = { group = \"trip\" }"), @r#"
    trip.toml:31:26: `steps[3].create_group.group` is the text "trip" again
      expected: a group name that is not in use yet
    "#);
}

#[test]
fn a_name_has_a_form() {
    insta::assert_snapshot!(broken(r#"devices = ["desktop"]"#, r#"devices = ["My Desktop"]"#), @r#"
    trip.toml:7:12: `accounts.alice.devices[0]` is the text "My Desktop"
      expected: lower-case letters and digits in words joined by `-`, at most 64
    "#);
}

#[test]
fn an_account_name_has_a_form() {
    insta::assert_snapshot!(broken("[accounts.bob]", "[accounts.Bob]"), @r#"
    trip.toml:8:11: bad name `Bob` in `accounts`
      expected: lower-case letters and digits in words joined by `-`, at most 64
    "#);
}

#[test]
fn times_needs_every() {
    insta::assert_snapshot!(broken("every = \"1h\"\n", ""), @r#"
    trip.toml:23:1: `times` without `every` in `steps[2]`
      expected: `every`, the distance between two times
    "#);
}

#[test]
fn every_needs_times() {
    insta::assert_snapshot!(broken("times = 3\n", ""), @r#"
    trip.toml:23:1: `every` without `times` in `steps[2]`
      expected: `times`, how often in all
    "#);
}

#[test]
fn times_is_a_number_above_zero() {
    insta::assert_snapshot!(broken("times = 3", "times = 0"), @r#"
    trip.toml:25:9: `steps[2].times` is the integer 0
      expected: a whole number from 1 to 10000
    "#);
}

#[test]
fn a_group_is_not_created_again_and_again() {
    insta::assert_snapshot!(broken("device = \"alice/desktop\"\ncreate", "every = \"1h\"\ntimes = 2\ndevice = \"alice/desktop\"\ncreate"), @r#"
    trip.toml:19:1: `create_group` with `every` in `steps[1]`
      expected: one time only: it makes something with a name
    "#);
}

#[test]
fn a_step_begins_at_one_time() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, "settle = \"10m\"\nat = \"1h\"\nafter = \"2h\""), @r#"
    trip.toml:29:1: both `at` and `after` in `steps[3]`
      expected: one of them
    "#);
}

#[test]
fn parallel_is_not_nested() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, r#"parallel = [{ parallel = [{ settle = "1m" }] }]"#), @r#"
    trip.toml:30:26: `steps[3].parallel[0].parallel` is a `parallel` inside a `parallel`
      expected: steps without a `parallel` of their own
    "#);
}

#[test]
fn parallel_is_not_empty() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, "parallel = []"), @r#"
    trip.toml:30:12: `steps[3].parallel` is empty
      expected: at least one step
    "#);
}

#[test]
fn an_action_of_a_device_names_the_device() {
    insta::assert_snapshot!(broken("device = \"bob/phone\"\npublish", "publish"), @r#"
    trip.toml:15:1: `publish_key_package` without a `device` in `steps[0]`
      expected: `device`, one of `alice/desktop`, `bob/phone`, `bob/laptop`
    "#);
}

#[test]
fn an_action_of_the_world_names_no_device() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, "settle = \"10m\"\ndevice = \"bob/phone\""), @r#"
    trip.toml:31:10: `steps[3].device` has no meaning for `settle`
      expected: no `device` key
    "#);
}

#[test]
fn an_action_without_settings_takes_none() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, "device = \"bob/phone\"\nrestart = { hard = true }"), @r#"
    trip.toml:31:13: unknown key `hard` in `steps[3].restart`
      expected: an empty table: `{}`
    "#);
}

#[test]
fn an_action_without_settings_is_a_table() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, "device = \"bob/phone\"\nrestart = true"), @r#"
    trip.toml:31:11: `steps[3].restart` is true
      expected: a table
    "#);
}

#[test]
fn a_missing_title_is_missed() {
    insta::assert_snapshot!(broken("title = \"A trip\"\n", ""), @r#"
    trip.toml:1:1: missing key `title`
      expected: a text
    "#);
}

#[test]
fn a_missing_group_is_missed() {
    insta::assert_snapshot!(broken(r#"group = "trip", invite"#, "invite"), @r#"
    trip.toml:21:16: missing key `group` in `steps[1].create_group`
      expected: a name for the group
    "#);
}

#[test]
fn a_missing_format_is_missed() {
    insta::assert_snapshot!(broken("format = \"marmot-scenario/1\"\n", ""), @r#"
    trip.toml:1:1: missing key `format`
      expected: `format = "marmot-scenario/1"`
    "#);
}

#[test]
fn another_format_is_refused() {
    insta::assert_snapshot!(broken(r#""marmot-scenario/1""#, r#""marmot-scenario/2""#), @r#"
    trip.toml:1:10: unknown value "marmot-scenario/2" in `format`
      expected: `marmot-scenario/1`
      did you mean `marmot-scenario/1`?
    "#);
}

#[test]
fn a_text_is_not_a_number() {
    insta::assert_snapshot!(broken(r#"title = "A trip""#, "title = 3"), @r#"
    trip.toml:3:9: `title` is the integer 3
      expected: a text
    "#);
}

#[test]
fn a_title_says_something() {
    insta::assert_snapshot!(broken(r#"title = "A trip""#, r#"title = " ""#), @r#"
    trip.toml:3:9: `title` is empty
      expected: a text
    "#);
}

#[test]
fn a_list_is_not_a_text() {
    insta::assert_snapshot!(broken(r#"invite = ["bob"]"#, r#"invite = "bob""#), @r#"
    trip.toml:21:43: `steps[1].create_group.invite` is the text "bob"
      expected: a list
    "#);
}

#[test]
fn a_seed_is_not_negative() {
    insta::assert_snapshot!(broken(r#"profiles = ["pr40"]"#, "profiles = [\"pr40\"]\nseed = -1"), @r#"
    trip.toml:5:8: `seed` is the integer -1
      expected: a whole number from 0 to 18446744073709551615
    "#);
}

#[test]
fn a_start_has_an_offset() {
    insta::assert_snapshot!(broken(r#"profiles = ["pr40"]"#, "profiles = [\"pr40\"]\nstart = 2026-06-15T00:00:00"), @r#"
    trip.toml:5:9: `start` is the date 2026-06-15T00:00:00
      expected: Unix seconds, or a date and time with offset such as 2026-06-15T00:00:00Z, before the year 2400
    "#);
}

#[test]
fn the_shortest_latency_is_not_the_longest() {
    insta::assert_snapshot!(broken("[devices.", "[links]\nlatency_min = \"2s\"\nlatency_max = \"1s\"\n[devices."), @r#"
    trip.toml:11:1: `latency_min` 2s is longer than `latency_max` 1s in `links`
      expected: the shortest latency before the longest
    "#);
}

#[test]
fn an_unknown_personality_gets_the_nearest() {
    insta::assert_snapshot!(broken("[devices.", "[relays.r1]\npersonality = \"conform\"\n[devices."), @r#"
    trip.toml:12:15: unknown personality "conform" in `relays.r1.personality`
      expected: one of `conforming`, `public`, `inbox`, `minimal`, `judge`, `indexer`
      did you mean `conforming`?
    "#);
}

#[test]
fn an_unknown_relay_as_deployed_gets_the_nearest() {
    let text = broken("[devices.", "[relays.r1]\nlike = \"nostr-rs-relay\"\n[devices.");
    assert!(text.contains("unknown relay as deployed \"nostr-rs-relay\" in `relays.r1.like`"), "{text}");
    assert!(text.contains("nostr-rs-relay-0.8"), "{text}");
}

#[test]
fn a_relay_is_like_one_as_deployed_or_has_a_personality() {
    let text = broken("[devices.", "[relays.r1]\nlike = \"strfry-1.1\"\npersonality = \"public\"\n[devices.");
    assert!(text.contains("`like` beside personality \"public\""), "{text}");
}

#[test]
fn an_unknown_personality_field_gets_the_nearest() {
    insta::assert_snapshot!(broken("[devices.", "[relays.r1]\nset = { max_limits = 3 }\n[devices."), @r#"
    trip.toml:12:9: unknown key `max_limits` in `relays.r1.set`
      expected: one of `max_message_length`, `max_subscriptions`, `max_filters`, `max_limit`, `default_limit`,
        `max_subid_length`, `max_event_tags`, `max_content_length`, `created_at_lower_limit`, `created_at_upper_limit`,
        `events_per_minute`, `oversize`, `auth_required`, `challenge_on_connect`, `restricted_writes`, `allowed_kinds`,
        `giftwrap_guard`, `protected`, `duplicate`, `ok_order`, `ok_for_ephemeral`, `unheard_ephemeral`, `refusals`,
        `tarpit`, `tie`, `superseded`, `missing_d`, `expiry`, `malformed_expiration`, `purge_after`, `retention`,
        `foreign_deletion`, `deletion_before_target`, `deletion_by_address`, `tombstones`, `deletion_kept`,
        `wrap_deletion_by_recipient`, `deletions_deletable`, `nip_off`, `empty_list` and 13 more
      did you mean `max_limit`?
    "#);
}

#[test]
fn a_personality_field_has_a_type() {
    insta::assert_snapshot!(broken("[devices.", "[relays.r1]\nset = { max_limit = \"three\" }\n[devices."), @r#"
    trip.toml:12:21: `relays.r1.set.max_limit` is the text "three"
      expected: a whole number
    "#);
}

#[test]
fn a_relay_serves_defined_accounts() {
    insta::assert_snapshot!(broken("[devices.", "[relays.r1]\npersonality = \"inbox\"\nserves = [\"carol\"]\n[devices."), @r#"
    trip.toml:13:11: undefined account "carol" in `relays.r1.serves[0]`
      expected: one of `alice`, `bob`
    "#);
}

#[test]
fn a_delay_is_for_faults_that_delay() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, r#"fault = { name = "slow", does = "drop", delay = "3s" }"#), @r#"
    trip.toml:30:9: only one of `does = "delay"` and `delay` in `steps[3].fault`
      expected: both or neither
    "#);
}

#[test]
fn a_fault_that_does_nothing_known_gets_what_faults_do() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, r#"fault = { name = "slow", does = "loose" }"#), @r#"
    trip.toml:30:33: unknown value "loose" in `steps[3].fault.does`
      expected: one of <faults>
    "#);
}

#[test]
fn a_clone_is_of_a_sibling() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, "device = \"bob/phone\"\nclone = { from = \"alice/desktop\" }"), @r#"
    trip.toml:31:18: `steps[3].clone.from` is "alice/desktop"
      expected: another device of the same account
    "#);
}

#[test]
fn an_assertion_says_something() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, "assert = {}"), @r#"
    trip.toml:30:10: `steps[3].assert` says nothing
      expected: `outcome`, `holds` or `violates`
    "#);
}

#[test]
fn a_change_of_a_relay_changes_something() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, r#"set_relay = { relay = "r1" }"#), @r#"
    trip.toml:30:13: nothing to change in `steps[3].set_relay`
      expected: `set` or `skew`
    "#);
}

#[test]
fn time_does_not_run_backwards() {
    insta::assert_snapshot!(broken(r#"settle = "10m""#, "at = \"2h\"\nsettle = \"10m\"\n[[steps]]\nat = \"1h\"\nsettle = \"10m\""), @r#"
    trip.toml:32:1: `steps[4]` begins at 1h, but a step before it at 2h
      expected: steps in the order of their time
    "#);
}

#[test]
fn broken_toml_is_shown_the_place() {
    insta::assert_snapshot!(broken(r#"title = "A trip""#, r#"title = "A trip"#), @r#"trip.toml:3:16: not TOML: invalid basic string, expected `"`"#);
}

#[test]
fn a_repeated_key_is_refused() {
    insta::assert_snapshot!(broken(r#"title = "A trip""#, "title = \"A trip\"\ntitle = \"Again\""), @r#"trip.toml:4:1: duplicate key `title`"#);
}

#[test]
fn a_scenario_without_steps_is_refused() {
    let head = GOOD.split("[[steps]]").next().unwrap();
    insta::assert_snapshot!(complaint(&head.replace("profiles", "steps = []\nprofiles")), @r#"
    trip.toml:4:9: `steps` is empty
      expected: at least one step
    "#);
    insta::assert_snapshot!(complaint(head), @r#"
    trip.toml:1:1: missing key `steps`
      expected: a list of steps
    "#);
}

#[test]
fn a_missing_file_is_missed() {
    insta::assert_snapshot!(Scenario::load("no/such/trip.toml").unwrap_err(), @r#"no/such/trip.toml: cannot read the file: No such file or directory (os error 2)"#);
}

#[test]
fn a_directory_is_no_scenario() {
    let folder = tempfile::tempdir().unwrap();
    let message = Scenario::load(folder.path()).unwrap_err().to_string();
    insta::assert_snapshot!(message.replace(&folder.path().display().to_string(), "FOLDER"), @r#"FOLDER: cannot read the file: Is a directory (os error 21)"#);
}

#[test]
fn a_file_that_is_not_utf_8_is_shown_the_place() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("trip.toml");
    std::fs::write(&file, b"format = \"marmot-scenario/1\"\ntitle = \"caf\xe9\"\n").unwrap();
    let message = Scenario::load(&file).unwrap_err().to_string();
    insta::assert_snapshot!(message.replace(&folder.path().display().to_string(), "FOLDER"), @r#"
    FOLDER/trip.toml:2:13: a byte that is not UTF-8
      expected: UTF-8 text
    "#);
}

#[test]
fn a_huge_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("trip.toml");
    std::fs::write(&file, "#".repeat(LARGEST_FILE + 1)).unwrap();
    let message = Scenario::load(&file).unwrap_err().to_string();
    insta::assert_snapshot!(message.replace(&folder.path().display().to_string(), "FOLDER"), @r#"
    FOLDER/trip.toml: the file is too large
      expected: at most 1048576 bytes
    "#);
}

#[test]
fn an_offer_for_all_groups_needs_a_device_that_speaks_so() {
    let offer = "device = \"bob/phone\"\noffer = { to = \"bob/laptop\" }\n\n[[steps]]\nevery = \"1h\"";
    insta::assert_snapshot!(broken("every = \"1h\"", offer), @r#"
    trip.toml:25:9: no group in `steps[2].offer`
      expected: `groups`; a device with `overlay = "idea-devices"` alone may leave them out
    "#);
    let text = GOOD.replace("every = \"1h\"", offer).replace(
        "[[steps]]\ndevice = \"bob/phone\"\npublish",
        "[defaults]\noverlay = \"idea-devices\"\n\n[[steps]]\ndevice = \"bob/phone\"\npublish",
    );
    Scenario::parse(&text, "trip.toml").unwrap();
}

#[test]
fn broken_json_is_shown_the_place() {
    let message = Scenario::parse("{\n  \"id\": \"trip\",\n}", "trip.json").unwrap_err();
    insta::assert_snapshot!(message, @r#"trip.json:3:1: not JSON: trailing comma"#);
}

#[test]
fn json_that_is_wrong_is_shown_the_path() {
    let mut json = Scenario::parse(GOOD, "trip.toml").unwrap().to_json();
    json["steps"][2]["send"]["group"] = "tripp".into();
    insta::assert_snapshot!(Scenario::parse(&json.to_string(), "trip.json").unwrap_err(), @r#"
    trip.json: undefined group "tripp" in `steps[2].send.group`
      expected: a group that an earlier step creates: `trip`
      did you mean `trip`?
    "#);
}

#[test]
fn a_repeated_key_in_json_is_refused() {
    insta::assert_snapshot!(Scenario::parse(r#"{"id": "a", "id": "b"}"#, "trip.json").unwrap_err(), @r#"trip.json:1:22: not JSON: duplicate key `id`"#);
}

#[test]
fn a_null_is_no_value() {
    insta::assert_snapshot!(Scenario::parse(r#"{"format": null}"#, "trip.json").unwrap_err(), @r#"
    trip.json: `format` is null
      expected: a text
    "#);
}
