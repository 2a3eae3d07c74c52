//! The methods of every generated expectation and call.

/// Gives a generated expectation, a struct with a field `expectation`, its methods.
#[doc(hidden)]
#[macro_export]
macro_rules! expectation {
    ($name:ident, $call:ident, $api:literal, $operation:literal, $($answer:tt)+) => {
        impl $name {
            pub(crate) fn new(server: &$crate::testing::Server) -> Self {
                Self { expectation: server.expectation($api, $operation) }
            }

            /// Matches only calls with this header.
            pub fn with_header(self, name: &str, value: impl ::std::fmt::Display) -> Self {
                self.expectation.with(|call| call.header_param(name, value));
                self
            }

            /// Matches only calls with this parameter in their query, whether it is documented or not.
            pub fn with_query_param(self, name: impl Into<String>, value: impl ::std::fmt::Display) -> Self {
                self.expectation.with(|call| call.query(name.into(), value));
                self
            }

            /// Matches only calls for which the function returns true.
            pub fn matching(self, is: impl Fn(&$call) -> bool + Send + Sync + 'static) -> Self {
                self.expectation.matching(move |received| is(&received.clone().into()));
                self
            }

            $crate::then_ok!($($answer)+);

            /// Returns the documented error for this status, or the service's usual one.
            pub fn then_error(self, status: u16) -> Self {
                self.expectation.error(status);
                self
            }

            /// Returns an error in the service's format with this text.
            pub fn then_error_because(self, status: u16, text: &str) -> Self {
                self.expectation.error_because(status, text);
                self
            }

            /// Returns this response.
            pub fn then(self, answer: $crate::testing::Answer) -> Self {
                self.expectation.then(answer);
                self
            }

            /// Returns 429 with a `Retry-After` of this duration, in whole seconds.
            pub fn rate_limited(self, retry_after: ::std::time::Duration) -> Self {
                self.expectation.rate_limited(retry_after);
                self
            }

            /// Returns 401, as for a token that is no longer valid.
            pub fn token_expired(self) -> Self {
                self.then_error(401)
            }

            /// Closes the connection instead of a response.
            pub fn drops_connection(self) -> Self {
                self.then($crate::testing::Answer::dropped())
            }

            /// Delays the next response. Earlier deadlines pass while it waits.
            pub fn delayed(self, delay: ::std::time::Duration) -> Self {
                self.expectation.delayed(delay);
                self
            }

            /// Returns the preceding response this many times, and requires that many calls. By default a response is returned once if
            /// another follows, and the last one any number of times.
            pub fn times(self, times: usize) -> Self {
                self.expectation.times(times);
                self
            }
        }
    };
}

/// The success of a generated expectation.
#[doc(hidden)]
#[macro_export]
macro_rules! then_ok {
    (json $answer:ty) => {
        /// Returns this value, with the status that is documented for it.
        ///
        /// The last response is repeated. A list that is read to its end after a full page asks for one page more: end it by
        /// `.then_ok(vec![])`, or the repeated page is an error.
        pub fn then_ok(self, value: $answer) -> Self {
            self.expectation.ok_json(&value);
            self
        }
    };
    (optional $answer:ty) => {
        /// Returns this value, with the status that is documented for it.
        pub fn then_ok(self, value: Option<$answer>) -> Self {
            self.expectation.ok_optional(value.as_ref());
            self
        }
    };
    (by_status $answer:ty) => {
        /// Returns this value, with the status that is documented for it.
        pub fn then_ok(self, value: $answer) -> Self {
            self.expectation.then(value.answer());
            self
        }
    };
    (text) => {
        /// Returns this text, with the status that is documented for it.
        pub fn then_ok(self, text: impl Into<String>) -> Self {
            self.expectation.ok_text(text.into());
            self
        }
    };
    (bytes) => {
        /// Returns these bytes, with the status that is documented for them.
        pub fn then_ok(self, bytes: impl Into<$crate::bytes::Bytes>) -> Self {
            self.expectation.ok_bytes(bytes.into());
            self
        }
    };
    (empty) => {
        /// Returns the status that is documented for success, which has no body.
        pub fn then_ok(self) -> Self {
            self.expectation.ok_empty();
            self
        }
    };
}

/// Gives the expectation of an operation whose response is read while it arrives the methods for that.
#[doc(hidden)]
#[macro_export]
macro_rules! streams {
    ($name:ident { $($kind:ident $of:tt)+ }) => {
        impl $name {
            $($crate::streams!(@ $kind $of);)+

            /// Waits this long on the server's clock between the events or items of the preceding response. A wait starts when the
            /// client has read everything before it and waits for more.
            pub fn pauses(self, pause: ::std::time::Duration) -> Self {
                self.expectation.pause_between(pause);
                self
            }

            /// Closes the connection after so many bytes of the body of the preceding response.
            pub fn cut_at(self, bytes: usize) -> Self {
                self.expectation.cut_at(bytes);
                self
            }
        }
    };
    (@ bytes ()) => {};
    (@ events ($data:ty)) => {
        /// Returns these server-sent events, and the service's end marker if it has one. An `Event` has a type and an id, data alone
        /// has none.
        pub fn then_events(self, events: impl IntoIterator<Item = impl Into<$crate::Event<$data>>>) -> Self {
            self.expectation.ok_events(events);
            self
        }
    };
    (@ text_events ()) => {
        /// Returns these server-sent events, and the service's end marker if it has one. An `Event` has a type and an id, data alone
        /// has none.
        pub fn then_events(self, events: impl IntoIterator<Item = impl Into<$crate::Event<String>>>) -> Self {
            self.expectation.ok_text_events(events);
            self
        }
    };
    (@ whole_events ($event:ty)) => {
        /// Returns these server-sent events, and the service's end marker if it has one. The data of each is the event as a whole, with
        /// its `event` and `data`.
        pub fn then_events(self, events: impl IntoIterator<Item = impl Into<$crate::Event<$event>>>) -> Self {
            self.expectation.ok_whole_events(events);
            self
        }
    };
    (@ items ($item:ty, $media_type:literal)) => {
        /// Returns these items, one per line.
        pub fn then_items(self, items: impl IntoIterator<Item = $item>) -> Self {
            self.expectation.ok_items($media_type, items);
            self
        }
    };
}

/// Gives a generated call, a struct with a field `received`, its common methods.
#[doc(hidden)]
#[macro_export]
macro_rules! received {
    ($call:ident, $api:literal, $operation:literal) => {
        impl $crate::codegen::OfOperation for $call {
            const API: &'static str = $api;
            const OPERATION: &'static str = $operation;
        }

        impl From<$crate::testing::Received> for $call {
            fn from(received: $crate::testing::Received) -> Self {
                Self { received }
            }
        }

        impl ::std::ops::Deref for $call {
            type Target = $crate::testing::Received;

            fn deref(&self) -> &$crate::testing::Received {
                &self.received
            }
        }

        impl ::std::fmt::Debug for $call {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.received.fmt(f)
            }
        }
    };
}

/// Gives mock servers and their calls, structs with a field `server`, the operations of a group.
///
/// A row is the method of the client and its route, for the documentation, and the types that the mock server and its calls have for it.
#[doc(hidden)]
#[macro_export]
macro_rules! mock {
    ($group:literal, $($server:ty, $calls:ty);+ => $rows:tt) => {
        $($crate::mock!(@ $group, $server, $calls, $rows);)+
    };
    (@ $group:literal, $server:ty, $calls:ty, {
        $($method:literal $route:literal $on:ident $expectation:ident, $name:ident $call:ident;)*
    }) => {
        impl $server {
            $(
                #[doc = concat!("[`", $method, "`](crate::", $group, "::", $method, "): ", $route, ".")]
                pub fn $on(&self) -> $expectation {
                    $expectation::new(&self.server)
                }
            )*
        }

        impl $calls {
            $(
                #[doc = concat!("[`", $method, "`](crate::", $group, "::", $method, "): ", $route, ".")]
                pub fn $name(&self) -> $crate::testing::Calls<$call> {
                    self.server.calls_of()
                }
            )*
        }
    };
}
