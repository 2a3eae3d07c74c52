//! The questions that an error answers.

use http::StatusCode;

use super::{Error, ErrorKind, Hope};

impl Error {
    /// Returns the kind of the error: the step at which the call failed.
    ///
    /// The predicates for config, request, auth, connect and decode errors compare this kind; those for a status, such as
    /// [`is_not_found`](Self::is_not_found), require [`ErrorKind::Status`].
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    pub(super) fn is(&self, kind: ErrorKind) -> bool {
        self.kind() == kind
    }

    fn has_status(&self, status: StatusCode) -> bool {
        self.is(ErrorKind::Status) && self.status() == Some(status)
    }

    /// 404: the resource does not exist, or is not visible to this caller.
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND)
    }

    /// 401 from the operation: the token was rejected, and so was a new one.
    ///
    /// If no token could be obtained at all, [`is_auth`](Self::is_auth) is true instead.
    pub fn is_unauthorized(&self) -> bool {
        self.has_status(StatusCode::UNAUTHORIZED)
    }

    /// 403: the token is valid, but lacks the permission.
    pub fn is_forbidden(&self) -> bool {
        self.has_status(StatusCode::FORBIDDEN)
    }

    /// 429, from the operation or from the token endpoint; see [`retry_after`](Self::retry_after).
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Returns whether the status is the one that the service uses for a feature that is not enabled. `false` for a service
    /// without such a status.
    pub fn is_feature_disabled(&self) -> bool {
        let answer = self.inner.response.as_ref();
        self.is(ErrorKind::Status)
            && answer.is_some_and(|answer| answer.service.is_feature_disabled(answer.status))
    }

    /// A deadline passed: of connecting, of an attempt, of the whole call, or of a body that stalled.
    ///
    /// The [kind](Self::kind) is [`Timeout`](ErrorKind::Timeout) for the deadlines of attempts and calls, and that of the
    /// step otherwise: [`Connect`](ErrorKind::Connect), [`Decode`](ErrorKind::Decode) or [`Auth`](ErrorKind::Auth).
    pub fn is_timeout(&self) -> bool {
        self.inner.timeout
    }

    /// The connection failed, so the request never reached the server. `false` for a request for a token, for which
    /// [`is_auth`](Self::is_auth) is true.
    pub fn is_connect(&self) -> bool {
        self.is(ErrorKind::Connect)
    }

    /// The server returned a success, but the response could not be read or decoded. A write has taken effect.
    pub fn is_decode(&self) -> bool {
        self.is(ErrorKind::Decode)
    }

    /// No token could be obtained. If the token endpoint responded, [`status`](Self::status) and
    /// [`api_error`](Self::api_error) are those of its response.
    pub fn is_auth(&self) -> bool {
        self.is(ErrorKind::Auth)
    }

    /// The client's settings are missing or invalid.
    pub fn is_config(&self) -> bool {
        self.is(ErrorKind::Config)
    }

    /// The caller's input is invalid or a middleware rejected the request, and nothing was sent.
    pub fn is_request(&self) -> bool {
        self.is(ErrorKind::Request)
    }

    /// Returns whether the cause may be temporary: a connection that failed or broke, a deadline, 408, 429 or a 5xx. A
    /// certificate that is not trusted and a proxy that asks for credentials are not. An error of
    /// [requesting a token](Self::is_auth) follows its cause.
    ///
    /// This does not mean that a write can safely be sent twice.
    pub fn is_retryable(&self) -> bool {
        match self.inner.hope {
            Hope::Never => return false,
            Hope::Some | Hope::LookUp => return true,
            Hope::ByKind => {}
        }
        match self.kind() {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => true,
            ErrorKind::Status | ErrorKind::Auth => {
                self.inner.timeout
                    || self.status().is_some_and(|status| {
                        status.is_server_error()
                            || matches!(
                                status,
                                StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS
                            )
                    })
            }
            ErrorKind::Decode => self.inner.incomplete,
            ErrorKind::Config | ErrorKind::Request => false,
        }
    }

    /// Returns whether the host name could not be resolved.
    pub(crate) fn is_look_up(&self) -> bool {
        self.inner.hope == Hope::LookUp
    }

    /// Returns whether another attempt would have the same result.
    pub(crate) fn is_hopeless(&self) -> bool {
        self.inner.hope == Hope::Never
    }

    /// Returns whether the request of a POST, PUT, PATCH or DELETE may have taken effect, although the call failed: it was sent,
    /// and either there is no response, or the response is a 5xx or a success that can't be read.
    pub fn may_have_been_applied(&self) -> bool {
        let origin = self.inner.operation.as_ref();
        if origin.is_some_and(|origin| origin.method.is_safe()) {
            return false;
        }
        match self.kind() {
            ErrorKind::Timeout | ErrorKind::Transport => self.inner.is_unknown,
            ErrorKind::Status => self.status().is_some_and(|it| it.is_server_error()),
            ErrorKind::Decode => true,
            ErrorKind::Config | ErrorKind::Request | ErrorKind::Auth | ErrorKind::Connect => false,
        }
    }
}
