//! What cannot be used is refused at start, with what to do.
