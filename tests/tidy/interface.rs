//! Rules about the screens: tiers, directions, colours.

use regex::Regex;

use crate::tree::File;
use crate::{Complaints, check, try_on};

/// A comment with these words and a reason, on the line or just above it, makes an exception.
const PHYSICAL_BECAUSE: &str = "physical because";
const COLOUR_BECAUSE: &str = "colour because";

fn tiers_look_down_only(files: &[File]) -> Complaints {
    let import = Regex::new(r#"(?:from|import)\s*\(?\s*['"]([^'"]+)['"]"#).expect("a pattern");
    let mut complaints = Complaints::new();
    for file in screens(files) {
        for (line, text) in file.lines() {
            for found in import.captures_iter(text) {
                let target = resolve(&file.path, &found[1]);
                if let Some(because) = forbidden(&file.path, &target) {
                    complaints.push(file.at(line, &format!("{because}: `{}`", &found[1])));
                }
            }
        }
    }
    complaints
}

/// Why a file must not import another, if it must not.
fn forbidden(from: &str, to: &str) -> Option<&'static str> {
    let part = |path: &str, tier: &str| {
        path.strip_prefix(&format!("ui/src/{tier}/"))
            .map(|rest| rest.split('/').next().unwrap_or_default().to_owned())
    };
    let in_tier =
        |path: &str, tiers: &[&str]| tiers.iter().any(|tier| path.starts_with(&format!("ui/src/{tier}")));
    if let (Some(one), Some(other)) = (part(from, "features"), part(to, "features"))
        && one != other
    {
        return Some("features never import each other; what two need belongs into components or lib");
    }
    // A date is a date everywhere: the generated types of wall time are no word of a clinic.
    if to == "ui/src/backend/bindings" {
        return None;
    }
    if in_tier(from, &["components/"]) && in_tier(to, &["features", "screens", "app", "backend"]) {
        return Some("components know no clinic word and no desk");
    }
    if in_tier(from, &["lib/", "backend/"]) && in_tier(to, &["features", "screens", "components"]) {
        return Some("the ground floor knows nothing of what stands on it");
    }
    if in_tier(from, &["features/"]) && in_tier(to, &["screens"]) {
        return Some("screens are made of features, not the other way round");
    }
    None
}

/// The file an import means, as far as tiers matter.
fn resolve(from: &str, import: &str) -> String {
    if let Some(rest) = import.strip_prefix("$/") {
        return format!("ui/src/{rest}");
    }
    if !import.starts_with('.') {
        return import.to_owned();
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for step in import.split('/') {
        match step {
            "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

fn directions_are_logical(files: &[File]) -> Complaints {
    let physical = Regex::new(
        r"(?x)
        (?:^|[\s;{\x22'])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[\w-]*|left|right
            |border-(?:top|bottom)-(?:left|right)-radius)\s*:
        |(?:text-align|float|clear)\s*:\s*(?:left|right)\b
        |style:(?:left|right|margin-left|margin-right|padding-left|padding-right)\b
        |\.style\.(?:left|right|(?:margin|padding|border)(?:Left|Right))\b",
    )
    .expect("a pattern");
    in_styles(
        files,
        &physical,
        PHYSICAL_BECAUSE,
        |path| path.ends_with(".ts"),
        "use the logical property (inline-start, inline-end)",
    )
}

fn colours_are_tokens(files: &[File]) -> Complaints {
    let colour = Regex::new(
        r"(?x)
        \#[0-9a-fA-F]{3,8}\b
        |\b(?:rgb|rgba|hsl|hsla|hwb|lab|lch|oklab|oklch)\(
        |(?:color|background|fill|stroke|border[\w-]*|outline|box-shadow)\s*:[^;]*\b(?:white|black|red|green|blue|gr[ae]y|orange|yellow)\b",
    )
    .expect("a pattern");
    let is_tokens = |path: &str| path.ends_with("/tokens.css") || path.ends_with(".ts");
    in_styles(
        files,
        &colour,
        COLOUR_BECAUSE,
        is_tokens,
        "a colour stands in tokens.css and is used by its name",
    )
}

/// A name in the other script loses its beginning where the element around it is cut and not its own.
fn names_are_cut_at_their_own_end(files: &[File]) -> Complaints {
    let wrong = Regex::new(r#"class="[^"]*\bcut\b[^"]*"[^>]*>\s*<bdi>[^<]*</bdi>\s*</"#).expect("a pattern");
    let mut complaints = Complaints::new();
    for file in screens(files) {
        for (line, text) in file.lines() {
            if wrong.is_match(text) {
                complaints.push(
                    file.at(line, "what is cut goes its own way by `dir=\"auto\"`, without a `bdi` in it"),
                );
            }
        }
    }
    complaints
}

/// Searches what styles a screen: stylesheets, style blocks, style attributes and, where asked for, scripts.
fn in_styles(
    files: &[File],
    wrong: &Regex,
    excuse: &str,
    skip: impl Fn(&str) -> bool,
    because: &str,
) -> Complaints {
    let mut complaints = Complaints::new();
    for file in
        screens(files).filter(|file| matches!(file.extension(), "css" | "svelte" | "ts") && !skip(&file.path))
    {
        let mut in_style = file.extension() == "css";
        for (line, text) in file.lines() {
            if file.extension() == "svelte" {
                in_style =
                    (in_style || text.trim_start().starts_with("<style")) && !text.contains("</style>");
            }
            let excused = is_excused(file, line, excuse);
            let attribute = text.contains("style=")
                || text.contains("style:")
                || text.contains("fill=")
                || text.contains(".style.");
            if (in_style || attribute) && !excused && wrong.is_match(text) {
                complaints.push(file.at(line, &format!("{because}: `{}`", text.trim())));
            }
        }
    }
    complaints
}

/// Whether the line, or one of the two above it (a comment and the selector it stands before), says why.
fn is_excused(file: &File, line: usize, excuse: &str) -> bool {
    let above = line.saturating_sub(3);
    file.text.lines().skip(above).take(line - above).any(|text| text.contains(excuse))
}

fn screens(files: &[File]) -> impl Iterator<Item = &File> {
    files.iter().filter(|file| {
        file.path.starts_with("ui/src/") && matches!(file.extension(), "ts" | "svelte" | "css")
    })
}

#[test]
fn tiers_of_the_interface_look_down_only() {
    check(tiers_look_down_only);
}

#[test]
fn styles_have_no_left_and_right() {
    check(directions_are_logical);
}

#[test]
fn styles_have_no_colour_of_their_own() {
    check(colours_are_tokens);
}

#[test]
fn names_in_the_other_script_keep_their_beginning() {
    check(names_are_cut_at_their_own_end);
}

#[test]
fn names_that_lose_their_beginning_are_found() {
    for (text, bites) in [
        (r#"<span class="cut name"><bdi>{patient.full_name}</bdi></span>"#, true),
        (r#"<button type="button" class="name cut" {onclick}><bdi>{name}</bdi></button>"#, true),
        (r#"<span class="cut name" dir="auto">{patient.full_name}</span>"#, false),
        (r#"<span class="name"><bdi>{patient.full_name}</bdi></span>"#, false),
    ] {
        try_on(names_are_cut_at_their_own_end, "ui/src/features/booking/A.svelte", text, bites);
    }
}

#[test]
fn sideways_imports_are_found() {
    for (path, text, bites) in [
        ("ui/src/features/booking/a.ts", "import { b } from '$/features/patients/b';", true),
        ("ui/src/features/booking/a.ts", "import { b } from '../patients/b';", true),
        ("ui/src/features/booking/a.ts", "const b = await import('../patients/b');", true),
        ("ui/src/features/booking/a.ts", "import { b } from './b';", false),
        ("ui/src/features/booking/a.svelte", "import B from '$/components/Button.svelte';", false),
        ("ui/src/components/A.svelte", "import { backend } from '$/backend';", true),
        ("ui/src/lib/a.ts", "import B from '$/components/Button.svelte';", true),
        ("ui/src/features/booking/a.ts", "import { b } from '$/screens/b';", true),
    ] {
        try_on(tiers_look_down_only, path, text, bites);
    }
}

#[test]
fn physical_directions_and_stray_colours_are_found() {
    for text in [
        "a { margin-left: 1rem; }",
        "a { left: 0 }",
        "a { text-align: right }",
        "a { border-top-left-radius: 1px }",
        "  right: 0;",
    ] {
        try_on(directions_are_logical, "ui/src/styles/a.css", text, true);
        try_on(
            directions_are_logical,
            "ui/src/styles/a.css",
            &format!("/* physical because it is a clock */\n{text}"),
            false,
        );
    }
    try_on(directions_are_logical, "ui/src/a.svelte", "<div style:left={x}></div>", true);
    try_on(directions_are_logical, "ui/src/a.svelte", "<script>const a = { left: 1 };</script>", false);
    try_on(
        directions_are_logical,
        "ui/src/styles/a.css",
        "a { inset-inline-start: 0; margin-inline: 1rem }",
        false,
    );
    try_on(
        colours_are_tokens,
        "ui/src/a.svelte",
        "{#each a as b}\n<style>\na { color: #fff }\n</style>",
        true,
    );
    try_on(
        colours_are_tokens,
        "ui/src/a.svelte",
        "{#each a as b}\n<style>\na { color: var(--ink) }\n</style>",
        false,
    );
    try_on(colours_are_tokens, "ui/src/styles/a.css", "a { background: rgb(1 2 3) }", true);
    try_on(colours_are_tokens, "ui/src/styles/a.css", "a { background: white }", true);
    try_on(colours_are_tokens, "ui/src/styles/tokens.css", "a { background: oklch(1 2 3) }", false);
}
