//! The methods of every client builder.

/// Gives a builder with a field `settings: Settings` the methods that every client has, and `build`, which makes that client.
#[doc(hidden)]
#[macro_export]
macro_rules! client_builder {
    ($builder:ident => $client:ty) => {
        impl $builder {
            /// Sets the base URL of the service, in place of the document's.
            ///
            /// Replaces scheme, host and port of every server, those of single operations included. Its path, if it has one,
            /// comes before the server's own path: with `https://gate.example/x`, calls for the server
            /// `https://api.example.com/v1` are sent below `https://gate.example/x/v1`. Thus one base URL serves every API, and a
            /// test server receives every call.
            pub fn base_url(mut self, url: impl Into<String>) -> Self {
                self.settings.base_url(url);
                self
            }

            /// Sets the address of the token endpoint. It goes before the service's own and before that of a document, which is
            /// used only if it is on the server's own origin. An error at [`build`](Self::build) if the client requests no tokens.
            pub fn token_url(mut self, url: impl Into<String>) -> Self {
                self.settings.token_url(url);
                self
            }

            /// Sets the credentials for every security scheme that takes a token.
            ///
            /// [`Credentials::none`]($crate::Credentials::none) sends calls without the credentials that they require.
            pub fn credentials(mut self, credentials: impl $crate::IntoCredentials) -> Self {
                self.settings.credentials(credentials.into());
                self
            }

            /// Sets the name and the version of the program, for the `User-Agent` header.
            pub fn app_info(mut self, name: impl Into<String>, version: impl Into<String>) -> Self {
                self.settings.app_info(name, version);
                self
            }

            /// Sets the whole `User-Agent` header.
            pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
                self.settings.user_agent(user_agent);
                self
            }

            /// Adds a header to every request, including token requests. Headers that depend on the request, such as
            /// `Authorization` and `Content-Type`, are rejected by [`build`](Self::build).
            pub fn default_header(
                mut self,
                name: impl Into<String>,
                value: impl Into<String>,
            ) -> Self {
                self.settings.default_header(name, value);
                self
            }

            /// Limits the duration of every call: all its attempts and all its waits. By default, only the parts are limited.
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.settings.timeout(timeout);
                self
            }

            /// Limits one attempt, from the first byte sent to the last byte read. Default: 60 s.
            pub fn attempt_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.settings.attempt_timeout(timeout);
                self
            }

            /// Limits the time between two chunks of a body. Default: 30 s.
            pub fn read_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.settings.read_timeout(timeout);
                self
            }

            /// Sets a policy for the timeouts of each call, in place of [`timeout`](Self::timeout),
            /// [`attempt_timeout`](Self::attempt_timeout) and [`read_timeout`](Self::read_timeout).
            pub fn timeouts(mut self, policy: impl $crate::TimeoutPolicy) -> Self {
                self.settings.timeouts(policy);
                self
            }

            /// Limits the time to connect, with the TLS handshake. Default: 10 s.
            pub fn connect_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.settings.connect_timeout(timeout);
                self
            }

            /// Limits the size of a response body. Default: 256 MiB.
            pub fn max_response_size(mut self, bytes: usize) -> Self {
                self.settings.max_response_size(bytes);
                self
            }

            /// Sets how calls and token requests are retried: a [`Retry`](crate::Retry), or your own policy.
            pub fn retry(mut self, policy: impl $crate::RetryPolicy) -> Self {
                self.settings.retry(policy);
                self
            }

            /// Sets how many requests are sent in a span of time. Default: the service's own limit, if
            /// the client crate knows one.
            ///
            /// Clients of one process with the same client id, base URL and limit share one count; see [`RateLimit`](crate::RateLimit).
            pub fn rate_limit(mut self, limit: $crate::RateLimit) -> Self {
                self.settings.rate_limit(limit);
                self
            }

            /// Sets the policy that decides when requests may be sent, in place of [`rate_limit`](Self::rate_limit).
            pub fn limiter(mut self, limiter: impl $crate::Limiter) -> Self {
                self.settings.limiter(limiter);
                self
            }

            /// Limits the number of requests that are in flight at the same time; further ones wait. Default: no limit; 0 counts as 1.
            ///
            /// A call counts during an attempt, with the wait for the token and for the rate limit, but not between attempts. Token
            /// requests don't count.
            pub fn max_requests_in_flight(mut self, requests: usize) -> Self {
                self.settings.max_requests_in_flight(requests);
                self
            }

            /// Adds a middleware around every call and every attempt, inside those that were added before.
            pub fn middleware(mut self, middleware: impl $crate::Middleware) -> Self {
                self.settings.middleware(middleware);
                self
            }

            /// Sends everything through a proxy, `http://` or `https://`; with the cargo feature `socks` also `socks5h://`, which looks
            /// host names up itself, `socks5://`, `socks4a://` and `socks4://`. Without it the system's proxy variables apply to every host
            /// but this machine (`localhost`, `127.0.0.1`, `::1`), whose calls and token requests are sent directly.
            pub fn proxy(mut self, url: impl Into<String>) -> Self {
                self.settings.proxy(url);
                self
            }

            /// Uses no proxy, and ignores the system's proxy variables.
            pub fn no_proxy(mut self) -> Self {
                self.settings.no_proxy();
                self
            }

            /// Trusts the certificates of a PEM bundle besides the system's.
            #[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
            pub fn add_root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
                self.settings.add_root_certificates(pem);
                self
            }

            /// Authenticates with a client certificate on every connection: a PEM bundle with the certificate first, and its
            /// key in PEM in the format PKCS #8 (`BEGIN PRIVATE KEY`).
            #[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
            pub fn client_identity(
                mut self,
                certificates: impl Into<Vec<u8>>,
                key: impl Into<Vec<u8>>,
            ) -> Self {
                self.settings.client_identity(certificates, key);
                self
            }

            /// Closes a connection that no request has used for this long. Default: 4 s.
            ///
            /// A server closes idle connections too, many after 5 s. A POST or PATCH that is sent at that moment fails, because the
            /// server may have received it. So this should be shorter than the server's timeout.
            pub fn idle_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.settings.idle_timeout(timeout);
                self
            }

            /// Limits the number of idle connections to one host. Default: 32; 0 keeps none.
            pub fn max_idle_connections(mut self, connections: usize) -> Self {
                self.settings.max_idle_connections(connections);
                self
            }

            /// Sends a ping on a connection of HTTP/2 with requests in flight on which nothing has arrived for `silence`, and closes
            /// the connection if the server does not answer within `timeout`. Default: 15 s and 10 s.
            pub fn http2_pings(
                mut self,
                silence: ::std::time::Duration,
                timeout: ::std::time::Duration,
            ) -> Self {
                self.settings.http2_pings(silence, timeout);
                self
            }

            /// Sends no pings of HTTP/2.
            pub fn no_http2_pings(mut self) -> Self {
                self.settings.no_http2_pings();
                self
            }

            /// Uses HTTP/1.1 only. By default, the server chooses HTTP/2 or HTTP/1.1 in the TLS handshake.
            pub fn http1_only(mut self) -> Self {
                self.settings.http1_only();
                self
            }

            /// Sends everything, including token requests, through your own HTTP client. Its settings for connections, proxies,
            /// certificates and redirects replace this builder's, so [`build`](Self::build) rejects any of these that is set here.
            ///
            /// After a timeout this client can't move to new connections of yours, as it does to its own. So set
            /// `http2_keep_alive_interval` and `http2_keep_alive_timeout`, which close a connection of HTTP/2 that died;
            /// `pool_idle_timeout` below the server's (4 s is this builder's default) and `pool_max_idle_per_host`; and
            /// `connect_timeout`. A client for several runtimes needs a `reqwest::Client` for each, because a connection makes
            /// progress only while the runtime that made it is driven.
            ///
            /// Give it `redirect::Policy::none()`: this client itself follows the redirects that are safe for the token. Any
            /// other policy can send API keys, which are headers of calls, and the client secret, which is in the body of a token
            /// request, to another host.
            ///
            /// The version of `reqwest` that this crate uses is re-exported as `runtime::reqwest`, with the cargo features
            /// that this crate enables. A program that needs further features, such as `cookies`, enables them with a dependency on the
            /// same version.
            pub fn http_client(mut self, client: $crate::reqwest::Client) -> Self {
                self.settings.http_client(client);
                self
            }

            /// Sets the clock, so that tests don't wait. A client with its own clock shares its count of requests only with
            /// its clones.
            pub fn clock(mut self, clock: impl $crate::Clock) -> Self {
                self.settings.clock(clock);
                self
            }

            /// Builds the client.
            ///
            /// # Errors
            /// If the base URL or the credentials are missing, if a URL, a header or a certificate is not
            /// valid, and if a token would be sent over plain http to another machine.
            pub fn build(self) -> $crate::Result<$client> {
                self.settings.build().map(<$client>::from)
            }
        }
    };
}

/// Gives a client the way back to its builder.
#[doc(hidden)]
#[macro_export]
macro_rules! to_builder {
    ($builder:ident => $client:ty) => {
        impl $client {
            /// Returns a builder with the settings of this client, for a client that differs in some of them.
            ///
            /// The new client shares the following with this one, unless the builder changes a setting that they depend on:
            ///
            /// | shared | unless the builder sets |
            /// | --- | --- |
            /// | connections | any setting of connections: proxy, certificates, pool, pings, time to connect, `http_client` |
            /// | tokens | credentials, base URL, server, token URL, a default header, the clock, or a setting of connections |
            /// | the count of the rate limit, and its pauses | the rate limit or limiter, credentials, base URL, server, a default header, or the clock |
            /// | the number of requests in flight | its maximum, credentials, base URL, server, a default header, or the clock |
            /// | the thread of blocking calls | – |
            ///
            /// Everything else is new: timeouts, retries, the `User-Agent`, the maximum size of a response. A shared token is
            /// requested with those of the client that it comes from. The middleware stays, and further is added inside. A clone is
            /// cheaper, and shares everything.
            pub fn to_builder(&self) -> $builder {
                $builder {
                    settings: self.to_settings(),
                }
            }
        }
    };
}
