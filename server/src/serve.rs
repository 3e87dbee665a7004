//! `vedetta serve`: opens the database, listens, and ends in good order.

use std::{io, io::Write, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, http::Request};
use futures_util::FutureExt;
use hyper::{server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use socket2::SockRef;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};
use tower::ServiceExt;

use crate::{
    auth::address::Peer,
    clock::Clock,
    flow::SLOWEST_READER,
    heads::{Counted, Head, LongHeads},
    jobs::Workers,
    router::router,
    services::{setup, sign_in},
    settings::Settings,
    site_files,
    state::AppState,
    stopping::Stop,
};

/// How long requests in flight and running jobs may take once the server is told to stop; the whole end takes less than
/// 10 s.
const LAST_REQUESTS: Duration = Duration::from_secs(5);
/// How long the database may take to let go.
const LAST_WRITES: Duration = Duration::from_secs(3);
/// Between rounds of dropping what has ended.
const BETWEEN_SWEEPS: Duration = Duration::from_secs(15 * 60);
/// How long a client may take over the headers of a request, from the moment it has connected.
const SLOWEST_HEADERS: Duration = Duration::from_secs(10);
/// How much of them is read; longer ones are refused before there is a request, with a bare 431. A token of a megabyte is
/// wrong like any other. A connection may hold as much of its answers before it waits for the client.
const LONGEST_HEADERS: usize = 1536 << 10;
/// How many connections there may be; more wait until one ends, and take no memory meanwhile.
const MOST_CONNECTIONS: usize = 4096;
/// A pause before the next try when the system has no more descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves until the process is told to stop, which it may be before it is ready.
pub async fn run(settings: Settings) -> anyhow::Result<()> {
    let mut stop = Stop::listen()?;
    let started = tokio::select! {
        started = start(settings) => started?,
        () = stop.wait() => return Ok(()),
    };
    let Started { listener, state, workers } = started;
    let router = router(state.clone())?;
    tokio::spawn(sweep(state.clone()));
    let in_flight = accept_until_stopped(listener, router, stop).await;
    let last_work = async { tokio::join!(workers.stop(), finish_requests(in_flight)) };
    if timeout(LAST_REQUESTS, last_work).await.is_err() {
        tracing::warn!("some requests or jobs did not finish in time");
    }
    close(&state).await;
    Ok(())
}

/// Lets the database go.
pub async fn close(state: &AppState) {
    if timeout(LAST_WRITES, state.store.close()).await.is_err() {
        tracing::warn!("the database did not let go in time");
    }
}

/// What runs once Vedetta is ready.
struct Started {
    listener: TcpListener,
    state: AppState,
    workers: Workers,
}

async fn start(mut settings: Settings) -> anyhow::Result<Started> {
    if !site_files::is_complete() {
        tracing::warn!("built without the browser half: pages stay plain; `cargo xtask build` makes the whole product");
    }
    let listen = settings.listen;
    // The port first: a second server on the machine should not touch the database at all.
    let listener = TcpListener::bind(listen).await.map_err(|error| cannot_listen(listen, &error))?;
    // Of port 0 the system makes a free one.
    settings.listen = listener.local_addr()?;
    let store = store::open(&settings.database).await?;
    let state = AppState::new(store, settings, Clock::system()).await?;
    // Leptos renders on the runtime that it is told of.
    let _ = any_spawner::Executor::init_tokio();
    greet(&state).await?;
    let workers = Workers::start(state.clone(), state.settings.workers);
    Ok(Started { listener, state, workers })
}

fn cannot_listen(listen: SocketAddr, error: &io::Error) -> anyhow::Error {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            anyhow::anyhow!("cannot listen on {listen}: another program uses this port; choose one with VEDETTA_LISTEN")
        }
        _ => anyhow::anyhow!("cannot listen on {listen}: {error}"),
    }
}

/// Says where Vedetta is, and how to get in the first time.
async fn greet(state: &AppState) -> anyhow::Result<()> {
    let url = state.settings.shown_url();
    let mut text = format!("Vedetta is ready at {url}\n");
    if setup::is_needed(state).await? {
        let code = &state.setup_code;
        text.push_str(&format!("First run: make the first admin at {url}/setup with the code {code}\n"));
    }
    // Whoever starts the server may have closed its output; that is no reason to stop.
    let _ = io::stdout().write_all(text.as_bytes());
    tracing::info!(url, database = state.store.engine().as_str(), version = env!("CARGO_PKG_VERSION"), "ready");
    Ok(())
}

/// Drops, now and then, what has ended by itself.
async fn sweep(state: AppState) {
    let mut rounds = tokio::time::interval(BETWEEN_SWEEPS);
    loop {
        rounds.tick().await;
        let now = state.clock.now();
        if let Err(error) = state.store.sweep_accounts(now, now - sign_in::IDLE).await {
            tracing::warn!(%error, "ended sign-ins could not be dropped; the next round tries again");
        }
    }
}

/// A client that has connected, and its place among all.
struct Connected {
    stream: TcpStream,
    peer: SocketAddr,
    place: OwnedSemaphorePermit,
}

async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> io::Result<Connected> {
    let place = places.clone().acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok(Connected { stream, peer, place })
}

async fn accept_until_stopped(listener: TcpListener, router: Router, mut stop: Stop) -> GracefulShutdown {
    let graceful = GracefulShutdown::new();
    let (places, long_heads) = (Arc::new(Semaphore::new(MOST_CONNECTIONS)), LongHeads::new());
    let serve = |connected| serve_connection(connected, router.clone(), long_heads.clone(), &graceful);
    loop {
        tokio::select! {
            accepted = accept(&listener, &places) => match accepted {
                Ok(connected) => serve(connected),
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            },
            () = stop.wait() => break,
        }
    }
    // Whoever has connected by now is still served.
    while let Some(Ok(connected)) = accept(&listener, &places).now_or_never() {
        serve(connected);
    }
    drop(listener);
    graceful
}

async fn finish_requests(in_flight: GracefulShutdown) {
    tracing::info!("stopping; requests in flight are finished");
    in_flight.shutdown().await;
}

fn serve_connection(connected: Connected, router: Router, long_heads: LongHeads, graceful: &GracefulShutdown) {
    let Connected { stream, peer, place } = connected;
    // Answers are small and whole: waiting to fill a packet only delays them.
    let _ = stream.set_nodelay(true);
    if let Err(error) = SockRef::from(&stream).set_tcp_user_timeout(Some(SLOWEST_READER)) {
        tracing::debug!(%error, %peer, "a client that does not read will not be cut off");
    }
    let head = Head::new(long_heads);
    let stream = Counted::new(stream, head.clone());
    let service = service_fn(move |request: Request<hyper::body::Incoming>| {
        let answering = head.answering();
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(peer));
        router.clone().oneshot(request).inspect(move |_| drop(answering))
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(SLOWEST_HEADERS).max_buf_size(LONGEST_HEADERS);
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        let _place = place;
        if let Err(error) = connection.await {
            tracing::debug!(%error, %peer, "a connection ended early");
        }
    });
}
