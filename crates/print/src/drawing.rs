//! What was drawn beside a prescription, as a picture that is lines at any size: the outline it was drawn upon and the strokes over it.

use std::fmt::Write as _;

/// Strokes on a sheet of 1000 by 1000.
#[derive(Debug, Clone, Default)]
pub struct Drawing {
    /// `blank`, `body`, `face`.
    pub ground: &'static str,
    pub strokes: Vec<DrawnStroke>,
}

#[derive(Debug, Clone)]
pub struct DrawnStroke {
    /// `black`, `red`, `blue`.
    pub ink: &'static str,
    pub points: Vec<(u16, u16)>,
}

/// The left half of each outline; the right one mirrors it. The screen draws the same (a test compares them).
pub const BODY: &str = "M500 32C462 32 438 64 438 112C438 150 452 176 470 188C470 214 456 226 404 240C352 254 332 282 324 334L298 486C292 524 276 560 262 598C254 626 280 636 294 612C316 572 336 524 346 486L370 364C378 430 380 474 374 522C366 574 362 616 370 684L386 892C388 922 362 934 350 956L432 956C442 932 438 906 442 880L476 664C482 622 490 604 500 604";
pub const FACE: &str = "M500 60C330 60 226 190 226 400C226 560 268 690 340 800C388 872 440 930 500 930M300 366C336 332 386 332 420 358M316 428C344 398 392 398 420 430C392 452 344 452 316 428M368 408A20 20 0 1 0 368 448A20 20 0 1 0 368 408M478 440C474 520 456 560 446 596C446 622 470 634 500 634M500 738C470 722 440 726 404 752C440 796 470 806 500 806M404 752C440 760 470 756 500 756";

impl Drawing {
    /// As SVG, which typst sets as lines and not as dots.
    pub fn svg(&self) -> String {
        let mut svg = String::from(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1000" fill="none" stroke-linecap="round" stroke-linejoin="round">"#,
        );
        let outline = match self.ground {
            "body" => Some(BODY),
            "face" => Some(FACE),
            _ => None,
        };
        if let Some(path) = outline {
            let half = format!(r##"<path d="{path}" stroke="#8a949a" stroke-width="5"/>"##);
            let _ = write!(svg, r#"{half}<g transform="translate(1000 0) scale(-1 1)">{half}</g>"#);
        }
        for stroke in &self.strokes {
            let colour = match stroke.ink {
                "red" => "#c8372d",
                "blue" => "#1f5fbf",
                _ => "#1b2126",
            };
            let _ = write!(svg, r#"<path stroke="{colour}" stroke-width="9" d=""#);
            for (at, (x, y)) in stroke.points.iter().enumerate() {
                let _ = write!(svg, "{}{x} {y}", if at == 0 { 'M' } else { 'L' });
            }
            // A tap is a dot: a line to itself is drawn by its round ends.
            if let [(x, y)] = stroke.points[..] {
                let _ = write!(svg, "L{x} {y}");
            }
            svg.push_str(r#""/>"#);
        }
        svg.push_str("</svg>");
        svg
    }
}
