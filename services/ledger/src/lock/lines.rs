//! The lock's text: a line for each log and kind of checkpoint, `<log> <size> <root in base64>`.

use lanyard_evidence::tree::TreeHead;
use lanyard_evidence::{Hash, TreeSize};

/// One line of the lock.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Line {
    pub origin: String,
    pub head: TreeHead,
}

impl Line {
    fn to_text(&self) -> String {
        let TreeHead { size, root } = &self.head;
        format!("{} {size} {}\n", self.origin, root.to_base64())
    }

    /// A line in its one spelling.
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let (origin, size, root) = (parts.next()?, parts.next()?, parts.next()?);
        let head = TreeHead {
            size: TreeSize(size.parse().ok()?),
            root: Hash::from_base64(root)?,
        };
        let origin = origin.to_owned();
        let line = Self { origin, head };
        (line.to_text().trim_end() == text && !line.origin.is_empty()).then_some(line)
    }
}

/// The text of lines.
pub(super) fn to_text(lines: &[Line]) -> Vec<u8> {
    lines.iter().map(Line::to_text).collect::<String>().into()
}

/// The lines of a text, or the number of the first that is wrong.
pub(super) fn parse(content: &[u8]) -> Result<Vec<Line>, usize> {
    let mut lines: Vec<Line> = Vec::new();
    for (place, text) in content.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let text = str::from_utf8(text).ok();
        let line = text
            .and_then(|text| Line::parse(text.strip_suffix('\n')?))
            .filter(|line| head_of(&lines, &line.origin).is_none());
        lines.push(line.ok_or(place + 1)?);
    }
    Ok(lines)
}

/// The head that a log is locked at.
pub(super) fn head_of(lines: &[Line], origin: &str) -> Option<TreeHead> {
    let line = lines.iter().find(|line| line.origin == origin);
    line.map(|line| line.head)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_line_has_one_spelling() {
        let line = "log.example 7 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        assert_eq!(parse(format!("{line}\n").as_bytes()).unwrap().len(), 1);
        assert_eq!(parse(b"").unwrap(), []);
        let wrong = [
            line.to_owned(),
            format!("\n{line}\n"),
            format!("{line}\n{line}\n"),
            format!("{line} \n"),
            format!("{}\n", line.replace(" 7", " 07")),
            format!("{}\n", line.replace(" 7", " +7")),
            format!("{}\n", line.replace("FU=", "FV=")),
            format!("{}\n", line.replace("log.example", "")),
        ];
        for text in wrong {
            assert!(parse(text.as_bytes()).is_err(), "{text:?}");
        }
    }
}
