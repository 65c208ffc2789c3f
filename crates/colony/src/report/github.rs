//! Annotations of GitHub Actions: workflow commands, one line each.
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use std::path::{Path, PathBuf};

use super::case::{Case, Ending};
use crate::failure::Place;
use crate::hidden::dotted;
use crate::output::github_workspace;

/// GitHub shows no more errors of one step.
const SHOWN: usize = 10;

/// An error for each case that went wrong; what is beyond GitHub's limit is counted in the last one.
pub(crate) fn annotations(cases: &[Case]) -> Vec<String> {
    let bad: Vec<&Case> = cases.iter().filter(|case| case.ending.is_bad()).collect();
    if bad.len() <= SHOWN {
        return bad.into_iter().map(annotation).collect();
    }
    let (first, rest) = bad.split_at(SHOWN - 1);
    let more = format!("{} more went wrong: the log and the JUnit report have them all", rest.len());
    first.iter().map(|case| annotation(case)).chain([error("Colony", None, &more)]).collect()
}

fn annotation(case: &Case) -> String {
    let what = match &case.ending {
        Ending::Failed(what)
        | Ending::Stalled(what)
        | Ending::Broken(what)
        | Ending::Skipped(what)
        | Ending::Unreadable(what) => what.as_str(),
        Ending::Passed => "",
    };
    let title = match &case.ending {
        Ending::Unreadable(_) => "Colony cannot read it".to_owned(),
        _ => format!("{}: {}", case.class, case.name),
    };
    let repro = case.repro.as_ref().map(|repro| format!("\nrepro  {repro}")).unwrap_or_default();
    error(&title, case.place.as_ref(), &format!("{what}{repro}"))
}

/// One error, at a place of the repository if it has one.
fn error(title: &str, place: Option<&Place>, message: &str) -> String {
    let file = place.map(|place| format!("file={},", property(&in_repository(&place.file)))).unwrap_or_default();
    let line = place.and_then(|place| place.line).map(|line| format!("line={line},")).unwrap_or_default();
    format!("::error {file}{line}title={}::{}", property(title), data(message))
}

/// GitHub names files from the root of the repository.
fn in_repository(file: &Path) -> String {
    let whole = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let root = github_workspace().map(PathBuf::from);
    let inside = root.and_then(|root| whole.strip_prefix(root).ok().map(Path::to_owned));
    inside.unwrap_or_else(|| file.to_owned()).display().to_string()
}

fn data(text: &str) -> String {
    dotted(text, &['\r', '\n', '\t']).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_could_end_a_property_or_a_line_is_escaped() {
        let place = Place { file: "a,b:c\n.toml".into(), line: Some(3) };
        assert_eq!(
            error("50%: one,two", Some(&place), "first\r\nsecond: 100%, \x1b[31mdone"),
            "::error file=a%2Cb%3Ac%0A.toml,line=3,title=50%25%3A one%2Ctwo::first%0D%0Asecond: 100%25, ·[31mdone"
        );
    }

    #[test]
    fn the_last_of_many_errors_counts_the_rest() {
        let case = |n: usize| Case {
            class: "many".to_owned(),
            name: n.to_string(),
            ending: Ending::Failed("it broke".to_owned()),
            repro: None,
            place: None,
        };
        let ten: Vec<_> = (0..10).map(case).collect();
        assert_eq!(annotations(&ten).last().unwrap(), "::error title=many%3A 9::it broke");
        let twelve: Vec<_> = (0..12).map(case).collect();
        let shown = annotations(&twelve);
        assert_eq!(shown.len(), 10);
        assert_eq!(shown[9], "::error title=Colony::3 more went wrong: the log and the JUnit report have them all");
    }
}
