//! Ids of resources, with one type for each kind of resource.

/// Gives a struct around a `String` the methods and conversions of an id, and serde's `Serialize` and `Deserialize`, in
/// which it is a plain string.
///
/// Any string converts into any id, since only the caller knows its kind; ids of different kinds do not convert into each other.
///
/// ```
/// # use openapi_client_runtime as runtime;
/// #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
/// pub struct AccountId(String);
/// runtime::codegen::id!(AccountId);
///
/// let id = AccountId::from("0e7b35d9");
/// assert_eq!(id.as_str(), "0e7b35d9");
/// assert_eq!(serde_json::to_string(&id)?, r#""0e7b35d9""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// ```compile_fail,E0277
/// # use openapi_client_runtime as runtime;
/// # #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
/// # pub struct AccountId(String);
/// # runtime::codegen::id!(AccountId);
/// # #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
/// # pub struct IdentityId(String);
/// # runtime::codegen::id!(IdentityId);
/// fn disable(account: impl Into<AccountId>) {}
///
/// disable(IdentityId::from("91b7f3c0"));
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! id {
    ($name:ident) => {
        impl $name {
            /// Returns the id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(id: &str) -> Self {
                Self(::std::string::String::from(id))
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(id: ::std::string::String) -> Self {
                Self(id)
            }
        }

        impl ::core::convert::From<&::std::string::String> for $name {
            fn from(id: &::std::string::String) -> Self {
                Self(::core::clone::Clone::clone(id))
            }
        }

        impl ::core::convert::From<&$name> for $name {
            fn from(id: &Self) -> Self {
                ::core::clone::Clone::clone(id)
            }
        }

        impl $crate::filter::Operand for $name {
            fn into_value(self) -> $crate::filter::Value {
                $crate::filter::Value::text(self.0)
            }
        }

        impl ::core::convert::From<$name> for ::std::string::String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl ::core::convert::From<$name> for $crate::serde_json::Value {
            fn from(id: $name) -> Self {
                Self::String(id.0)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(id: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                Ok(Self::from(id))
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, f)
            }
        }

        // As with a `String`: an `Option` of an id has `as_deref`.
        impl ::core::ops::Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl $crate::codegen::Text for $name {
            #[inline]
            fn from_received(text: &str) -> Self {
                Self::from(text)
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl ::core::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::serde::Deserialize::deserialize(deserializer).map(Self)
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
    };
}
