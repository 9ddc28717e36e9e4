//! What is drawn beside a prescription: strokes on a sheet of 1000 by 1000, kept as they were drawn and not as a picture, so that they can
//! be undone one by one and printed at any size.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::{FieldError, FieldErrors};

domain::code_enum! {
    /// What is drawn upon.
    Ground {
        Blank = "blank",
        Body = "body",
        Face = "face",
    }
}

domain::code_enum! {
    Ink {
        Black = "black",
        Red = "red",
        Blue = "blue",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Whiteboard {
    pub ground: Ground,
    pub strokes: Vec<Stroke>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Stroke {
    pub ink: Ink,
    /// x, y, x, y … each from 0 to 1000.
    pub points: Vec<u16>,
}

/// The sheet's width and height.
pub const SIDE: u16 = 1_000;
const MOST_STROKES: usize = 500;
/// Of all strokes together, two numbers a point: a page full of writing, and small beside what a request may hold.
const MOST_NUMBERS: usize = 40_000;

/// A sheet fit to keep; nothing where nothing was drawn. Field codes: `too_many {most}`, `format`, `out_of_range {least, most}`.
pub(super) fn checked(whiteboard: Option<Whiteboard>, errors: &mut FieldErrors) -> Option<Whiteboard> {
    let sheet = whiteboard.filter(|sheet| !sheet.strokes.is_empty())?;
    let mut wrong = |error| errors.push(error);
    if sheet.strokes.len() > MOST_STROKES {
        wrong(FieldError::new("whiteboard.strokes", "too_many").with("most", MOST_STROKES));
    }
    if sheet.strokes.iter().map(|stroke| stroke.points.len()).sum::<usize>() > MOST_NUMBERS {
        wrong(FieldError::new("whiteboard", "too_many").with("most", MOST_NUMBERS / 2));
    }
    for (at, stroke) in sheet.strokes.iter().enumerate() {
        let field = format!("whiteboard.strokes[{at}].points");
        if stroke.points.is_empty() || stroke.points.len() % 2 == 1 {
            wrong(FieldError::new(field, "format"));
        } else if stroke.points.iter().any(|number| *number > SIDE) {
            wrong(FieldError::new(field, "out_of_range").with("least", 0).with("most", SIDE));
        }
    }
    Some(sheet)
}
