//! Folding of Arabic and Latin text so that what people type finds what other people typed.
