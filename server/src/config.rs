//! What can be said on the command line or in the environment. Every option is also a variable `SANGKIEN_…`; the texts
//! here are what `--help` shows, for someone who runs servers and has never seen this one.

use crate::http::PublicUrl;
use crate::http::client::Network;
use crate::http::limit::Strictness;
use crate::push::endpoint::Reachable;
use crate::push::{Contact, Options};
use clap::{Args, Parser, Subcommand, ValueEnum};
use model::calendar::Date;
use model::campaign::Phase;
use model::rights::Role;
use model::unit::{Slug, UnitCode};
use std::net::SocketAddr;
use std::path::PathBuf;
use store::Login;

/// Triệu Sáng Kiến: collects the initiatives of a union's members, counts them exactly and shows the totals.
///
/// One process and one folder are all there is: the database is made and brought up to date when a command first needs
/// it. To set up a server: import the units, create a campaign, import the targets, then `serve`. To look around first:
/// `sangkien demo`.
#[derive(Debug, Parser)]
#[command(name = "sangkien", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the server.
    ///
    /// It stops on SIGTERM or Ctrl-C: no new connections, event streams end, waiting work is finished, the database is
    /// closed. A second signal, or 10 seconds, end it at once; what was acknowledged is safe in any case.
    Serve(Serve),
    /// Run the server with invented data, marked as such on every page.
    Demo(Demo),
    /// The union's units.
    #[command(subcommand)]
    Units(Units),
    /// Campaigns.
    #[command(subcommand)]
    Campaign(Campaigns),
    /// The units' targets.
    #[command(subcommand)]
    Targets(Targets),
    /// Print a unit's join code, with which members join it. Made at the first call.
    JoinCode(JoinCode),
    /// Officers of units.
    #[command(subcommand)]
    Officer(Officers),
    /// Recount everything from the records and compare it with the totals.
    ///
    /// Ends with status 1 at the first difference. Can be run while the server is running.
    Verify(Folder),
    /// Write everything into a new file, and check it. Can be run while the server is running.
    ///
    /// The file holds everything: drafts, officers' secrets, keys. It is readable for its owner alone; keep it so.
    Backup(Backup),
    /// Put a backup in the place of what is in the data folder.
    ///
    /// The server has to be stopped. The backup is checked whole before anything is touched, and what was there is kept
    /// beside it. Devices notice at their next contact, and give back what had been acknowledged since the backup.
    Restore(Backup),
    /// Print the protocol as an OpenAPI 3.1 document.
    Openapi,
}

/// Where the data is.
#[derive(Debug, Args)]
pub struct Folder {
    /// Folder of the database. Made if it isn't there. To back it up use `sangkien backup`.
    #[arg(long, env = "SANGKIEN_DATA", value_name = "DIR")]
    pub data: PathBuf,
}

#[derive(Debug, Args)]
pub struct Backup {
    /// The backup's file. `backup` overwrites none.
    pub file: PathBuf,
    #[command(flatten)]
    pub folder: Folder,
}

/// How the server is reached and what it says.
#[derive(Debug, Args)]
pub struct Listening {
    /// Address and port to listen on; port 0 picks a free one. Put a reverse proxy with TLS in front for the internet.
    #[arg(long, env = "SANGKIEN_LISTEN", default_value = "127.0.0.1:3000", value_name = "ADDR")]
    pub listen: SocketAddr,
    /// How the log is written to standard error. RUST_LOG chooses what is written, `info` by default.
    #[arg(long, env = "SANGKIEN_LOG", default_value = "text", value_enum)]
    pub log: LogFormat,
    /// A reverse proxy whose X-Forwarded-For is believed: an address or a network such as 10.0.0.0/8. May be repeated,
    /// or be a list with commas. Without it all clients behind a proxy are limited as if they were one.
    #[arg(long, env = "SANGKIEN_TRUSTED_PROXY", value_delimiter = ',', value_name = "NETWORK")]
    pub trusted_proxy: Vec<Network>,
    /// So many viewers follow the totals by a stream at the same time; each takes an open file and some 14 KiB. The pages of
    /// those beyond it ask every few seconds instead.
    #[arg(long, env = "SANGKIEN_MOST_VIEWERS", default_value_t = 50_000, value_name = "COUNT")]
    pub most_viewers: usize,
    /// The address by which people reach the server, such as https://sangkien.example: where somebody shares a link to a
    /// board or a story, it is shown with a picture from there, and the QR code on air leads there. Without it links are
    /// shown without one, and the code leads to where the producers' own pages were reached.
    #[arg(long, env = "SANGKIEN_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<PublicUrl>,
}

/// How long officers stay signed in. What a tablet holds stays on it when a session ends.
#[derive(Debug, Clone, Copy, Args)]
pub struct Sessions {
    /// An officer who hasn't used a device for so many days signs in again on it.
    #[arg(long, env = "SANGKIEN_SESSION_IDLE", default_value_t = 30, value_name = "DAYS",
          value_parser = clap::value_parser!(u16).range(1..=3650))]
    pub session_idle: u16,
    /// After so many days they sign in again in any case.
    #[arg(long, env = "SANGKIEN_SESSION_LONGEST", default_value_t = 180, value_name = "DAYS",
          value_parser = clap::value_parser!(u16).range(1..=3650))]
    pub session_longest: u16,
}

/// Whether authors' devices are told of news.
#[derive(Debug, Args)]
pub struct Pushing {
    /// Turns Web Push on: whom a push service can turn to about this server, mailto:… or https://…. Authors who ask for it
    /// are then told at once when an officer has decided. Messages go through the push service of each browser's maker,
    /// encrypted. Without it, news is there when the app is opened, and the app says so.
    #[arg(long, env = "SANGKIEN_PUSH_CONTACT", value_name = "URL")]
    pub push_contact: Option<Contact>,
    /// Also push to private addresses and without TLS: for a push service of your own. Anybody who can join could then have
    /// the server send requests into your network.
    #[arg(long, env = "SANGKIEN_PUSH_ANYWHERE")]
    pub push_anywhere: bool,
}

impl Pushing {
    /// What was asked for; `None` if push is off.
    pub fn options(self) -> Option<Options> {
        let reachable = if self.push_anywhere { Reachable::Anywhere } else { Reachable::Public };
        self.push_contact.map(|contact| Options { contact, reachable })
    }
}

/// Forms of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object for each line.
    Json,
}

#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    pub folder: Folder,
    #[command(flatten)]
    pub network: Listening,
    #[command(flatten)]
    pub sessions: Sessions,
    /// Limits on how often one client may ask: 1 as usual, a larger number so many times as generous, or `off`.
    #[arg(long, env = "SANGKIEN_RATE_LIMIT", default_value = "1", value_name = "FACTOR|off")]
    pub rate_limit: Strictness,
    #[command(flatten)]
    pub push: Pushing,
}

#[derive(Debug, Args)]
pub struct Demo {
    /// Folder to keep the invented data in. Without it they go into a temporary folder, which is removed at the end.
    #[arg(long, env = "SANGKIEN_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    #[command(flatten)]
    pub network: Listening,
    #[command(flatten)]
    pub sessions: Sessions,
    /// Limits on how often one client may ask, as for `serve`.
    #[arg(long, env = "SANGKIEN_RATE_LIMIT", default_value = "100", value_name = "FACTOR|off")]
    pub rate_limit: Strictness,
    #[command(flatten)]
    pub push: Pushing,
    /// How many initiatives to invent.
    #[arg(long, env = "SANGKIEN_SCALE", default_value_t = 5000, value_name = "N")]
    pub scale: u32,
    /// The same seed and scale invent the same data.
    #[arg(long, env = "SANGKIEN_SEED", default_value_t = 1, value_name = "N")]
    pub seed: u64,
    /// When ready, print one line of JSON to standard output: the address, the units' join codes and officers to sign in
    /// as.
    #[arg(long, env = "SANGKIEN_JSON")]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Units {
    /// Add and update units from a CSV file.
    ///
    /// Columns by name: code, parent (empty for the root alone), level (national, province, sector, corporation, upper,
    /// grassroots, team), name; note and successor_2025 if there are any. As Excel's "CSV UTF-8" or "Unicode text" has it:
    /// cells separated by commas, semicolons or tabs. Whatever is irregular is refused with its line; all of it is taken,
    /// or nothing. Units that aren't in the file stay. Can be run while the server is running.
    Import(Import),
}

#[derive(Debug, Subcommand)]
pub enum Campaigns {
    /// Create a campaign, or change the one with this slug.
    ///
    /// Can be run while the server is running.
    Create(Campaign),
}

#[derive(Debug, Subcommand)]
pub enum Targets {
    /// Set targets from a CSV file; earlier ones are kept as history.
    ///
    /// Columns by name: unit, phase (a phase's name; empty or `total` for the whole campaign), assigned, self_set (whole
    /// numbers without separators; empty for none); note, assigned_basis and self_set_basis if there are any. As for
    /// `units import`: whatever is irregular is refused with its line; all of it is taken, or nothing. Can be run while the
    /// server is running.
    Import(ImportTargets),
}

#[derive(Debug, Subcommand)]
pub enum Officers {
    /// Print a link with which somebody becomes an officer: the first administrator, say, who then invites the others.
    ///
    /// It works once, for whoever has it, within seven days. Can be run while the server is running.
    Invite(Invite),
    /// Print a link with which an officer who has forgotten the password chooses another one.
    ///
    /// For the first administrator, whom nobody else can help; the others ask their administrator. It works once, within a
    /// day, and ends every session of theirs. Can be run while the server is running.
    Reset(ResetPassword),
}

#[derive(Debug, Args)]
pub struct ResetPassword {
    /// What they sign in as.
    #[arg(long, env = "SANGKIEN_LOGIN", value_name = "LOGIN")]
    pub login: Login,
    /// They have lost their phone as well: their authenticator app, recovery codes and passkeys go too.
    #[arg(long, env = "SANGKIEN_EVERYTHING")]
    pub everything: bool,
    /// The server's address, as people reach it.
    #[arg(long, env = "SANGKIEN_URL", default_value = "http://127.0.0.1:3000", value_name = "URL")]
    pub url: String,
    #[command(flatten)]
    pub folder: Folder,
}

#[derive(Debug, Args)]
pub struct Invite {
    /// The unit's code, such as ldld-thanh-hoa.
    #[arg(long, env = "SANGKIEN_UNIT", value_name = "CODE")]
    pub unit: UnitCode,
    /// What they become there: reviewer, unit_administrator, producer, auditor or, on the root unit,
    /// national_administrator.
    #[arg(long, env = "SANGKIEN_ROLE", value_name = "ROLE", value_parser = parse_role)]
    pub role: Role,
    /// The server's address, as people reach it.
    #[arg(long, env = "SANGKIEN_URL", default_value = "http://127.0.0.1:3000", value_name = "URL")]
    pub url: String,
    #[command(flatten)]
    pub folder: Folder,
}

#[derive(Debug, Args)]
pub struct Import {
    /// The CSV file; `-` reads standard input.
    pub file: PathBuf,
    #[command(flatten)]
    pub folder: Folder,
}

#[derive(Debug, Args)]
pub struct ImportTargets {
    /// The CSV file; `-` reads standard input.
    pub file: PathBuf,
    /// The campaign's slug. The newest that has begun, if it isn't said.
    #[arg(long, env = "SANGKIEN_CAMPAIGN", value_name = "SLUG")]
    pub campaign: Option<Slug>,
    #[command(flatten)]
    pub folder: Folder,
}

#[derive(Debug, Args)]
pub struct Campaign {
    /// Its short name in addresses: a–z, 0–9 and -.
    #[arg(long, env = "SANGKIEN_SLUG", value_name = "SLUG")]
    pub slug: Slug,
    /// Its name.
    #[arg(long, env = "SANGKIEN_NAME", value_name = "NAME")]
    pub name: String,
    /// Its first day in Vietnam, such as 2026-01-08.
    #[arg(long, env = "SANGKIEN_FROM", value_name = "DATE")]
    pub from: Date,
    /// Its last day.
    #[arg(long, env = "SANGKIEN_TO", value_name = "DATE")]
    pub to: Date,
    /// A part of it with targets of its own, such as phase-1:2026-01-08:2026-05-31. May be repeated, or be a list with
    /// commas.
    #[arg(long, env = "SANGKIEN_PHASE", value_name = "NAME:FROM:TO", value_delimiter = ',', value_parser = parse_phase)]
    pub phase: Vec<Phase>,
    /// Phases that the campaign has and that aren't named with --phase go. Without it nothing is changed, and it is said
    /// what would go with them.
    #[arg(long, env = "SANGKIEN_REMOVE_PHASES")]
    pub remove_phases: bool,
    #[command(flatten)]
    pub folder: Folder,
}

#[derive(Debug, Args)]
pub struct JoinCode {
    /// The unit's code, such as ldld-thanh-hoa.
    pub unit: UnitCode,
    #[command(flatten)]
    pub folder: Folder,
}

fn parse_role(text: &str) -> Result<Role, String> {
    let names: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
    Role::from_name(&text.replace('-', "_")).ok_or_else(|| format!("expected one of {}", names.join(", ")))
}

fn parse_phase(text: &str) -> Result<Phase, String> {
    let parts: Vec<&str> = text.split(':').collect();
    let [slug, from, to] = parts.as_slice() else {
        return Err("expected NAME:FROM:TO, such as phase-1:2026-01-08:2026-05-31".into());
    };
    Ok(Phase {
        slug: slug.parse().map_err(|error| format!("{slug}: {error}"))?,
        from: from.parse().map_err(|error| format!("{from}: {error}"))?,
        to: to.parse().map_err(|error| format!("{to}: {error}"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_option_is_a_variable_and_has_a_text() {
        fn check(command: &clap::Command) {
            for option in command.get_arguments().filter(|option| option.get_long().is_some()) {
                let name = option.get_long().unwrap_or_default();
                if matches!(name, "help" | "version") {
                    continue;
                }
                let variable = format!("SANGKIEN_{}", name.to_uppercase().replace('-', "_"));
                assert_eq!(option.get_env().and_then(|env| env.to_str()), Some(variable.as_str()), "--{name}");
                assert!(option.get_help().is_some(), "--{name}");
            }
            assert!(command.get_about().is_some(), "{}", command.get_name());
            command.get_subcommands().filter(|command| command.get_name() != "help").for_each(check);
        }
        check(&Cli::command());
    }

    #[test]
    fn a_phase_is_a_name_and_two_days() {
        let phase = parse_phase("phase-1:2026-01-08:2026-05-31").unwrap();
        assert_eq!((phase.slug.as_str(), phase.to.to_string().as_str()), ("phase-1", "2026-05-31"));
        for bad in
            ["phase-1", "phase-1:2026-01-08", "Phase:2026-01-08:2026-05-31", "p:2026-13-01:2026-05-31", "a:b:c:d"]
        {
            assert!(parse_phase(bad).is_err(), "{bad}");
        }
    }
}
