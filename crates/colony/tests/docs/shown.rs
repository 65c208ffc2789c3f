//! What a document shows, against what came.

/// Stands for lines left out.
const LEFT_OUT: &str = "…";

/// What is shown, if that is what came. If not, and somebody asked for it with `UPDATE_DOCS=1`, what to show instead.
pub fn compared(shown: &[String], came: &str, what: &str) -> Vec<String> {
    let came: Vec<&str> = came.lines().map(str::trim_end).collect();
    if matches(shown, &came) {
        return shown.to_vec();
    }
    let renew = std::env::var("UPDATE_DOCS").is_ok_and(|value| value == "1");
    assert!(renew, "{what}\n--- shown\n{}\n--- came\n{}", shown.join("\n"), came.join("\n"));
    renewed(shown, &came)
}

/// Is this what is shown? Parts between lines `…` come in order, the first at the start and the last at the end.
fn matches(shown: &[String], came: &[&str]) -> bool {
    let parts: Vec<&[String]> = shown.split(|line| line == LEFT_OUT).collect();
    let (mut rest, last) = (came, parts.len() - 1);
    for (place, part) in parts.into_iter().enumerate() {
        let fits = |at: &usize| rest[*at..].iter().zip(part).all(|(came, shown)| came == shown);
        let ends = rest.len().checked_sub(part.len());
        let found = match (place, ends) {
            (_, None) => None,
            (0, Some(end)) if last == 0 => (end == 0 && fits(&0)).then_some(0),
            (0, Some(_)) => fits(&0).then_some(0),
            (_, Some(end)) if place == last => fits(&end).then_some(end),
            (_, Some(end)) => (0..=end).find(fits),
        };
        let Some(at) = found else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

/// The lines that came which are nearest to those shown, in order; all of them if none were left out.
fn renewed(shown: &[String], came: &[&str]) -> Vec<String> {
    if !shown.iter().any(|line| line == LEFT_OUT) {
        return came.iter().map(|line| (*line).to_owned()).collect();
    }
    let wanted: Vec<&String> = shown.iter().filter(|line| *line != LEFT_OUT).collect();
    let mut lines = Vec::new();
    let mut next = 0;
    for at in nearest(&wanted, came) {
        lines.extend((at > next).then(|| LEFT_OUT.to_owned()));
        lines.push(came[at].to_owned());
        next = at + 1;
    }
    lines.extend((next < came.len()).then(|| LEFT_OUT.to_owned()));
    lines
}

/// For each wanted line the place of one that came, rising, so that they are as alike as can be; those without a likeness are left out.
fn nearest(wanted: &[&String], came: &[&str]) -> Vec<usize> {
    let alike = |w: usize, c: usize| match strsim::normalized_levenshtein(wanted[w], came[c]) {
        likeness if likeness > 0.4 => likeness,
        _ => 0.0,
    };
    let likeness: Vec<Vec<f64>> = (0..wanted.len()).map(|w| (0..came.len()).map(|c| alike(w, c)).collect()).collect();
    // best[w][c]: the first w wanted lines among the first c that came.
    let mut best = vec![vec![0.0_f64; came.len() + 1]; wanted.len() + 1];
    for w in 1..=wanted.len() {
        for c in 1..=came.len() {
            let paired = best[w - 1][c - 1] + likeness[w - 1][c - 1];
            best[w][c] = paired.max(best[w - 1][c]).max(best[w][c - 1]);
        }
    }
    let (mut w, mut c, mut places) = (wanted.len(), came.len(), Vec::new());
    while w > 0 && c > 0 {
        if best[w][c] == best[w][c - 1] {
            c -= 1;
        } else if best[w][c] == best[w - 1][c] {
            w -= 1;
        } else {
            (w, c) = (w - 1, c - 1);
            places.push(c);
        }
    }
    places.reverse();
    places
}

#[test]
fn what_is_shown_is_compared_line_by_line_and_only_an_ellipsis_leaves_out() {
    let shown = |text: &str| text.lines().map(ToOwned::to_owned).collect::<Vec<_>>();
    let came = ["a", "b", "c", "b", "d"];
    for good in ["a\nb\nc\nb\nd", "…", "a\n…", "…\nd", "a\n…\nb\nd", "a\n…\nc\n…\nd", "…\nb\n…"] {
        assert!(matches(&shown(good), &came), "{good:?}");
    }
    for bad in ["", "a", "a\nb", "…\nc", "b\n…", "a\n…\ne\n…", "…\nd\n…\nc\n…", "a\n…\nb\nc\nb\nd\nd"] {
        assert!(!matches(&shown(bad), &came), "{bad:?}");
    }
    assert!(matches(&[], &[]));
}

#[test]
fn a_session_is_renewed_with_the_lines_that_are_most_like_those_before() {
    let shown: Vec<String> = ["first line 1", "…", "took commit 11aa22bb", "…"].map(ToOwned::to_owned).to_vec();
    let came = ["first line 2", "something else", "took commit 33cc44dd", "the end"];
    assert_eq!(renewed(&shown, &came), ["first line 2", "…", "took commit 33cc44dd", "…"]);
    assert_eq!(renewed(&shown[..1], &came), came);
    assert!(matches(&renewed(&shown, &came), &came));
}
