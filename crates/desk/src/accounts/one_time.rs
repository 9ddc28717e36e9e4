//! A password that is handed over once: 80 random bits in letters and digits that cannot be taken for one another.

use crate::vault::random;

/// As it is handed over: four groups of four.
pub(super) fn password() -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let letters = random::<16>().map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::password;

    #[test]
    fn it_is_read_aloud_in_four_groups() {
        let one = password();
        assert_eq!(one.split('-').map(str::len).collect::<Vec<_>>(), [4; 4]);
        assert_ne!(one, password());
    }
}
