//! Filters and sorters, patches, lists and blocks: what this generator reads out of conventions.

use super::{both, breaking, by_type, major, minor, patch, risky, safe};

rules! {
    FiltersListed: "lists the fields that it takes",
        both(safe("expressions written by hand stay valid")),
        major("the parameter takes typed expressions instead of text"),
        "build the expression from the fields, or wrap the text by `raw`";

    FiltersUnlisted: "no longer lists the fields that it takes",
        both(risky("the remaining fields are not documented")),
        major("the parameter takes text instead of typed expressions"),
        "write the expression as text";

    FilterFieldAdded: "can be filtered by",
        both(safe("the other fields filter as before")),
        minor("the crate gains a constant or an operator"),
        "nothing";

    FilterFieldRemoved: "can no longer be filtered by",
        both(breaking("requests that filter by it are rejected")),
        major("the constant or its operators are removed"),
        "filter by another field, or in the program";

    FilterOperatorAdded: "can be compared by one more operator",
        both(safe("the other operators compare as before")),
        major("the constant has another type, with one operator more"),
        "nothing";

    FilterOperatorRemoved: "can no longer be compared by this operator",
        both(breaking("requests with the operator are rejected")),
        major("the constant has another type, with one operator less"),
        "compare in another way, or in the program";

    FilterValueTypeChanged: "is compared with another type",
        both(safe("the change of the item is reported separately")),
        by_type("major where the constant takes other values"),
        "compare with the new type";

    SortFieldAdded: "can be sorted by",
        both(safe("the other fields sort as before")),
        major("the constant has another type, which sorts"),
        "nothing";

    SortFieldRemoved: "can no longer be sorted by",
        both(breaking("requests that sort by it are rejected")),
        major("the constant has another type, which does not sort"),
        "sort by another field, or in the program";

    FilterJointAdded: "can join filters",
        both(safe("the other operators stay valid")),
        minor("the operation accepts such joined filters"),
        "nothing";

    FilterJointRemoved: "no longer joins filters",
        both(breaking("requests with such filters are rejected")),
        major("the operation rejects such joined filters"),
        "send several requests, or filter in the program";

    PatchableFieldAdded: "can be patched",
        both(safe("the other properties are patched as before")),
        minor("the patch gains a setter"),
        "nothing";

    PatchableFieldRemoved: "can no longer be patched",
        both(breaking("requests that patch it are rejected")),
        major("the patch loses a setter"),
        "find another way to change it";

    PatchValueTypeChanged: "is patched with values of another type",
        both(safe("the response describes how the values changed")),
        by_type("major where the setter takes other values"),
        "pass values of the new type";

    PatchOperationAdded: "can be patched by one more kind of operation",
        both(safe("the other operations stay valid")),
        patch("the runtime knows all operations of RFC 6902"),
        "nothing";

    PatchOperationRemoved: "can no longer be patched by this kind of operation",
        both(breaking("requests with the operation are rejected")),
        patch("the runtime knows all operations of RFC 6902"),
        "use another operation";

    PagingIntroduced: "can be read page by page",
        both(safe("one page can be read as before")),
        minor("the request gains `items` and `pages`"),
        "nothing";

    PagingLost: "can no longer be read page by page",
        both(risky("programs that read all pages send unknown parameters")),
        major("`items` and `pages` are removed"),
        "use the remaining way to read it";

    KeysetIntroduced: "can be continued after a record",
        both(safe("pages by offset can be read as before")),
        patch("`items` uses it"),
        "nothing";

    KeysetLost: "can no longer be continued after a record",
        both(breaking("requests with that parameter are rejected")),
        patch("`items` pages by offset"),
        "long lists end at the service's limit";

    PageSizeLowered: "returns fewer records per page",
        both(breaking("requests for more are rejected")),
        patch("`items` requests the maximum"),
        "request fewer records per page";

    PageSizeRaised: "returns more records per page",
        both(safe("requests for fewer stay valid")),
        patch("`items` requests the maximum"),
        "nothing";

    BlockSizeLowered: "takes fewer items at once",
        both(breaking("requests with more items are rejected")),
        patch("`send_all` makes smaller blocks"),
        "send fewer items at once, or use `send_all`";

    BlockSizeRaised: "takes more items at once",
        both(safe("requests with fewer items stay valid")),
        patch("`send_all` makes larger blocks"),
        "nothing";

    BlocksIntroduced: "documents a maximum number of items",
        both(risky("requests with more items are rejected, if they have not been before")),
        minor("the request gains `send_all`"),
        "nothing";

    BlocksLost: "no longer documents a maximum number of items",
        both(safe("requests with as many items as before stay valid")),
        major("`send_all` is removed"),
        "send the items at once, or in blocks of the old size";
}
