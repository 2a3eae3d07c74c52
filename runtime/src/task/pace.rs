//! How long to wait before each poll.

use std::time::Duration;

/// A task of a few seconds is found soon after its end, and one of an hour costs few requests.
const FIRST: Duration = Duration::from_secs(2);
const LONGEST: Duration = Duration::from_secs(30);
const TIME_LIMIT: Duration = Duration::from_secs(60 * 60);

/// The settings of the waits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    pub(super) first: Duration,
    pub(super) longest: Duration,
    pub(super) time_limit: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            first: FIRST,
            longest: LONGEST,
            time_limit: TIME_LIMIT,
        }
    }
}

impl Pace {
    /// The wait that follows another one: half as long again.
    pub(super) fn after(&self, wait: Duration) -> Duration {
        let longer = wait.saturating_add(wait / 2);
        longer.max(self.first).min(self.longest)
    }

    /// How long to wait of an interval, and of what the service asked for, when so much of the time limit is left. `None` if no
    /// poll may follow.
    pub(super) fn wait(
        interval: Duration,
        asked: Option<Duration>,
        left: Duration,
    ) -> Option<Duration> {
        let asked = asked.unwrap_or_default();
        // The last interval is cut, so that the status at the time limit is known. The service's wait is never cut.
        (!left.is_zero() && asked <= left).then(|| interval.max(asked).min(left))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn waits_grow_to_the_longest() {
        let pace = Pace {
            first: seconds(4),
            longest: seconds(10),
            ..Pace::default()
        };
        let waits = std::iter::successors(Some(pace.first), |wait| Some(pace.after(*wait)));
        let waits: Vec<u64> = waits.map(|it| it.as_secs()).take(5).collect();
        assert_eq!(waits, [4, 6, 9, 10, 10]);
    }

    #[test]
    fn the_time_limit_cuts_an_interval_but_no_wait_of_the_service() {
        let table = [
            (2, None, 9, Some(2)),
            (9, None, 2, Some(2)),
            (2, None, 0, None),
            (2, Some(5), 9, Some(5)),
            (7, Some(5), 9, Some(7)),
            (7, Some(5), 6, Some(6)),
            (2, Some(9), 9, Some(9)),
            (2, Some(10), 9, None),
        ];
        for (interval, asked, left, expected) in table {
            let asked = asked.map(seconds);
            let wait = Pace::wait(seconds(interval), asked, seconds(left));
            assert_eq!(wait, expected.map(seconds), "{interval} {asked:?} {left}");
        }
    }
}
