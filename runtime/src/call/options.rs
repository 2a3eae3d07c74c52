//! The methods that every request has, whatever its operation.

/// Gives a request struct with a field `call: Call`, and at most one type parameter, the methods that every request has: `timeout`,
/// `timeouts`, `retry`, `limiter`, `idempotent`, `header`, `query_param` and `build`.
#[doc(hidden)]
#[macro_export]
macro_rules! call_options {
    ($request:ident $(, $state:ident)?) => {
        impl $(<$state>)? $request $(<$state>)? {
            /// Bounds the whole call: every attempt and every wait between them.
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.call.timeout(timeout);
                self
            }

            /// Sets how long this call and its parts may take, in place of the client's way.
            pub fn timeouts(mut self, policy: impl $crate::TimeoutPolicy) -> Self {
                self.call.timeouts(policy);
                self
            }

            /// Sets how this call is repeated, in place of the client's way.
            pub fn retry(mut self, policy: impl $crate::RetryPolicy) -> Self {
                self.call.retry(policy);
                self
            }

            /// Sets what decides when this call may be sent, in place of the client's way.
            pub fn limiter(mut self, limiter: impl $crate::Limiter) -> Self {
                self.call.limiter(limiter);
                self
            }

            /// Says whether the call may be sent twice without harm, whatever its method, so that it is repeated like
            /// a read or like a write.
            pub fn idempotent(mut self, idempotent: bool) -> Self {
                self.call.idempotent(idempotent);
                self
            }

            /// Sets a header, in place of an earlier value. Those that the client writes by itself, such as `Host`, are
            /// refused when the request is sent. A header with credentials, such as `Authorization`, is sent as it is, in place
            /// of the client's own.
            pub fn header(mut self, name: &str, value: impl ::std::fmt::Display) -> Self {
                self.call.header_param(name, value);
                self
            }

            /// Sets a parameter of the query, in place of an earlier value, whether it is documented or not.
            pub fn query_param(
                mut self,
                name: impl Into<String>,
                value: impl ::std::fmt::Display,
            ) -> Self {
                self.call.query(name.into(), value);
                self
            }

            /// The request as it would go out, without sending it.
            ///
            /// # Errors
            /// When something that was set can't be sent; the message names it.
            pub fn build(&self) -> $crate::Result<$crate::Request> {
                self.call.build()
            }
        }
    };
}
