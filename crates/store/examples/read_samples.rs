//! Times the read of an availability analysis: `read_samples URL FROM TO [TIMES]`.
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use std::{env, time::Instant};

use model::Window;
use store::{CollectionNames, DatabaseUrl, Selection};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [url, from, to, times @ ..] = arguments.as_slice() else { return Err("URL FROM TO [TIMES]".into()) };
    let window = Window::new(from.parse()?, to.parse()?).ok_or("FROM must be before TO")?;
    let store = store::open(&DatabaseUrl::parse(url, None, CollectionNames::default())?).await?;
    for _ in 0..times.first().map_or(Ok(1), |times| times.parse())? {
        let begun = Instant::now();
        let read = store.read_samples(Selection { window, only: None }).await?;
        let seconds = begun.elapsed().as_secs_f64();
        let failures: usize = read.found.iter().map(|service| service.failures.len()).sum();
        let samples: u64 = read.found.iter().map(|service| service.counts.total()).sum();
        println!("{seconds:.4} s: {} services, {samples} samples, {failures} failures", read.found.len());
    }
    store.close().await;
    Ok(())
}
