//! Text in a Mermaid diagram: cut, escaped, folded.

use crate::story;

/// Characters of one label; what is longer is cut.
const LONGEST_LABEL: usize = 190;

/// The same for a label across the diagram.
const LONGEST_WIDE: usize = 320;

/// Where a label breaks, in characters.
const FOLD: usize = 40;

/// Where a label breaks that spans the whole diagram.
const WIDE: usize = 84;

/// Text for a label beside a participant or an arrow.
pub(crate) fn label(text: &str) -> String {
    fold(&story::cut(&shortened_ids(text), LONGEST_LABEL), FOLD)
}

/// Text for a label across the diagram.
pub(crate) fn wide_label(text: &str) -> String {
    fold(&story::cut(&shortened_ids(text), LONGEST_WIDE), WIDE)
}

/// A command across the diagram: nothing of it is left out.
pub(crate) fn command(text: &str) -> String {
    fold(&story::clean(text), WIDE)
}

/// Mermaid's own escapes for everything that its grammar, HTML or Markdown could act on.
pub(crate) fn escape(text: &str) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || " -_./:,()+=!?'…·“”→←✗▸".contains(c);
    story::clean(text).chars().map(|c| if safe(c) { c.to_string() } else { format!("#{};", u32::from(c)) }).collect()
}

/// Ids in full as their first eight digits, as everywhere in the diagram.
fn shortened_ids(text: &str) -> String {
    let short = |word: &str| match word.len() == 64 && word.bytes().all(|b| b.is_ascii_hexdigit()) {
        true => word[..8].to_owned(),
        false => word.to_owned(),
    };
    text.split_inclusive([' ', ',', ';', ':'])
        .map(|word| {
            let bare = word.trim_end_matches([' ', ',', ';', ':']);
            short(bare) + &word[bare.len()..]
        })
        .collect()
}

/// Lines for a drawing of another kind, not escaped; `wide` is the limit of a label across the diagram.
pub(super) fn plain_lines(text: &str, wide: bool, width: usize) -> Vec<String> {
    let longest = if wide { LONGEST_WIDE } else { LONGEST_LABEL };
    folded(&story::cut(&shortened_ids(text), longest), width)
}

fn fold(text: &str, width: usize) -> String {
    folded(text, width).iter().map(|line| escape(line)).collect::<Vec<_>>().join("<br/>")
}

/// Breaks between words, and within a word that is longer than a line.
pub(super) fn folded(text: &str, width: usize) -> Vec<String> {
    let words = text.split_whitespace().flat_map(|word| {
        let chars: Vec<char> = word.chars().collect();
        chars.chunks(width).map(|piece| piece.iter().collect::<String>()).collect::<Vec<_>>()
    });
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{command, escape, label};

    #[test]
    fn nothing_of_mermaid_html_or_markdown_is_left_in_a_text() {
        let hostile = "a;b#c\"d<script>e</script>&lt;%%{init}%%`x`*y*[z](u)|\\ end";
        let escaped = escape(hostile);
        let left = escaped.replace(|c: char| c.is_ascii_alphanumeric(), "").replace("#;", "");
        assert!(left.chars().all(|c| " ()/".contains(c)), "{left}");
        assert_eq!(escape("#;"), "#35;#59;");
    }

    #[test]
    fn what_a_terminal_or_a_reader_would_not_see_is_a_dot() {
        assert_eq!(escape("a\nb\u{202e}c\u{200b}d\u{7}"), "a·b·c·d·");
        assert_eq!(escape("ß"), "#223;");
    }

    #[test]
    fn a_label_is_folded_and_never_endless() {
        assert_eq!(label("one two"), "one two");
        let folded = label(&"word ".repeat(1_000));
        assert!(folded.split("<br/>").all(|line| line.len() <= 40), "{folded}");
        assert!(folded.ends_with('…') && folded.len() < 300, "{folded}");
        assert!(label(&"x".repeat(10_000)).len() < 300);
    }

    #[test]
    fn an_id_in_full_is_shortened_and_a_command_is_not_cut() {
        let id = "0064c843be1a460bbb46cc983344d0462c25fb4e9d7ead1d3230a894cef33697";
        assert_eq!(label(&format!("KeyPackage {id}, which expired")), "KeyPackage 0064c843, which expired");
        assert_eq!(command(&"x".repeat(200)).replace("<br/>", ""), "x".repeat(200));
    }
}
