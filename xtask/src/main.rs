//! `cargo xtask`: sets up what is missing, then does what is asked. Nothing of the product lives here.
#![allow(clippy::print_stdout)]

mod build;
mod demo;
mod setup;
mod shell;
mod stages;
mod together;
mod window;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::shell::{Run, root};
use crate::stages::Stages;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "Everything one does with this repository."
)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Open the window.
    Run {
        /// Open the demo clinic, made new once a day, and print its logins.
        #[arg(long)]
        demo: bool,
        /// Make the demo clinic new all the same.
        #[arg(long, requires = "demo")]
        fresh: bool,
        /// With a hub: the second time, in another terminal, as another PC of the same clinic.
        #[arg(long, requires = "demo", conflicts_with = "fresh")]
        hub: bool,
        /// Another directory for the desk's data.
        #[arg(long, value_name = "DIR", conflicts_with = "demo")]
        dir: Option<PathBuf>,
    },
    /// Run a hub for trying out, with a PostgreSQL of its own: prints codes by which desks enrol, and writes them into
    /// `target/hub.json`. Everything in it is gone when it ends.
    Hub {
        #[arg(long, default_value = "127.0.0.1:7420")]
        listen: String,
    },
    /// Everything that must hold before a change lands.
    Test,
    /// The quick part of it: form, lints, types.
    Check,
    /// Build the screens and every program.
    Build,
    /// Browser tests and window tests only.
    E2e,
    /// Write the TypeScript types of the command table.
    Bindings,
    /// Try desks and a hub against lost, repeated and cut messages, crashes, copies and restores: any number of seeds, each of which
    /// replays exactly. On all processors that it may use.
    Simulate {
        #[arg(long, default_value_t = 0)]
        first: u64,
        #[arg(long, default_value_t = 10_000)]
        seeds: u64,
        /// Model desks alone, for the protocol: a hundred times as many seeds in the same time.
        #[arg(long)]
        models: bool,
    },
    /// Measure the hot paths beside their bare limits and their goals.
    ///
    /// All sizes take some ten minutes and 3 GB under `target/bench`, where the clinics stay for the next time.
    #[command(args_conflicts_with_subcommands = true)]
    Bench {
        #[command(subcommand)]
        of: Option<Measured>,
        /// Visits of the clinics to measure, with commas between; 10000,100000,1000000 unless told.
        #[arg(long, value_name = "VISITS", value_delimiter = ',', value_parser = clap::value_parser!(u32).range(10_000..))]
        sizes: Vec<u32>,
        /// One part alone.
        #[arg(long, value_name = "PART", value_parser = ["opening", "booking", "reading", "board", "registry", "chart", "reports"])]
        only: Option<String>,
    },
}

#[derive(Subcommand)]
enum Measured {
    /// Desks and a hub: a first sync, an upload, one booking from desk to desk, what the hub takes beside PostgreSQL alone, and the bytes
    /// on the wire.
    Sync {
        /// Appointments of the clinics that are carried, with commas between; 20000,100000 unless told.
        #[arg(long, value_name = "APPOINTMENTS", value_delimiter = ',', value_parser = clap::value_parser!(u32).range(10_000..))]
        sizes: Vec<u32>,
        /// One part alone.
        #[arg(long, value_name = "PART", value_parser = ["carrying", "booking", "ingest"])]
        only: Option<String>,
    },
    /// The screens in a browser: from a key on a busy board until it is painted.
    Screens,
    /// The window: from its start to the login beside an empty one, and the memory it holds beside a browser's empty page.
    Window {
        /// One part alone.
        #[arg(long, value_name = "PART", value_parser = ["start", "memory"])]
        only: Option<String>,
    },
}

fn main() -> Result<()> {
    match Arguments::parse().task {
        Task::Run { demo, fresh, hub, dir } => run(demo, fresh, hub, dir),
        Task::Hub { listen } => hub(&listen),
        Task::Test => test(),
        Task::Check => check(),
        Task::Build => {
            setup::to_build()?;
            build::screens()?;
            build::programs()
        }
        Task::E2e => e2e(),
        Task::Bindings => {
            setup::to_build()?;
            build::bindings()
        }
        Task::Simulate { first, seeds, models } => simulate(first, seeds, models),
        Task::Bench { of: None, sizes, only } => bench("bench", &sizes, only.as_deref()),
        Task::Bench { of: Some(Measured::Sync { sizes, only }), .. } => {
            setup::to_serve()?;
            bench("bench-sync", &sizes, only.as_deref())
        }
        Task::Bench { of: Some(Measured::Screens), .. } => {
            setup::to_test()?;
            build::screens()?;
            build::programs()?;
            let bench = build::npm().args(["run", "bench"]).env("CLINIC_DESK", build::program("clinic-desk"));
            bench.env("CLINIC_DESK_UI_BUILT", "1").at_most(LONGEST_DRIVE).run()
        }
        Task::Bench { of: Some(Measured::Window { only }), .. } => {
            setup::to_measure()?;
            build::screens()?;
            window::bench(only.as_deref())
        }
    }
}

fn bench(program: &str, sizes: &[u32], only: Option<&str>) -> Result<()> {
    let sizes: Vec<String> = sizes.iter().map(u32::to_string).collect();
    let mut bench =
        build::cargo("run").args(["--profile", "quick", "--package", "clinic-tests", "--bin", program, "--"]);
    if !sizes.is_empty() {
        bench = bench.args(["--sizes", &sizes.join(",")]);
    }
    if let Some(part) = only {
        bench = bench.args(["--only", part]);
    }
    bench.run()
}

/// Model desks for the protocol, real ones for what keeps it.
fn simulate(first: u64, seeds: u64, models: bool) -> Result<()> {
    let with = if models {
        ["--package", "clinic-hub", "--test", "convergence"].as_slice()
    } else {
        &["--package", "clinic-hub", "--package", "clinic-tests", "--test", "convergence", "--test", "sync"]
    };
    build::cargo("test")
        .args(["--profile", "quick"])
        .args(with)
        .args(["all_desks_end", "--", "--nocapture"])
        .env("SEED", first.to_string())
        .env("SEEDS", seeds.to_string())
        .run()
}

fn run(demo: bool, fresh: bool, hub: bool, dir: Option<PathBuf>) -> Result<()> {
    setup::to_build()?;
    build::screens()?;
    build::programs()?;
    let mut running = None;
    let dir = if hub {
        setup::to_serve()?;
        let (dir, started) = together::desk()?;
        running = started;
        Some(dir)
    } else if demo {
        Some(demo::clinic(fresh)?)
    } else {
        dir
    };
    let mut window = Run::new(build::program("clinic-desk-window"));
    if let Some(dir) = dir {
        window = window.arg("--dir").arg(dir);
    }
    let ended = window.run();
    drop(running);
    ended
}

fn hub(listen: &str) -> Result<()> {
    setup::to_serve()?;
    build::cargo("build").args(build::EVERYTHING).args(["--bin", "clinic-hub"]).run()?;
    let report = root().join("target/hub.json");
    Run::new(build::program("clinic-hub")).args(["try", "--listen", listen]).arg("--report").arg(report).run()
}

fn test() -> Result<()> {
    let mut stages = Stages::default();
    stages.first("set up", setup::to_test)?;
    stages.next("format", || build::cargo("fmt").args(["--all", "--check"]).run());
    stages.next("screens: types", || build::npm().args(["run", "check"]).run());
    stages.next("screens: unit tests", || build::npm().args(["run", "test"]).run());
    // The window embeds the screens: without them nothing after this compiles.
    stages.first("screens: build", build::screens)?;
    stages.next("lints", build::clippy);
    stages.first("programs: build", build::programs_to_test)?;
    stages.next("tests", build::tests);
    browser_and_window(&mut stages);
    stages.finish()
}

fn check() -> Result<()> {
    setup::to_build()?;
    let mut stages = Stages::default();
    stages.next("format", || build::cargo("fmt").args(["--all", "--check"]).run());
    stages.next("screens: types", || build::npm().args(["run", "check"]).run());
    if !root().join("ui/dist/index.html").exists() {
        stages.first("screens: build", build::screens)?;
    }
    stages.next("lints", build::clippy);
    stages.finish()
}

fn e2e() -> Result<()> {
    setup::to_test()?;
    let mut stages = Stages::default();
    stages.first("screens: build", build::screens)?;
    stages.first("programs: build", build::programs_to_test)?;
    browser_and_window(&mut stages);
    stages.finish()
}

/// What a stage that drives a browser or a window may take before it counts as hung.
const LONGEST_DRIVE: Duration = Duration::from_secs(25 * 60);

fn browser_and_window(stages: &mut Stages) {
    stages.next("browser tests", || {
        build::npm()
            .args(["run", "test:browser"])
            .env("CLINIC_DESK", build::program("clinic-desk"))
            .env("CLINIC_DESK_ATTENTION", build::program("examples/attention"))
            .env("CLINIC_DESK_UI_BUILT", "1")
            .at_most(LONGEST_DRIVE)
            .run()
    });
    stages.next("window tests", || window::tests(LONGEST_DRIVE));
}
