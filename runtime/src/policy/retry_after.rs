//! The `Retry-After` header.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

/// How long the server asks the client to wait: seconds, or a date relative to the `Date` of the same response, or to `now` without
/// one. A date in the past is not a wait. Of several values the longest counts; values in another form are ignored.
pub(crate) fn read(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let date = headers.get(DATE).and_then(|value| value.to_str().ok());
    // The clocks of the two machines may differ by more than the wait.
    let now = date
        .and_then(|text| httpdate::parse_http_date(text.trim()).ok())
        .unwrap_or(now);
    let values = headers.get_all(RETRY_AFTER).iter();
    let values = values.filter_map(|value| value.to_str().ok());
    values.filter_map(|text| wait(text.trim(), now)).max()
}

fn wait(text: &str, now: SystemTime) -> Option<Duration> {
    if let Ok(date) = httpdate::parse_http_date(text) {
        return Some(date.duration_since(now).unwrap_or_default());
    }
    if text.contains(',') {
        // Two headers that were joined on the way.
        return text.split(',').filter_map(|it| seconds(it.trim())).max();
    }
    seconds(text)
}

/// A number of seconds; one that is too large for a duration is the longest.
fn seconds(text: &str) -> Option<Duration> {
    let is_number = text.starts_with(|c: char| c.is_ascii_digit());
    let seconds = text.parse::<f64>().ok().filter(|_| is_number)?;
    match text.parse::<u64>() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => Some(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_dates() {
        let now = httpdate::parse_http_date("Fri, 02 Jan 2026 03:04:05 GMT").unwrap();
        let cases = [
            ("7", Some(Duration::from_secs(7))),
            (" 0 ", Some(Duration::ZERO)),
            ("1.5", Some(Duration::from_millis(1500))),
            ("99999999999", Some(Duration::from_secs(99_999_999_999))),
            (
                "Fri, 02 Jan 2026 03:05:05 GMT",
                Some(Duration::from_secs(60)),
            ),
            ("Fri, 02 Jan 2026 03:00:00 GMT", Some(Duration::ZERO)),
            ("-1", None),
            ("NaN", None),
            ("99999999999999999999", Some(Duration::MAX)),
            ("1e400", Some(Duration::MAX)),
            ("7, 9", Some(Duration::from_secs(9))),
            ("7, soon", Some(Duration::from_secs(7))),
            ("inf", None),
            ("soon", None),
            ("", None),
        ];
        for (text, wait) in cases {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, text.parse().unwrap())]);
            assert_eq!(read(&headers, now), wait, "{text}");
        }
        assert_eq!(read(&HeaderMap::new(), now), None);
    }

    #[test]
    fn a_date_is_measured_against_the_date_of_the_response() {
        let now = httpdate::parse_http_date("Fri, 02 Jan 2026 03:04:05 GMT").unwrap();
        let headers = |date: &str, waits: &[&str]| {
            let waits = waits.iter().map(|it| (RETRY_AFTER, it.parse().unwrap()));
            let mut headers = HeaderMap::new();
            headers.insert(DATE, date.parse().unwrap());
            waits.for_each(|(name, value)| {
                headers.append(name, value);
            });
            headers
        };
        let minute_later = "Thu, 01 Jan 2026 00:01:00 GMT";
        let cases = [
            ("Thu, 01 Jan 2026 00:00:00 GMT", vec![minute_later], 60),
            ("Thu, 01 Jan 2026 00:02:00 GMT", vec![minute_later], 0),
            ("nonsense", vec!["Fri, 02 Jan 2026 03:04:15 GMT"], 10),
            ("Thu, 01 Jan 2026 00:00:00 GMT", vec!["7", minute_later], 60),
            (
                "Thu, 01 Jan 2026 00:00:00 GMT",
                vec!["90", minute_later, "8"],
                90,
            ),
            ("Thu, 01 Jan 2026 00:00:00 GMT", vec!["soon", "8"], 8),
        ];
        for (date, waits, expected) in cases {
            let found = read(&headers(date, &waits), now);
            assert_eq!(
                found,
                Some(Duration::from_secs(expected)),
                "{date} {waits:?}"
            );
        }
    }
}
