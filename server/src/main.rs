//! The `sangkien` binary: reads the command line, holds the built site, and starts what was asked for.

mod site;

use clap::Parser;
use server::clock::Clock;
use server::commands::{self, CommandError};
use server::config::{self, Cli, Command, Listening, Serve};
use server::demo::{self, DemoOfficer, FillError, Filled};
use server::http::assets::{Site, SiteError};
use server::http::limit::Strictness;
use server::http::openapi::Document;
use server::http::sessions::Lasting;
use server::http::{PublicUrl, Reach};
use server::push::{Options, PushError};
use server::serving::{self, Server};
use server::shutdown::Stop;
use server::totals::Reality;
use server::{logging, shutdown};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use store::{Nature, SqliteStore, Store, StoreError};
use tempfile::TempDir;
use tokio::net::TcpListener;

/// Why the server didn't start or a command failed, for whoever typed it.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Command(#[from] CommandError),
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error(transparent)]
    Site(#[from] SiteError),
    #[error("the site's files can't be read: {0}")]
    SiteFiles(io::Error),
    #[error("the system doesn't let the server listen to its signals: {0}")]
    Signals(io::Error),
    #[error("can't listen on {address}: {error}. Is another server running? Choose another address with --listen.")]
    Listen { address: SocketAddr, error: io::Error },
    #[error("the address can't be read: {0}")]
    NoAddress(io::Error),
    #[error(transparent)]
    Push(#[from] PushError),
    #[error("{0}")]
    Fill(#[from] FillError),
    #[error("no temporary folder can be made: {0}. Choose one with --data.")]
    Temporary(io::Error),
    #[error("standard output can't be written: {0}")]
    Output(io::Error),
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli.command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("sangkien: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<(), Failure> {
    let clock = Clock::system();
    let done = match command {
        Command::Serve(serve) => return run_server(serve).await,
        Command::Demo(demo) => return run_demo(demo).await,
        Command::Units(units) => commands::units(units, &clock).await?,
        Command::Campaign(campaign) => commands::campaign(campaign, &clock).await?,
        Command::Targets(targets) => commands::targets(targets, &clock).await?,
        Command::JoinCode(unit) => commands::join_code(unit, &clock).await?,
        Command::Officer(officers) => commands::officer::officer(officers, &clock).await?,
        Command::Verify(folder) => commands::verify(folder).await?,
        Command::Backup(backup) => commands::backup(backup).await?,
        Command::Restore(backup) => commands::restore(backup, &clock).await?,
        Command::Openapi => Document::text().to_owned(),
    };
    say(&done)
}

async fn run_server(serve: Serve) -> Result<(), Failure> {
    let Serve { folder, network, sessions, rate_limit, push } = serve;
    let listening = listen(&network).await?;
    let store = SqliteStore::open(&folder.data).await?;
    store.check().await?;
    let reality = match store.nature().await? {
        Nature::Real => Reality::Real,
        // A folder that was filled by `demo` stays marked as what it is.
        Nature::Demo => Reality::Demo,
        Nature::Unfinished => return Err(FillError::Unfinished.into()),
    };
    if store.directory().await?.campaigns().is_empty() {
        tracing::warn!(
            "nothing can be sent in yet: import the units and create a campaign; the server takes them over"
        );
    }
    let public_url = network.public_url.clone();
    let reach = reach(network, sessions, rate_limit);
    let started = start(store, reality, listening, push.options(), public_url, reach).await?;
    say(&started.url)?;
    started.serve().await;
    Ok(())
}

async fn run_demo(options: config::Demo) -> Result<(), Failure> {
    let listening = listen(&options.network).await?;
    // Removed when it is dropped, after the server has put everything away.
    let temporary = match &options.data {
        Some(_) => None,
        None => Some(tempfile::tempdir().map_err(Failure::Temporary)?),
    };
    let data = options.data.as_deref().or(temporary.as_ref().map(TempDir::path)).unwrap_or(Path::new("."));
    let store = SqliteStore::open(data).await?;
    store.check().await?;
    let scale = usize::try_from(options.scale).unwrap_or(usize::MAX);
    let invented = demo::Demo::new(options.seed, scale, Clock::system().now()).map_err(FillError::from)?;
    let Filled { join_codes, officers, made } = demo::fill(&store, invented).await?;
    tracing::info!(made, "the demonstration is there");
    // Whoever tries it reaches it where it listens.
    let own = listening.local_addr().ok().and_then(|address| format!("http://{address}").parse().ok());
    let public_url = options.network.public_url.clone().or(own);
    let reach = reach(options.network, options.sessions, options.rate_limit);
    let started = start(store, Reality::Demo, listening, options.push.options(), public_url, reach).await?;
    let codes: BTreeMap<String, String> =
        join_codes.into_iter().map(|(unit, code)| (unit.to_string(), code.to_string())).collect();
    if options.json {
        let officers: Vec<serde_json::Value> = officers.iter().map(listed).collect();
        let ready = serde_json::json!({ "url": started.url, "join_codes": codes, "officers": officers });
        say(&ready.to_string())?;
    } else {
        say(&invitation(&started.url, &codes, &officers))?;
    }
    started.serve().await;
    Ok(())
}

fn listed(officer: &DemoOfficer) -> serde_json::Value {
    let DemoOfficer { login, password, right } = officer;
    serde_json::json!({ "login": login, "password": password, "role": right.role, "unit": right.unit })
}

/// What someone who has just started a demonstration wants to know.
fn invitation(url: &str, codes: &BTreeMap<String, String>, officers: &[DemoOfficer]) -> String {
    let places = [
        ("The board", "/"),
        ("Stories", "/stories"),
        ("The app", "/app"),
        ("The desk", "/app/review"),
        ("The show", "/show/control"),
        ("The stage", "/show/program"),
    ];
    let mut text: String = places.map(|(name, path)| format!("{:<12}{url}{path}\n", format!("{name}:"))).concat();
    for unit in ["cd-dau-khi", "ldld-thanh-hoa"] {
        if let Some(code) = codes.get(unit) {
            text.push_str(&format!("Join {unit}:  {url}/app/join?code={code}\n"));
        }
    }
    for DemoOfficer { login, password, right } in officers {
        text.push_str(&format!("Sign in:    {login}  {password}  ({} of {})\n", right.role.name(), right.unit));
    }
    text.push_str("Any other unit's code: start with --json. All data are invented. Stop with Ctrl-C.");
    text
}

/// A server that listens but doesn't answer yet.
struct Started {
    server: Server,
    listener: TcpListener,
    router: axum::Router,
    stop: Stop,
    url: String,
}

/// First of all, so that an address that is taken is said before anything is done.
async fn listen(network: &Listening) -> Result<TcpListener, Failure> {
    logging::start(network.log);
    serving::raise_open_files();
    let address = network.listen;
    TcpListener::bind(address).await.map_err(|error| Failure::Listen { address, error })
}

fn reach(network: Listening, sessions: config::Sessions, rate_limit: Strictness) -> Reach {
    let sessions = Lasting::days(sessions.session_idle, sessions.session_longest);
    Reach { rate_limit, trusted_proxies: network.trusted_proxy, sessions, most_viewers: network.most_viewers }
}

async fn start(
    store: Arc<SqliteStore>,
    reality: Reality,
    listener: TcpListener,
    push: Option<Options>,
    public_url: Option<PublicUrl>,
    reach: Reach,
) -> Result<Started, Failure> {
    let site = Arc::new(built_site(reality)?.at(public_url));
    let url = format!("http://{}", listener.local_addr().map_err(Failure::NoAddress)?);
    let server = Server::start(store, Clock::system(), reality).await?;
    let server = match push {
        Some(options) => server.with_push(options).await?,
        None => server,
    };
    let (switch, stop) = shutdown::stop();
    tokio::spawn(shutdown::on_signals(switch).map_err(Failure::Signals)?);
    let router = serving::router(server.service(stop.clone(), reach), site);
    Ok(Started { server, listener, router, stop, url })
}

/// The site. A debug build also runs without it: whoever works on the protocol alone need not build the app first.
fn built_site(reality: Reality) -> Result<Site, Failure> {
    let said = match reality {
        Reality::Real => app::reality::Reality::Real,
        Reality::Demo => app::reality::Reality::Demo,
    };
    match Site::new(said, site::files().map_err(Failure::SiteFiles)?) {
        Err(not_built @ SiteError::NotBuilt(_)) if cfg!(debug_assertions) => {
            tracing::warn!("{not_built}");
            Ok(Site::bare())
        }
        site => Ok(site?),
    }
}

impl Started {
    async fn serve(self) {
        self.server.serve(self.listener, self.router, self.stop).await;
    }
}

fn say(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}").and_then(|()| out.flush()).map_err(Failure::Output)
}
