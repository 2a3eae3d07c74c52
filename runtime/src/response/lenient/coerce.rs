//! Other forms of a value that has the wrong type and one meaning.

use crate::timestamp::Timestamp;

/// The forms in which a value may be read, the likeliest first. The message of the decoder says what was expected.
pub(super) fn forms(json: &str, message: &str) -> Vec<String> {
    let mut forms = Vec::new();
    let expects = |what: &str| message.contains(&format!("expected {what}"));
    match json.as_bytes().first() {
        Some(b'-' | b'0'..=b'9') => {
            if expects("a date") {
                forms.extend(epoch(json, expects("a date-time")).map(|it| quoted(&it)));
            } else {
                forms.extend(whole(json));
                forms.push(quoted(json));
            }
        }
        Some(b'"') => {
            let text: String = serde_json::from_str(json).unwrap_or_default();
            let text = text.trim();
            let is_plain = serde_json::from_str::<serde_json::Value>(text)
                .is_ok_and(|it| it.is_number() || it.is_boolean());
            if is_plain {
                forms.push(text.to_owned());
                forms.extend(whole(text));
            }
        }
        Some(b't' | b'f') => forms.push(quoted(json)),
        _ => {}
    }
    if json != "null" && expects("a sequence") {
        forms.push(format!("[{json}]"));
    }
    forms
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// A number without a fraction as an integer: `3.0`, `3e2`.
fn whole(json: &str) -> Option<String> {
    /// Integers up to here are exact as doubles.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let has_digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|it| it == b'0');
    if let Some((integer, fraction)) = json.split_once('.')
        && has_digits(fraction)
    {
        return Some(integer.to_owned());
    }
    let number: f64 = json.parse().ok()?;
    let is_whole = json.contains(['.', 'e', 'E']) && number.fract() == 0.0 && number.abs() <= EXACT;
    is_whole.then(|| format!("{number:.0}"))
}

/// The date of a number of seconds, or of milliseconds, since 1970.
fn epoch(json: &str, is_date_time: bool) -> Option<String> {
    /// Seconds of a date until the year 5138; a larger number has milliseconds.
    const LARGEST: f64 = 1e11;
    let number: f64 = json.parse().ok()?;
    let seconds = if number.abs() < LARGEST {
        number
    } else {
        number / 1_000.0
    };
    let whole = seconds.floor();
    let nanos = ((seconds - whole) * 1_000.0).round() * 1_000_000.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of a double saturates, and what is out of range is not a date"
    )]
    let time = Timestamp::from_unix(whole as i64, (nanos as u32).min(999_999_999)).ok()?;
    let text = time.as_str();
    if is_date_time {
        return Some(text.to_owned());
    }
    text.get(..10).map(str::to_owned)
}
