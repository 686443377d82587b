//! The `sangkien` binary: holds the built site and starts the server.

mod site;

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use axum::Router;
use clap::{Args, Parser};
use server::http::{
    assets::{self, Site},
    pages,
};

/// Triệu Sáng Kiến: collects initiatives, counts them and shows the totals.
#[derive(Parser)]
enum Command {
    /// Start the server.
    Serve(Options),
    /// Start the server with made-up data.
    Demo(Options),
}

#[derive(Args)]
struct Options {
    /// Address and port to listen on; port 0 picks a free one.
    #[arg(long, env = "SANGKIEN_LISTEN", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// Print one line of JSON to standard output when ready.
    #[arg(long)]
    json: bool,
    /// Folder of the database.
    #[arg(long, env = "SANGKIEN_DATA")]
    data: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let (Command::Serve(options) | Command::Demo(options)) = Command::parse();
    let site = Arc::new(Site::new(site::files()?)?);
    let router: Router = assets::router(site.clone()).fallback_service(pages::service(site, || ()));
    let listener = tokio::net::TcpListener::bind(options.listen).await?;
    let url = format!("http://{}", listener.local_addr()?);
    if options.json {
        println!("{}", serde_json::json!({ "url": url, "join_codes": {} }));
    } else {
        println!("{url}");
    }
    axum::serve(listener, router)
        .with_graceful_shutdown(async {
            if let Err(error) = tokio::signal::ctrl_c().await {
                tracing::error!(%error, "can't wait for the stop signal");
            }
        })
        .await?;
    Ok(())
}
