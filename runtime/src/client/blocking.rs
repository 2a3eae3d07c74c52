//! Calls from programs without async: a thread drives the network, and the caller's thread waits.

use std::pin::pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use tokio::runtime::{self, Builder, Handle, RuntimeFlavor};
use tokio::sync::oneshot;
use tokio::task;
use tokio::task::coop::unconstrained;
use tokio::time::sleep;

use crate::client::Client;
use crate::error::{Error, Result};

/// How long the runtime continues after the last client.
const LAST: Duration = Duration::from_secs(5);

/// The runtime of a client, started by its first blocking call.
///
/// It runs on a separate thread, so that idle connections and renewals of tokens progress between
/// calls too. It ends with the last clone of the client, some seconds later if something still runs in the background.
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
            runtime.block_on(async {
                // Nothing is ever sent: the channel closes when the other half is dropped.
                let _ = ended.await;
                finish().await;
            });
            // A look-up of a name can't be cancelled, and nobody waits for it.
            runtime.shutdown_background();
        })
        .map_err(failed)?;
    Ok(Running {
        handle,
        _alive: alive,
    })
}

/// Gives what runs in the background, such as the renewal of a token, some time to end.
async fn finish() {
    let tasks = Handle::current().metrics();
    let end = Instant::now() + LAST;
    while tasks.num_alive_tasks() > 0 && Instant::now() < end {
        sleep(LAST / 500).await;
    }
}

impl Client {
    /// Waits for a future of this client, such as that of `send`, on the calling thread.
    ///
    /// Every request has `send_blocking`; this is for everything else that is async. Any number of threads may wait at
    /// the same time.
    ///
    /// It works wherever blocking is allowed: on a thread without a runtime, in `spawn_blocking`, and, by `block_in_place`, on a
    /// worker of a multi-thread runtime.
    ///
    /// # Errors
    /// On the thread that drives a current-thread runtime, where waiting would block everything else that runs there: await the
    /// future there. Nothing was sent then.
    pub fn block_on<F: Future>(&self, future: F) -> Result<F::Output> {
        let handle = self.inner().engine.handle()?;
        let wait = || {
            let _inside = handle.enter();
            park_on(future)
        };
        let flavor = Handle::try_current().map(|around| around.runtime_flavor());
        match (flavor, runtime::worker_index()) {
            (Ok(RuntimeFlavor::MultiThread), Some(_)) => Ok(task::block_in_place(wait)),
            (Ok(_), Some(_)) => Err(Error::request(
                "a blocking call was made on the thread of a current-thread runtime; `.send().await` there instead",
            )),
            // A thread that drives no runtime: its own, one for blocking, or one that waits in a multi-thread runtime's `block_on`.
            (_, None) | (Err(_), Some(_)) => Ok(wait()),
        }
    }
}

/// Polls a future on this thread until it is ready. Another thread drives the runtime that it needs; so this may be called in
/// another runtime, in which Tokio's own `block_on` would panic.
fn park_on<F: Future>(future: F) -> F::Output {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    // The budget of a task is renewed only by its own runtime.
    let mut future = pin!(unconstrained(future));
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        thread::park();
    }
}

/// Wakes a thread that is parked.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
