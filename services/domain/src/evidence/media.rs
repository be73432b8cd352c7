//! The kinds of files that are taken, and how each is known by its first bytes.
//!
//! A closed list: nothing that a browser would run (HTML, SVG), no archives, no programs. The bytes are
//! looked at only so far as to tell that a file is not what it is said to be; nothing is decoded.

/// The longest file: a telephone's picture, a book of scanned pages, half a minute of video. It travels in
/// JSON, a third longer, and is held in memory until it is sealed.
pub const MOST_FILE_BYTES: u64 = 25 << 20;

/// A kind of file that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Media {
    /// Its media type.
    pub media_type: &'static str,
    /// What the name of such a file ends with.
    pub extension: &'static str,
    form: Form,
}

/// How a kind of file is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// By one of these marks.
    Marked(&'static [Mark]),
    /// It is text: no NUL in it, and none of the marks of the others.
    Text,
}

/// Bytes at a place.
type Mark = (usize, &'static [u8]);

/// ZIP, in which office documents of today are.
const ZIP: &[Mark] = &[(0, b"PK\x03\x04")];
/// OLE, in which office documents and messages of yesterday are.
const OLE: &[Mark] = &[(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")];
/// ISO base media: what telephones record.
const ISO: &[Mark] = &[(4, b"ftyp")];
const TIFF: &[Mark] = &[(0, b"II*\0"), (0, b"MM\0*")];
const GIF: &[Mark] = &[(0, b"GIF87a"), (0, b"GIF89a")];
const MP3: &[Mark] = &[
    (0, b"ID3"),
    (0, b"\xff\xfb"),
    (0, b"\xff\xf3"),
    (0, b"\xff\xf2"),
];
const AAC: &[Mark] = &[(0, b"\xff\xf1"), (0, b"\xff\xf9")];
const QUICKTIME: &[Mark] = &[(4, b"ftyp"), (4, b"moov"), (4, b"wide"), (4, b"mdat")];

const fn marked(
    media_type: &'static str,
    extension: &'static str,
    marks: &'static [Mark],
) -> Media {
    Media {
        media_type,
        extension,
        form: Form::Marked(marks),
    }
}

const fn text(media_type: &'static str, extension: &'static str) -> Media {
    Media {
        media_type,
        extension,
        form: Form::Text,
    }
}

/// Every kind that is taken (IANA media types).
#[rustfmt::skip]
pub const TAKEN: &[Media] = &[
    marked("image/jpeg", "jpg", &[(0, b"\xff\xd8\xff")]),
    marked("image/png", "png", &[(0, b"\x89PNG\r\n\x1a\n")]),
    marked("image/gif", "gif", GIF),
    marked("image/webp", "webp", &[(8, b"WEBP")]),
    marked("image/heic", "heic", ISO),
    marked("image/heif", "heif", ISO),
    marked("image/tiff", "tiff", TIFF),
    marked("image/bmp", "bmp", &[(0, b"BM")]),
    marked("application/pdf", "pdf", &[(0, b"%PDF-")]),
    text("text/plain", "txt"),
    text("text/csv", "csv"),
    text("message/rfc822", "eml"),
    marked("application/vnd.ms-outlook", "msg", OLE),
    marked("application/rtf", "rtf", &[(0, b"{\\rtf")]),
    marked("application/msword", "doc", OLE),
    marked("application/vnd.ms-excel", "xls", OLE),
    marked("application/vnd.ms-powerpoint", "ppt", OLE),
    marked("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", ZIP),
    marked("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", ZIP),
    marked("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx", ZIP),
    marked("application/vnd.oasis.opendocument.text", "odt", ZIP),
    marked("application/vnd.oasis.opendocument.spreadsheet", "ods", ZIP),
    marked("application/vnd.oasis.opendocument.presentation", "odp", ZIP),
    marked("audio/mpeg", "mp3", MP3),
    marked("audio/mp4", "m4a", ISO),
    marked("audio/aac", "aac", AAC),
    marked("audio/wav", "wav", &[(8, b"WAVE")]),
    marked("audio/ogg", "ogg", &[(0, b"OggS")]),
    marked("audio/amr", "amr", &[(0, b"#!AMR")]),
    marked("video/mp4", "mp4", ISO),
    marked("video/3gpp", "3gp", ISO),
    marked("video/quicktime", "mov", QUICKTIME),
    marked("video/webm", "webm", &[(0, b"\x1a\x45\xdf\xa3")]),
    marked("video/x-msvideo", "avi", &[(8, b"AVI ")]),
];

/// The kind of a media type; none where files of it are not taken.
#[must_use]
pub fn of_type(media_type: &str) -> Option<&'static Media> {
    TAKEN.iter().find(|media| media.media_type == media_type)
}

impl Media {
    /// Whether a file can be of this kind.
    #[must_use]
    pub fn fits(&self, file: &[u8]) -> bool {
        match self.form {
            Form::Marked(marks) => has_any(marks, file),
            Form::Text => {
                let is_other = TAKEN.iter().any(|media| match media.form {
                    Form::Marked(marks) => {
                        marks.iter().any(|mark| is_long(*mark) && has(*mark, file))
                    }
                    Form::Text => false,
                });
                !is_other && !file.contains(&0)
            }
        }
    }
}

fn has_any(marks: &[Mark], file: &[u8]) -> bool {
    marks.iter().any(|mark| has(*mark, file))
}

fn has((place, bytes): Mark, file: &[u8]) -> bool {
    file.get(place..)
        .is_some_and(|rest| rest.starts_with(bytes))
}

/// A text may begin with the two letters of a bitmap.
const fn is_long((_, bytes): Mark) -> bool {
    bytes.len() > 3
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn fits(media_type: &str, file: &[u8]) -> bool {
        of_type(media_type).unwrap().fits(file)
    }

    #[test]
    fn a_file_is_known_by_its_first_bytes() {
        assert!(fits("image/png", b"\x89PNG\r\n\x1a\nrest"));
        assert!(fits("image/webp", b"RIFF\x10\0\0\0WEBPVP8 "));
        assert!(fits("video/mp4", b"\0\0\0\x18ftypmp42"));
        assert!(fits("application/pdf", b"%PDF-1.7"));
        assert!(fits("text/plain", "Ünser Text: BM".as_bytes()));
        assert!(fits("text/plain", b"BM is what they call him."));
        for (media_type, file) in [
            ("image/png", &b"\xff\xd8\xff\xe0"[..]),
            ("image/jpeg", b"<html>"),
            ("application/pdf", b"MZ\x90\0"),
            ("text/plain", b"\x89PNG\r\n\x1a\nrest"),
            ("text/plain", b"PK\x03\x04"),
            ("text/plain", b"a\0b"),
            ("video/mp4", b"ftyp"),
            ("image/png", b""),
        ] {
            assert!(!fits(media_type, file), "{media_type}");
        }
    }

    #[test]
    fn each_type_stands_once_and_nothing_that_runs_is_taken() {
        for (i, media) in TAKEN.iter().enumerate() {
            assert_eq!(of_type(media.media_type), Some(&TAKEN[i]));
        }
        for media_type in [
            "text/html",
            "image/svg+xml",
            "application/zip",
            "application/javascript",
            "application/octet-stream",
            "IMAGE/PNG",
            "",
        ] {
            assert_eq!(of_type(media_type), None, "{media_type}");
        }
    }
}
