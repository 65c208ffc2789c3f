//! Documents as blocks, and blocks as sessions.

/// A fenced block.
pub struct Block {
    /// The first word after the fence.
    pub kind: String,
    /// The file that the line above the block names.
    pub file: Option<String>,
    pub lines: Vec<String>,
}

/// The fenced blocks of a document, and the lines outside of them.
pub fn parts(text: &str) -> (Vec<Block>, Vec<&str>) {
    let (mut blocks, mut outside, mut open) = (Vec::new(), Vec::new(), None::<Block>);
    for line in text.lines() {
        match (line.strip_prefix("```"), open.as_mut()) {
            (Some(_), Some(_)) => {
                outside.push(line);
                blocks.extend(open.take());
            }
            (Some(kind), None) => {
                let above = outside.iter().rev().find(|line: &&&str| !line.is_empty());
                let file =
                    above.and_then(|line| line.strip_suffix("`:")?.rsplit_once('`').map(|(_, file)| file.to_owned()));
                open = Some(Block { kind: kind.to_owned(), file, lines: Vec::new() });
            }
            (None, Some(block)) => block.lines.push(line.to_owned()),
            (None, None) => outside.push(line),
        }
    }
    assert!(open.is_none(), "a block has no end");
    (blocks, outside)
}

/// The commands of a session, each with what it shows.
pub fn session(block: &Block) -> Vec<(String, Vec<String>)> {
    let mut session: Vec<(String, Vec<String>)> = Vec::new();
    for line in &block.lines {
        match (line.strip_prefix("$ "), session.last_mut()) {
            (Some(command), _) => session.push((command.to_owned(), Vec::new())),
            (None, Some((_, shown))) => shown.push(line.trim_end().to_owned()),
            (None, None) => panic!("a session begins with a command, not with {line:?}"),
        }
    }
    session
}

/// The document with these blocks in the place of its own.
pub fn with_blocks(text: &str, blocks: &[Block]) -> String {
    let (mut lines, mut blocks, mut inside) = (Vec::new(), blocks.iter(), false);
    for line in text.lines() {
        let fence = line.starts_with("```");
        if fence || !inside {
            lines.push(line);
        }
        if fence && !inside {
            lines.extend(blocks.next().into_iter().flat_map(|block| block.lines.iter().map(String::as_str)));
        }
        inside ^= fence;
    }
    lines.join("\n") + "\n"
}
