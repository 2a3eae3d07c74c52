//! The queue of the limiter, and the pause after a 429.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use http::Method;

use super::{Schedule, run};
use crate::clock::Time;
use crate::operation::{CallInfo, Target};
use crate::policy::limit::{RateLimit, Window};

const PER: Duration = Duration::from_secs(10);
const REQUESTS: usize = 5;
const CALLERS: usize = 40;

/// What happened, in its order.
#[derive(Clone, Copy, Debug)]
enum Event {
    Sent(Duration),
    Paused { from: Duration, until: Duration },
}

#[test]
fn the_limit_holds_and_nobody_waits_for_ever() {
    run(|schedule| {
        let limit = RateLimit::new(REQUESTS, PER);
        let window = Arc::new(Window::new(limit, Time::Given(Arc::new(schedule.clock()))));
        let log = Rc::default();
        (0..CALLERS)
            .map(|_| caller(schedule.clone(), Arc::clone(&window), Rc::clone(&log)))
            .collect()
    });
}

/// A caller that sends, gives up before it has a permit, gives up with one, or pauses.
async fn caller(schedule: Schedule, window: Arc<Window>, log: Rc<RefCell<Vec<Event>>>) {
    let target = Target::Raw {
        method: Method::GET,
        path: "/api/x".to_owned(),
        api: None,
    };
    let call = CallInfo::new(&target);
    schedule.pause(3 * PER).await;
    if schedule.one_in(4) {
        let patience = Duration::from_millis(schedule.below(15_000));
        let given_up = schedule.agenda.sleep(patience);
        tokio::select! {
            biased;
            () = given_up => {}
            permit = window.acquire(call) => drop(permit),
        }
        return;
    }
    let permit = match window.admit(call) {
        Some(permit) => permit,
        None => window.acquire(call).await,
    };
    let now = schedule.agenda.passed();
    if schedule.one_in(6) {
        drop(permit);
        return;
    }
    permit.spend();
    log.borrow_mut().push(Event::Sent(now));
    check(&log.borrow(), now);
    if schedule.one_in(10) {
        let wait = Duration::from_millis(schedule.below(20_000));
        window.pause(call, wait);
        log.borrow_mut().push(Event::Paused {
            from: now,
            until: now + wait,
        });
    }
}

fn check(log: &[Event], now: Duration) {
    let recent = |event: &&Event| matches!(event, Event::Sent(at) if now < *at + PER);
    let sent = log.iter().filter(recent).count();
    assert!(
        sent <= REQUESTS,
        "{sent} within a span that ends at {now:?}"
    );
    for event in log {
        if let Event::Paused { from, until } = event {
            // A permit that was given at the moment of the pause may still be used.
            assert!(now == *from || now >= *until, "sent at {now:?}: {event:?}");
        }
    }
}
