//! A call whose response is decoded although some of its properties can't be read.

use std::fmt;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use crate::call::{Call, send};
use crate::error::Result;
use crate::response::Response;
use crate::response::lenient::{self, Lenient};

/// A request whose response may have properties that can't be read: they are absent, and listed in [`Lenient::faults`].
///
/// A required property that can't be read makes the object around it unreadable, and so on: only if the whole response is
/// unreadable, `send` returns an error. Values in another form with one meaning are read: `3.0` as an integer, a number as
/// a text or, in seconds or milliseconds since 1970, as a date, a text as a number or a boolean, one item as a list. A null
/// in a list is skipped. Control characters, wrong escapes and bytes that aren't UTF-8 in texts are replaced.
#[must_use = "a request does nothing until it is sent"]
pub struct LenientCall<T> {
    call: Call,
    value: PhantomData<fn() -> T>,
}

impl Call {
    /// Decodes the response leniently; called by generated requests.
    pub fn lenient<T: DeserializeOwned>(self) -> LenientCall<T> {
        LenientCall {
            call: self,
            value: PhantomData,
        }
    }
}

impl<T: DeserializeOwned> LenientCall<T> {
    /// Sends the request.
    ///
    /// # Errors
    /// If the request can't be sent, or the response is not a success or can't be read at all.
    pub async fn send(self) -> Result<Response<Lenient<T>>> {
        let reply = self.call.execute(send::JSON).await?;
        self.call.finish(reply, |reply| lenient::json(&reply.body))
    }

    /// Like [`send`](Self::send), for programs without async.
    ///
    /// # Errors
    /// As above, and if it is called on a thread of an async runtime.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<Response<Lenient<T>>> {
        self.call.client().clone().block_on(self.send())?
    }
}

impl<T> fmt::Debug for LenientCall<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LenientCall").field(&self.call).finish()
    }
}
