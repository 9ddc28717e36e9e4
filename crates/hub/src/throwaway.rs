//! A PostgreSQL of one's own that ends with this process: for tests and for trying the hub out. It listens on a socket that only this user
//! can reach, keeps its data in a temporary directory, and trades durability for speed: what was committed outlives a crash of the server, not of
//! the machine.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::store::{DatabaseUrl, Role, Store, migrate};

/// A running server. Dropping it, or the end of this process however it comes, stops it and removes its data.
#[derive(Debug)]
pub struct Postgres {
    dir: PathBuf,
    keeper: Child,
}

/// Keeps the server running, kills it for each line it reads, and ends it with the end of its input, which comes when our process ends.
const KEEPER: &str = r#"
run() {
    while [ ! -e "$2/stop" ]; do
        "$1" -D "$2/data" -k "$2" -c listen_addresses= -c unix_socket_permissions=0700 -c fsync=off -c full_page_writes=off \
            -c max_connections=200 -c shared_buffers=64MB >>"$2/log" 2>&1
        sleep 0.1
    done
    touch "$2/ended"
}
crash() {
    kill -QUIT "$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)" 2>/dev/null
}
run "$1" "$2" &
while read -r _; do crash "$2"; done
touch "$2/stop"
while [ ! -e "$2/ended" ]; do crash "$2"; sleep 0.02; done
rm -rf "$2"
"#;

/// Who logs in: the owner of the database, the server, and administration.
pub const LOGINS: [&str; 3] = ["hub_owner", "hub_server", "hub_operator"];

/// A database of a throw-away server, migrated.
#[derive(Debug, Clone)]
pub struct Database {
    pub name: String,
    pub owner: DatabaseUrl,
    pub server: DatabaseUrl,
    pub operator: DatabaseUrl,
}

impl Postgres {
    /// # Errors
    /// When PostgreSQL is not installed or does not start.
    pub fn start() -> Result<Self> {
        let programs = programs()?;
        let dir = tempfile::Builder::new().prefix("hub-").tempdir()?.keep();
        let user = unprivileged()?;
        if let Some((user, group)) = user {
            chown(&dir, Some(user), Some(group))?;
        }
        fs::set_permissions(&dir, fs::Permissions::from_mode(0o700))?;
        let as_user = |program: &Path| {
            let mut command = Command::new(program);
            if let Some((user, group)) = user {
                // PostgreSQL refuses to run as root.
                command.uid(user).gid(group);
            }
            command.current_dir(&dir).env("LC_ALL", "C.UTF-8");
            command
        };
        let made = as_user(&programs.join("initdb"))
            .args(["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--username=postgres"])
            .arg("-D")
            .arg(dir.join("data"))
            .output()
            .context("initdb cannot be started")?;
        if !made.status.success() {
            bail!("initdb: {}", String::from_utf8_lossy(&made.stderr));
        }
        let keeper = as_user(Path::new("/bin/sh"))
            .args(["-c", KEEPER, "keeper"])
            .arg(programs.join("postgres"))
            .arg(&dir)
            // A group of its own: Ctrl+C ends us, and then the server.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let server = Self { dir, keeper };
        server.wait()?;
        Ok(server)
    }

    fn wait(&self) -> Result<()> {
        let deadline = Instant::now() + Duration::from_secs(30);
        let socket = self.dir.join(".s.PGSQL.5432");
        while Instant::now() < deadline {
            if socket.exists() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!("PostgreSQL did not start: {}", fs::read_to_string(self.dir.join("log")).unwrap_or_default())
    }

    /// Kills the server as a power cut would kill it, but for the disk's cache, and starts it again.
    ///
    /// # Errors
    /// When its keeper is gone.
    pub fn crash(&mut self) -> Result<()> {
        use std::io::Write as _;
        let input = self.keeper.stdin.as_mut().context("the server has ended")?;
        Ok(input.write_all(b"crash\n")?)
    }

    /// The address for a login. Nobody but this user can reach it, so there is no password.
    pub fn url(&self, user: &str, database: &str) -> DatabaseUrl {
        DatabaseUrl::new(format!("host={} user={user} dbname={database}", self.dir.display()))
    }

    /// A new database, migrated, with its three logins.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn database(&self, name: &str) -> Result<Database> {
        let (client, _driving) = self.connect().await?;
        for (login, role) in LOGINS.into_iter().zip(["createrole", "nosuperuser", "nosuperuser"]) {
            let make = format!("create role {login} login {role}");
            // Another database of this server may have made it, or be making it just now.
            let unless_there = "exception when duplicate_object or unique_violation then null";
            client.batch_execute(&format!("do $$ begin {make}; {unless_there}; end $$")).await?;
        }
        client.batch_execute(&format!("create database {name} owner hub_owner")).await?;
        let owner = self.url("hub_owner", name);
        migrate(&owner).await?;
        client.batch_execute("grant clinic_hub to hub_server; grant clinic_admin to hub_operator").await?;
        let (server, operator) = (self.url("hub_server", name), self.url("hub_operator", name));
        Ok(Database { name: name.to_owned(), owner, server, operator })
    }

    async fn connect(&self) -> Result<(tokio_postgres::Client, crate::store::Driving)> {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            match crate::store::connect(&self.url("postgres", "postgres")).await {
                Ok(connected) => return Ok(connected),
                // The socket is there a moment before the server takes connections.
                Err(error) if Instant::now() > deadline => return Err(error.into()),
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }
}

impl Database {
    /// # Errors
    /// Never for these addresses.
    pub fn stores(&self, connections: usize) -> Result<(Store, Store)> {
        let server = Store::new(self.server.clone(), Role::Server, connections)?;
        Ok((server, Store::new(self.operator.clone(), Role::Administration, 2)?))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // Whatever becomes of the keeper: it needs us no longer.
        let _ = self.keeper.wait();
    }
}

/// Where `initdb` and `postgres` are. Debian keeps them outside the path.
fn programs() -> Result<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    found.sort();
    let on_path = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    let candidates = found.into_iter().rev().map(|(_, path)| path).chain(on_path.into_iter().flatten());
    candidates
        .into_iter()
        .find(|dir| dir.join("initdb").exists() && dir.join("postgres").exists())
        .context("PostgreSQL is not installed (on Debian: apt install postgresql)")
}

/// As whom a server runs when we are root: `postgres`, or else `nobody`.
fn unprivileged() -> Result<Option<(u32, u32)>> {
    use std::os::unix::fs::MetadataExt as _;
    if fs::metadata("/proc/self")?.uid() != 0 {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd")?;
    let user = |name: &str| {
        let line = users.lines().find(|line| line.starts_with(&format!("{name}:")))?;
        let mut parts = line.split(':').skip(2);
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    };
    user("postgres").or_else(|| user("nobody")).map(Some).context("there is no unprivileged user")
}
