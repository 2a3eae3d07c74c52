//! Uploads a CSV file, and prints the progress.

#![allow(clippy::print_stdout, reason = "an example prints its steps")]

use std::fmt::Write as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use examples::Session;
use sailpoint_isc::beta::entitlements::testing::ImportEntitlementCsvCall;
use sailpoint_isc::{File, Result};
use tokio::io::{AsyncRead, ReadBuf};

#[tokio::main]
async fn main() -> Result<()> {
    let session = Session::start().await?;
    let source = "7d1c40e2b9584f0aa6c3e85f21907b64";
    let mut csv = "id,name,displayName\n".to_owned();
    for n in 0..40_000 {
        let _ = writeln!(csv, "crew-{n},Crew {n},Crew number {n}");
    }
    let length = csv.len() as u64;
    println!("A file of {length} bytes.");
    if !session.may_write() {
        return Ok(());
    }
    let reader = Progress {
        inner: io::Cursor::new(csv.into_bytes()),
        sent: 0,
        length,
        told: 0,
    };
    // `File::from_path` streams a file from the disk and can be sent again; a reader like this one can't.
    let file = File::from_reader("crews.csv", reader).length(length);
    #[allow(
        deprecated,
        reason = "the service has no other way to send a file of entitlements"
    )]
    let request = session
        .client
        .beta()
        .entitlements()
        .import_entitlement_csv(source);
    let task = request.csv_file(file).send().await?;
    println!(
        "Taken with status {}: the task {}, {}.",
        task.status(),
        examples::or_dash(task.id.as_ref()),
        examples::or_dash(task.description.as_ref())
    );
    if let Some(tenant) = session.tenant() {
        let calls = tenant.calls().import_entitlement_csv();
        let came = calls.iter().find_map(ImportEntitlementCsvCall::csv_file);
        let lines = came.map_or(0, |part| part.text().lines().count());
        println!("The tenant has read {lines} lines.");
    }
    Ok(())
}

/// A reader that prints its progress at every fifth.
struct Progress {
    inner: io::Cursor<Vec<u8>>,
    sent: u64,
    length: u64,
    told: u64,
}

impl AsyncRead for Progress {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.inner).poll_read(cx, buffer);
        self.sent += (buffer.filled().len() - before) as u64;
        let fifths = self.sent * 5 / self.length;
        if fifths > self.told {
            self.told = fifths;
            println!("  {:3} % sent", self.sent * 100 / self.length);
        }
        read
    }
}
