//! A printing system of the test's own: the one program it consists of keeps what it is given.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use anyhow::Result;

/// What the printer is called.
pub const PRINTER: &str = "Front-Desk";

/// Beside itself, so that the test finds it.
const LP: &str = "#!/bin/sh
/bin/cat > \"$0.printed\"
echo \"request id is Front-Desk-7 (0 file(s))\"
";

/// A folder for the window's search path, with `lp` in it or not yet.
pub struct PrintingSystem(tempfile::TempDir);

impl PrintingSystem {
    pub fn missing() -> Result<Self> {
        Ok(Self(tempfile::tempdir()?))
    }

    pub fn programs(&self) -> &Path {
        self.0.path()
    }

    pub fn install(&self) -> Result<()> {
        let lp = self.programs().join("lp");
        fs::write(&lp, LP)?;
        Ok(fs::set_permissions(&lp, fs::Permissions::from_mode(0o700))?)
    }

    /// What came out last.
    pub fn printed(&self) -> Result<Vec<u8>> {
        Ok(fs::read(self.programs().join("lp.printed"))?)
    }
}
