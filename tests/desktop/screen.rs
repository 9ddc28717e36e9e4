//! The screen as a person uses it: things are found by what they are and what they are called, and waited for.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde_json::json;

use crate::driver::{Driver, Element, until, until_true};
use crate::words::Words;

/// Finds a visible thing of a kind by its accessible name (WAI-ARIA names, as far as these screens need them): first one that is
/// called exactly so, then one whose name begins so, as a label does that says "optional" after it.
const FIND: &str = r"
    const [kind, wanted] = arguments;
    const plain = (text) => (text ?? '').replace(/[\u2066-\u2069\u200e\u200f]/g, '').replace(/\s+/g, ' ').trim();
    const name = (element) => {
        const by = element.getAttribute('aria-labelledby');
        if (by) return plain(by.split(' ').map((id) => document.getElementById(id)?.textContent).join(' '));
        if (element.getAttribute('aria-label')) return plain(element.getAttribute('aria-label'));
        if (element.labels?.length) return plain([...element.labels].map((label) => label.textContent).join(' '));
        return plain(element.textContent) || plain(element.title) || plain(element.placeholder);
    };
    const there = [...document.querySelectorAll(kind)].filter((element) => element.checkVisibility());
    return there.find((element) => name(element) === wanted) ?? there.find((element) => name(element).startsWith(wanted));
";

const TEXT: &str =
    r"return document.body.innerText.replace(/[\u2066-\u2069\u200e\u200f]/g, '').replace(/\s+/g, ' ')";

/// Keeps what goes wrong in the page unnoticed: errors nobody caught, and what the content security policy refused.
const WATCH: &str = r"
    window.troubles = [];
    const keep = (text) => window.troubles.push(text);
    addEventListener('error', (event) => keep(event.message));
    addEventListener('unhandledrejection', (event) => keep(String(event.reason)));
    document.addEventListener('securitypolicyviolation', (event) => keep(`${event.violatedDirective} ${event.blockedURI}`));
";

/// What lies in an open dialog and cannot be read: a part that shows less of itself than a finger's breadth, though it holds more.
const CUT: &str = r"
    const dialog = document.querySelector('[role=dialog]');
    if (!dialog) return 'no dialog is open';
    const least = 120;
    const cut = [dialog, ...dialog.querySelectorAll('*')].filter((part) =>
        part.scrollHeight > part.clientHeight + 1 && part.clientHeight < least && part.checkVisibility()
            && ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(part).overflowY)
            && getComputedStyle(part).clipPath === 'none');
    return cut.map((part) => `${part.className}: ${part.clientHeight} of ${part.scrollHeight}`).join(', ');
";

/// WebDriver's names of keys without a letter (W3C WebDriver, section 17.4.2).
pub const ENTER: char = '\u{e007}';
pub const ESCAPE: char = '\u{e00c}';
pub const F1: char = '\u{e031}';
pub const F2: char = '\u{e032}';
const CONTROL: char = '\u{e009}';

const BUTTON: &str = "button, [role=button], [role=menuitem], [role=radio], [role=tab], a[href]";
const FIELD: &str = "input, textarea, [role=combobox], [role=searchbox]";

/// One window, in one language.
pub struct Screen {
    driver: Driver,
    words: Words,
    pictures: PathBuf,
}

impl Screen {
    pub fn open(dir: &Path, programs: &Path, words: Words) -> Result<Self> {
        let window = std::env::var_os("CLINIC_DESK_WINDOW").context("run this through `cargo xtask e2e`")?;
        let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/window-tests");
        fs::create_dir_all(&pictures)?;
        let driver = Driver::start(Path::new(&window), dir, programs)?;
        driver.run(WATCH, json!([]))?;
        Ok(Self { driver, words, pictures })
    }

    pub fn word(&self, feature: &str, name: &str) -> String {
        self.words.get(feature, name, &[])
    }

    /// Presses what is called so.
    pub fn press(&self, name: &str) -> Result<()> {
        // Found anew for each try: what is drawn anew in between is another element.
        self.explain(name, until(|| self.driver.click(&self.find(BUTTON, name)?)))
    }

    /// Types into the field with this label, over what it held.
    pub fn fill(&self, label: &str, text: &str) -> Result<()> {
        self.explain(label, until(|| self.driver.click(&self.find(FIELD, label)?)))?;
        self.key_with_control('a')?;
        self.driver.type_keys(text)
    }

    /// Chooses from a long list by typing.
    pub fn pick(&self, label: &str, choice: &str) -> Result<()> {
        self.fill(label, choice)?;
        self.key(ENTER)
    }

    /// A key, for whatever has the focus.
    pub fn key(&self, key: char) -> Result<()> {
        self.driver.type_keys(&key.to_string())
    }

    pub fn key_with_control(&self, key: char) -> Result<()> {
        self.driver.press_with(CONTROL, key)
    }

    /// Waits until the screen says this somewhere.
    pub fn sees(&self, text: &str) -> Result<()> {
        self.explain(
            text,
            until_true(&format!("the screen does not say `{text}`"), || Ok(self.text()?.contains(text))),
        )
    }

    /// Waits until the screen no longer says this anywhere.
    pub fn sees_no_more(&self, text: &str) -> Result<()> {
        self.explain(
            text,
            until_true(&format!("the screen still says `{text}`"), || Ok(!self.text()?.contains(text))),
        )
    }

    /// Waits until the page is in its own language and in this theme.
    pub fn looks(&self, theme: &str) -> Result<()> {
        let look = format!("{} {theme}", self.words.language);
        let of_page = "const { lang, dataset } = document.documentElement; return `${lang} ${dataset.theme}`";
        let question = || Ok(self.driver.run(of_page, json!([]))? == look);
        self.explain(&look, until_true("the page looks otherwise", question))
    }

    /// A dialog is open and shows what it holds, with room to read where it has more than fits.
    pub fn shows_its_dialog(&self) -> Result<()> {
        let question = || {
            let cut = self.driver.run(CUT, json!([]))?;
            ensure!(cut == "", "the dialog is cut off: {cut}");
            Ok(())
        };
        self.explain("a dialog", until(question))
    }

    /// An error that nobody catches, with these words.
    pub fn throw(&self, words: &str) -> Result<()> {
        let script = "const words = arguments[0]; setTimeout(() => { throw new TypeError(words); })";
        self.driver.run(script, json!([words])).map(drop)
    }

    /// Nothing went wrong unnoticed since the window opened.
    pub fn had_no_trouble(&self) -> Result<()> {
        let troubles = self.driver.run("return window.troubles", json!([]))?;
        ensure!(troubles.as_array().is_some_and(Vec::is_empty), "the page had trouble: {troubles}");
        Ok(())
    }

    /// All that can be read on the screen.
    pub fn text(&self) -> Result<String> {
        Ok(self.driver.run(TEXT, json!([]))?.as_str().unwrap_or_default().to_owned())
    }

    fn find(&self, kind: &str, name: &str) -> Result<Element> {
        let found = self.driver.find(FIND, json!([kind, name]))?;
        found.with_context(|| format!("nothing of `{kind}` is called `{name}`"))
    }

    /// Leaves a picture of what was there instead, and says what could be read on it.
    fn explain<T>(&self, what: &str, result: Result<T>) -> Result<T> {
        result.map_err(|error| {
            let picture = self.pictures.join(format!("{}-failed.png", self.words.language));
            if let Ok(png) = self.driver.picture() {
                let _ = fs::write(&picture, png);
            }
            let text = self.text().unwrap_or_default();
            error.context(format!(
                "waiting for `{what}`; picture in {}; the screen says:\n{text}",
                picture.display()
            ))
        })
    }
}
