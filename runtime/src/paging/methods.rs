//! The methods that both streams of a list have.

/// Gives a stream with a field `listing: Listing` and a function `poll` the methods and traits of both streams. `$item` is what
/// the stream returns, `$name` its name in documentation, and `$instead` what the compiler names if it is awaited, or iterated over.
macro_rules! stream_methods {
    ($stream:ident, $item:ty, $name:literal, $instead:ident) => {
        impl<T> $stream<T> {
            /// Fetches up to this many pages at a time, in advance and within the client's rate limit. The order is preserved.
            /// Default: 1; 0 counts as 1.
            ///
            /// With a keyset, a page can be requested only after the last record of the page before has arrived: any
            /// number from 2 then means that the next page is fetched while the current one is being returned.
            pub fn concurrency(mut self, pages: usize) -> Self {
                self.listing.concurrency(pages);
                self
            }

            /// Ends after this many more records, and fetches no more than that.
            pub fn max_items(mut self, items: u64) -> Self {
                self.listing.max_items(items);
                self
            }

            /// Continues at a cursor.
            ///
            /// # Errors
            /// When the cursor is of another operation, or of one with other filters, sorters or path.
            pub fn resume_from(mut self, cursor: Cursor) -> Result<Self> {
                self.listing.resume_from(cursor)?;
                Ok(self)
            }

            #[doc = concat!("Returns the position of the stream: after the last ", $name, " that it returned.")]
            pub fn cursor(&self) -> Cursor {
                self.listing.cursor()
            }

            /// Returns the number of records in the whole list, as counted by the service. Known after the first page if the
            /// request was made with `count` and the service sends the total.
            pub fn total_count(&self) -> Option<u64> {
                self.listing.total_count()
            }

            #[doc = concat!("Returns the next ", $name, ", or `None` at the end.")]
            ///
            /// # Errors
            /// When a page can't be fetched, or a record can't be decoded. The next call tries again.
            pub async fn try_next(&mut self) -> Result<Option<$item>> {
                poll_fn(|cx| self.poll(cx)).await.transpose()
            }

            /// Like [`try_next`](Self::try_next), for programs without async.
            ///
            /// # Errors
            /// Those of `try_next`, and when it is called on the thread of a current-thread runtime.
            #[cfg(feature = "blocking")]
            pub fn try_next_blocking(&mut self) -> Result<Option<$item>> {
                self.listing.client()?.block_on(self.try_next())?
            }
        }

        impl<T> Stream for $stream<T> {
            type Item = Result<$item>;

            fn poll_next(
                self: Pin<&mut Self>,
                cx: &mut Context<'_>,
            ) -> Poll<Option<Self::Item>> {
                self.get_mut().poll(cx)
            }
        }

        // Never implemented: for the compiler's message alone.
        #[doc(hidden)]
        impl<T> Future for $stream<T>
        where
            Self: $instead,
        {
            type Output = Result<Vec<$item>>;

            fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
                Poll::Pending
            }
        }

        // The same.
        #[doc(hidden)]
        impl<T> Iterator for $stream<T>
        where
            Self: $instead,
        {
            type Item = $item;

            fn next(&mut self) -> Option<$item> {
                None
            }
        }

        impl<T> fmt::Debug for $stream<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.listing.fmt(f)
            }
        }
    };
}

pub(super) use stream_methods;
