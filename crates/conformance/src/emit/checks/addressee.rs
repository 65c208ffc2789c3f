//! For whom a Welcome is.

use serde_json::Value;

use super::Test;

/// `e` names the joiner's event, unless that is the fault: else a client that looks there first is right to refuse.
pub(super) fn is_the_joiner(test: Test<'_>) -> Result<(), String> {
    if test.topic() != "welcome-join" || test.gives("key_package_not_local") {
        return Ok(());
    }
    let input = &test.value["input"];
    let mut rows = input["rumor"]["tags"].as_array().into_iter().flatten();
    let named = rows.find(|row| row[0] == "e").map_or(&Value::Null, |row| &row[1]);
    let own = &input["joiner"]["key_package_event"]["id"];
    if named == own {
        return Ok(());
    }
    Err(format!("`e` names {named}, not the joiner's event: key_package_not_local fits as well"))
}
