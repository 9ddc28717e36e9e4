//! What breaks in the screens themselves is written down like any other fault. Of it only the kind and the places in the program are kept:
//! the words of an error may hold what somebody typed.

use desk::door::Trouble;
use desk::error::{Error, Fault};
use serde::Deserialize;

const MOST_PLACES: usize = 12;
const LONGEST_WORD: usize = 80;

/// What a screen says of itself.
#[derive(Debug, Deserialize)]
pub struct ScreenFault {
    /// The error's name: `TypeError`.
    kind: String,
    /// Where it was, innermost first: `main-CQhqSegq.js:1:2034`.
    places: Vec<String>,
}

/// Writes a fault of the screens into the log, and answers what to tell: the number it stands under.
#[tauri::command]
#[allow(clippy::needless_pass_by_value, reason = "commands are given what they are called with")]
pub fn tell_fault(fault: ScreenFault) -> Trouble {
    Trouble::of(Error::Fault(Fault::Screen(fault.in_words())), "window")
}

impl ScreenFault {
    fn in_words(&self) -> String {
        let places = self.places.iter().take(MOST_PLACES).map(|place| plain(place));
        places.fold(plain(&self.kind), |words, place| words + ", " + &place)
    }
}

/// As much of a word as names of errors and places in a program are made of.
fn plain(word: &str) -> String {
    let is_plain = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | ':' | '-' | '_');
    word.chars().take_while(is_plain).take(LONGEST_WORD).collect()
}

#[cfg(test)]
mod tests {
    use super::ScreenFault;

    #[test]
    fn kind_and_places_are_kept_and_no_words() {
        let places = ["main-CQhqSegq.js:1:2034", "Work-A.js:2:7 of Omar Hesham"].map(str::to_owned).to_vec();
        let fault = ScreenFault { kind: "TypeError: Omar Hesham".to_owned(), places };
        assert_eq!(fault.in_words(), "TypeError:, main-CQhqSegq.js:1:2034, Work-A.js:2:7");
        let endless = ScreenFault { kind: "x".repeat(500), places: vec!["y".repeat(500); 500] };
        assert!(endless.in_words().len() < 1_200);
    }
}
