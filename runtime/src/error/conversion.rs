//! Errors of values that the caller parses, so that `?` works on them in a function with the client's [`Result`](super::Result).

use super::Error;
use crate::filter::FilterError;
use crate::model::Base64Error;
use crate::timestamp::{DateError, TimestampError};

macro_rules! from {
    ($($error:ident: $value:literal;)*) => {$(
        #[doc = concat!("Not a ", $value, ": an error of the kind [`Request`](super::ErrorKind::Request).")]
        impl From<$error> for Error {
            fn from(error: $error) -> Self {
                Self::request(error.to_string()).with_source(error)
            }
        }
    )*};
}

from! {
    TimestampError: "date-time";
    DateError: "date";
    Base64Error: "Base64 value";
    FilterError: "filter";
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;
    use crate::error::{ErrorKind, Result};
    use crate::filter::Filter;
    use crate::model::Base64Bytes;
    use crate::timestamp::{Date, Timestamp};

    fn timestamp() -> Result<Timestamp> {
        Ok("yesterday".parse()?)
    }

    fn date() -> Result<Date> {
        Ok("tomorrow".parse()?)
    }

    fn bytes() -> Result<Base64Bytes> {
        Ok("?".parse()?)
    }

    fn filter() -> Result<Filter<()>> {
        Ok("name eq".parse()?)
    }

    #[test]
    fn parse_errors_become_request_errors_and_keep_their_cause() {
        let errors = [
            timestamp().unwrap_err(),
            bytes().unwrap_err(),
            filter().unwrap_err(),
            date().unwrap_err(),
        ];
        for error in &errors {
            let cause = error.source().unwrap();
            assert_eq!(error.kind(), ErrorKind::Request);
            assert_eq!(error.to_string(), format!("request: {cause}"));
            assert!(!error.is_retryable() && error.attempts() == 0);
        }
        assert!(errors[0].source().unwrap().is::<TimestampError>());
        assert!(errors[1].source().unwrap().is::<Base64Error>());
        assert!(errors[2].source().unwrap().is::<FilterError>());
        assert!(errors[3].source().unwrap().is::<DateError>());
    }
}
