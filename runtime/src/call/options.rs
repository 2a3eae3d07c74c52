//! The methods of every request.

/// Gives a request struct with a field `call: Call`, and at most one type parameter, the methods that every request has: `timeout`,
/// `timeouts`, `retry`, `limiter`, `idempotent`, `header`, `query_param` and `build`.
#[doc(hidden)]
#[macro_export]
macro_rules! call_options {
    ($request:ident $(, $state:ident)?) => {
        impl $(<$state>)? $request $(<$state>)? {
            /// Limits the duration of the whole call: every attempt and every wait between them.
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.call.timeout(timeout);
                self
            }

            /// Sets the timeouts of this call and its parts, in place of the client's.
            pub fn timeouts(mut self, policy: impl $crate::TimeoutPolicy) -> Self {
                self.call.timeouts(policy);
                self
            }

            /// Sets how this call is retried, in place of the client's policy.
            pub fn retry(mut self, policy: impl $crate::RetryPolicy) -> Self {
                self.call.retry(policy);
                self
            }

            /// Sets what decides when this call may be sent, in place of the client's policy.
            pub fn limiter(mut self, limiter: impl $crate::Limiter) -> Self {
                self.call.limiter(limiter);
                self
            }

            /// Sets whether the call is idempotent, regardless of its method, so that it is retried like
            /// a read or like a write.
            pub fn idempotent(mut self, idempotent: bool) -> Self {
                self.call.idempotent(idempotent);
                self
            }

            /// Sets a header, in place of an earlier value. Headers that only the client writes, such as `Host`, are
            /// rejected when the request is sent. A header with credentials, such as `Authorization`, is sent as it is, in place
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

            /// Returns the request as it would be sent, without sending it.
            ///
            /// # Errors
            /// When a setting can't be sent; the message names it.
            pub fn build(&self) -> $crate::Result<$crate::Request> {
                self.call.build()
            }
        }
    };
}

/// Makes a request awaitable: its type, that of the response, and the method of [`Call`](crate::codegen::Call) that sends it.
/// `sendable!(ListThings => Vec<Thing>, sent_json())`, or `sendable!(PutThing, Given => Thing, sent_json())` if it needs a body.
#[doc(hidden)]
#[macro_export]
macro_rules! sendable {
    ($request:ident $(, $state:ident)? => $value:ty, $($sent:tt)*) => {
        impl $crate::model::Sendable for $request $(<$crate::model::$state>)? {}

        /// Awaits [`send`](Self::send).
        impl ::std::future::IntoFuture for $request $(<$crate::model::$state>)? {
            type Output = $crate::Result<$crate::Response<$value>>;
            type IntoFuture = $crate::codegen::Sent<$value>;

            // Compiled where it is used: a program pays for the calls that it awaits.
            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.call.$($sent)*
            }
        }

        // The compiler's way to the message for a request that was not sent.
        #[doc(hidden)]
        impl ::std::ops::Deref for $request $(<$crate::model::$state>)? {
            type Target = $crate::codegen::SendAndAwaitFirst;

            fn deref(&self) -> &$crate::codegen::SendAndAwaitFirst {
                $crate::codegen::SendAndAwaitFirst::NOTHING
            }
        }

        // The same for a loop over it.
        #[doc(hidden)]
        impl ::std::iter::Iterator for $request $(<$crate::model::$state>)?
        where
            for<'a> $crate::codegen::SendAndAwaitFirst: $crate::codegen::AlreadySent,
        {
            type Item = ::std::convert::Infallible;

            fn next(&mut self) -> ::std::option::Option<Self::Item> {
                ::std::option::Option::None
            }
        }

        // The compiler's way to the message for a request without its body, which can't be awaited.
        $(#[doc(hidden)]
        impl ::std::future::Future for $request<$crate::model::Missing>
        where
            for<'a> Self: $crate::codegen::CallBodyBeforeAwait,
        {
            type Output = <$request<$crate::model::$state> as ::std::future::IntoFuture>::Output;

            fn poll(
                self: ::std::pin::Pin<&mut Self>,
                _: &mut ::std::task::Context<'_>,
            ) -> ::std::task::Poll<Self::Output> {
                ::std::task::Poll::Pending
            }
        })?
    };
}
