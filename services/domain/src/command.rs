//! How an aggregate's commands become one enum: each command is a struct of its own.

/// Declares `Command` with a variant and a `From` for each command struct of the module.
macro_rules! commands {
    ($(#[$doc:meta])* $($name:ident),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        #[allow(clippy::large_enum_variant, reason = "commands are made once and moved seldom")]
        pub enum Command {
            $(
                #[doc = concat!("See [`", stringify!($name), "`].")]
                $name($name),
            )+
        }

        $(impl From<$name> for Command {
            fn from(command: $name) -> Self {
                Self::$name(command)
            }
        })+
    };
}

pub(crate) use commands;
