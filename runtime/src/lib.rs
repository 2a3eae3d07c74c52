//! What generated clients call: transport, tokens, errors and the types of the wire.
