//! The program itself, as somebody on another machine runs it.

use std::process::Command;

/// What the program said.
pub struct Said {
    /// Whether it ended well.
    pub succeeded: bool,
    /// Standard output and standard error.
    pub words: String,
}

/// Runs `lanyard` with nothing of this process's surroundings but what is given.
pub fn lanyard(arguments: &[&str], variables: &[(&str, &str)]) -> Said {
    let empty = tempfile::tempdir().expect("a folder for the program");
    let output = Command::new(lanyard_tests::program().expect("the program is built"))
        .args(arguments)
        .env_clear()
        .envs(variables.iter().copied())
        .current_dir(empty.path())
        .output()
        .expect("the program runs");
    let words = [output.stdout, output.stderr].concat();
    Said {
        succeeded: output.status.success(),
        words: String::from_utf8_lossy(&words).into_owned(),
    }
}

impl Said {
    /// What it said, if it ended well.
    #[track_caller]
    pub fn verified(self) -> String {
        assert!(self.succeeded, "{}", self.words);
        assert!(self.words.contains("VERIFIED"), "{}", self.words);
        self.words
    }

    /// What it said, if it refused.
    #[track_caller]
    pub fn refused(self) -> String {
        assert!(!self.succeeded, "{}", self.words);
        assert!(!self.words.contains("VERIFIED"), "{}", self.words);
        assert!(!self.words.contains("panicked"), "{}", self.words);
        self.words
    }
}
