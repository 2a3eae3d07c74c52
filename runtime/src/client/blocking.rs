//! Calls from programs without async: a thread drives the network, and the caller's thread waits.

use std::sync::OnceLock;
use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use crate::client::Client;
use crate::error::{Error, Result};

/// The runtime of a client, started by its first blocking call.
///
/// It runs on a separate thread, so that idle connections and renewals of tokens progress between
/// calls too. It ends with the last clone of the client.
#[derive(Default)]
pub(crate) struct Engine {
    started: OnceLock<Result<Running>>,
}

struct Running {
    handle: Handle,
    /// Dropping it ends the thread.
    _alive: oneshot::Sender<()>,
}

impl Engine {
    fn handle(&self) -> Result<&Handle> {
        match self.started.get_or_init(start) {
            Ok(running) => Ok(&running.handle),
            Err(error) => Err(error.clone()),
        }
    }
}

fn start() -> Result<Running> {
    let failed = |error: std::io::Error| {
        Error::config("the runtime of blocking calls can't be started").with_source(error)
    };
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(failed)?;
    let handle = runtime.handle().clone();
    let (alive, ended) = oneshot::channel::<()>();
    thread::Builder::new()
        .name("openapi-client".to_owned())
        .spawn(move || {
            // Nothing is ever sent: the channel closes when the other half is dropped.
            let _ = runtime.block_on(ended);
        })
        .map_err(failed)?;
    Ok(Running {
        handle,
        _alive: alive,
    })
}

impl Client {
    /// Waits for a future of this client, such as that of `send`, on the calling thread.
    ///
    /// Every request has `send_blocking`; this is for everything else that is async. Any number of threads may wait at
    /// the same time.
    ///
    /// # Errors
    /// On a thread of an async runtime, where waiting would block everything else that runs there: await the future there, or
    /// use the runtime's own way to block. Nothing was sent then.
    pub fn block_on<F: Future>(&self, future: F) -> Result<F::Output> {
        if Handle::try_current().is_ok() {
            return Err(Error::request(
                "a blocking call was made on a thread of an async runtime; `.send().await` there instead",
            ));
        }
        Ok(self.inner().engine.handle()?.block_on(future))
    }
}
