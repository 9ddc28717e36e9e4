//! What a file is, told from its first bytes and not from its name, and how large a picture would unfold: a small file can hold a picture that no
//! memory does.

crate::code_enum! {
    /// What may be attached, as browsers call it.
    DocumentType {
        Jpeg = "image/jpeg",
        Png = "image/png",
        Webp = "image/webp",
        Pdf = "application/pdf",
    }
}

/// As many points as a screen's engine can be trusted to unfold: a quarter of a gigabyte.
pub const MOST_PIXELS: u64 = 64_000_000;

/// What the bytes are, if they are anything that may be attached.
pub fn recognised(bytes: &[u8]) -> Option<DocumentType> {
    if bytes.starts_with(b"%PDF-") {
        Some(DocumentType::Pdf)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(DocumentType::Png)
    } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        Some(DocumentType::Jpeg)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some(DocumentType::Webp)
    } else {
        None
    }
}

impl DocumentType {
    /// How the name of such a file ends.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Pdf => "pdf",
        }
    }
}

/// How many points a picture has; none where the bytes do not say, as those of a picture cut off at its beginning.
pub fn pixels(bytes: &[u8]) -> Option<u64> {
    let (width, height) = sides(bytes)?;
    Some(u64::from(width) * u64::from(height))
}

/// How wide a picture is and how high, as it is stored.
pub fn sides(bytes: &[u8]) -> Option<(u32, u32)> {
    let (width, height) = match recognised(bytes)? {
        DocumentType::Pdf => return None,
        DocumentType::Png => png(bytes)?,
        DocumentType::Jpeg => jpeg(bytes)?,
        DocumentType::Webp => webp(bytes)?,
    };
    (width > 0 && height > 0).then_some((width, height))
}

fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    if bytes.get(12..16)? != b"IHDR" {
        return None;
    }
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    Some((number(16)?, number(20)?))
}

/// Walks over the segments to the one that begins the frame.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        // Any number of fill bytes may stand before a marker.
        while *bytes.get(at)? == 0xff && *bytes.get(at + 1)? == 0xff {
            at += 1;
        }
        let [0xff, marker] = *bytes.get(at..at + 2)? else { return None };
        let length = usize::from(u16::from_be_bytes(bytes.get(at + 2..at + 4)?.try_into().ok()?));
        match marker {
            // A frame of any coding; C4, C8 and CC are tables.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let number = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
                return Some((u32::from(number(at + 7)?), u32::from(number(at + 5)?)));
            }
            // The picture begins and no frame was told, or it ended.
            0xd8..=0xda => return None,
            _ if length < 2 => return None,
            _ => at += 2 + length,
        }
    }
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    let three = |at: usize| {
        let [a, b, c] = *bytes.get(at..at + 3)? else { return None };
        Some(u32::from_le_bytes([a, b, c, 0]))
    };
    match bytes.get(12..16)? {
        b"VP8X" => Some((three(24)? + 1, three(27)? + 1)),
        b"VP8L" if *bytes.get(20)? == 0x2f => {
            let packed = u32::from_le_bytes(bytes.get(21..25)?.try_into().ok()?);
            Some(((packed & 0x3fff) + 1, ((packed >> 14) & 0x3fff) + 1))
        }
        b"VP8 " if bytes.get(23..26)? == [0x9d, 0x01, 0x2a] => {
            Some((three(26)? & 0x3fff, (three(28)? & 0x3fff)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, proptest};

    use super::{DocumentType, pixels, recognised, sides};

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes
    }

    #[test]
    fn a_file_is_what_it_begins_as() {
        assert_eq!(recognised(b"%PDF-1.7\n"), Some(DocumentType::Pdf));
        assert_eq!(recognised(&png(1, 1)), Some(DocumentType::Png));
        assert_eq!(recognised(&[0xff, 0xd8, 0xff, 0xe0]), Some(DocumentType::Jpeg));
        assert_eq!(recognised(b"RIFF\x10\0\0\0WEBPVP8 "), Some(DocumentType::Webp));
        for other in
            [&b"PK\x03\x04"[..], b"", b"<svg xmlns", b"RIFF\x10\0\0\0WAVE", b"MZ", b" %PDF-1.7", b"%PD"]
        {
            assert_eq!(recognised(other), None);
        }
    }

    #[test]
    fn the_size_of_a_picture_is_read_before_it_unfolds() {
        assert_eq!((sides(&png(640, 480)), pixels(&png(640, 480))), (Some((640, 480)), Some(307_200)));
        assert_eq!(pixels(&png(60_000, 60_000)), Some(3_600_000_000));
        assert_eq!(pixels(&png(0, 480)), None);
        // An empty segment, fill bytes, then a progressive frame of 100 by 50.
        let jpeg =
            [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xc2, 0, 11, 8, 0, 50, 0, 100, 1, 1, 0x11, 0];
        assert_eq!(pixels(&jpeg), Some(5_000));
        assert_eq!(pixels(&[0xff, 0xd8, 0xff, 0xda, 0, 4, 1, 2]), None);
        let mut webp = b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0".to_vec();
        webp.extend([99, 0, 0, 49, 0, 0]);
        assert_eq!(pixels(&webp), Some(5_000));
        assert_eq!(pixels(b"%PDF-1.7"), None);
    }

    proptest! {
        #[test]
        fn whatever_follows_ends_and_never_panics(start in 0_usize..4, rest in prop::collection::vec(any::<u8>(), 0..300)) {
            let starts: [&[u8]; 4] = [&[0xff, 0xd8, 0xff], b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", b"RIFF\0\0\0\0WEBPVP8L", b"RIFF\0\0\0\0WEBPVP8 "];
            let bytes = [starts[start], &rest].concat();
            let _ = pixels(&bytes);
        }
    }
}
