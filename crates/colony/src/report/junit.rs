//! JUnit XML, as Jenkins, GitLab and the test reporters of GitHub read it: the schema `junit-10.xsd` of Jenkins' xUnit plugin.
//!
//! It holds no times: the same results give the same bytes.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::case::{Case, Ending};
use crate::hidden::dotted;

/// The report of one command: a suite for each class.
pub(crate) fn document(suite: &str, cases: &[Case]) -> io::Result<String> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut cases: Vec<&Case> = cases.iter().collect();
    cases.sort_by(|a, b| a.class.cmp(&b.class));
    let all = counts(suite, &cases);
    let all = all.iter().map(|(key, value)| (*key, value.as_str()));
    writer.create_element("testsuites").with_attributes(all).write_inner_content(|writer| {
        cases.chunk_by(|a, b| a.class == b.class).try_for_each(|of_class| test_suite(writer, of_class))
    })?;
    let text = String::from_utf8(writer.into_inner()).map_err(io::Error::other)?;
    Ok(text + "\n")
}

/// The attributes that say how many cases ended how.
fn counts(name: &str, cases: &[&Case]) -> [(&'static str, String); 4] {
    let count = |which: fn(&Ending) -> bool| cases.iter().filter(|case| which(&case.ending)).count().to_string();
    [
        ("name", clean(name)),
        ("tests", cases.len().to_string()),
        ("failures", count(|ending| matches!(ending, Ending::Failed(_)))),
        ("errors", count(|ending| matches!(ending, Ending::Stalled(_) | Ending::Broken(_) | Ending::Unreadable(_)))),
    ]
}

/// The cases of one class: viewers group by suite.
fn test_suite(writer: &mut Writer<Vec<u8>>, cases: &[&Case]) -> io::Result<()> {
    let counts = counts(&cases[0].class, cases);
    let skipped = cases.iter().filter(|case| matches!(case.ending, Ending::Skipped(_))).count().to_string();
    let element = writer.create_element("testsuite");
    let element = element.with_attributes(counts.iter().map(|(key, value)| (*key, value.as_str())));
    let element = element.with_attribute(("skipped", skipped.as_str()));
    element.write_inner_content(|writer| cases.iter().try_for_each(|case| test_case(writer, case)))?;
    Ok(())
}

fn test_case(writer: &mut Writer<Vec<u8>>, case: &Case) -> io::Result<()> {
    let (class, name) = (clean(&case.class), clean(&case.name));
    let element = writer.create_element("testcase");
    let element = element.with_attributes([("classname", class.as_str()), ("name", name.as_str())]);
    element.write_inner_content(|writer| {
        match &case.ending {
            Ending::Passed => {}
            Ending::Skipped(why) => {
                writer.create_element("skipped").with_attribute(("message", clean(why).as_str())).write_empty()?;
            }
            Ending::Failed(what) => wrong(writer, "failure", "expectation", what, case)?,
            Ending::Stalled(what) => wrong(writer, "error", "stalled", what, case)?,
            Ending::Broken(what) => wrong(writer, "error", "nondeterminism", what, case)?,
            Ending::Unreadable(what) => wrong(writer, "error", "bad input", what, case)?,
        }
        if let Some(repro) = &case.repro {
            writer.create_element("system-out").write_text_content(BytesText::new(&clean(repro)))?;
        }
        Ok(())
    })?;
    Ok(())
}

/// The first line in short, everything and the command that repeats it in full.
fn wrong(writer: &mut Writer<Vec<u8>>, element: &str, kind: &str, what: &str, case: &Case) -> io::Result<()> {
    let first = clean(what.lines().next().unwrap_or_default());
    let repro = case.repro.as_ref().map(|repro| format!("\nrepro  {repro}")).unwrap_or_default();
    let element = writer.create_element(element).with_attributes([("message", first.as_str()), ("type", kind)]);
    element.write_text_content(BytesText::new(&clean(&format!("{what}{repro}"))))?;
    Ok(())
}

/// Text on several lines, of which every character may stand in XML 1.0 and can be seen.
fn clean(text: &str) -> String {
    dotted(text, &['\n', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_from_run_to_run_is_an_error_and_no_failure() {
        let what = "two runs of the same seed differ first at entry 7\n  first   t=1".to_owned();
        let ending = Ending::Broken(what.clone());
        let case = Case { class: "trip".to_owned(), name: "pr40 pika".to_owned(), ending, repro: None, place: None };
        let text = document("colony check", &[case]).unwrap();
        assert!(text.contains(r#"tests="1" failures="0" errors="1" skipped="0""#), "{text}");
        let error = format!(r#"<error message="{}" type="nondeterminism">{what}</error>"#, &what[..49]);
        assert!(text.contains(&error), "{text}");
    }
}
