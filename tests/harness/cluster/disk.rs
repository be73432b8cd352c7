//! Disks that are small or slow.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// What takes the room of a full disk.
const BALLAST: &str = "ballast";

/// A file system of its own in memory, so small that it can be filled.
///
/// Mounting one needs root: run the tests as root, or in a container that may mount.
#[derive(Debug)]
pub struct SmallDisk {
    at: PathBuf,
}

impl SmallDisk {
    /// Mounts one at a folder, which is made.
    ///
    /// # Panics
    /// When that is not allowed, saying what is needed.
    #[must_use]
    pub fn at(folder: &Path, mebibytes: u32) -> Self {
        std::fs::create_dir_all(folder).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o"])
            .arg(format!("size={mebibytes}m,mode=755"))
            .args(["tmpfs".as_ref(), folder.as_os_str()])
            .status();
        assert!(
            mounted.is_ok_and(|status| status.success()),
            "a full disk is made by mounting a small tmpfs, which needs root: run the tests as \
             root, or leave these out by `--skip disk`"
        );
        Self {
            at: folder.to_owned(),
        }
    }

    /// Fills it to the last block.
    ///
    /// # Panics
    /// When it cannot be written for another reason.
    pub fn fill(&self) {
        let mut file = File::create(self.at.join(BALLAST)).unwrap();
        for bytes in [1 << 20, 4096, 1] {
            let block = vec![0; bytes];
            while file.write_all(&block).is_ok() {}
        }
    }

    /// Gives the room back.
    ///
    /// # Panics
    /// When it was not full.
    pub fn make_room(&self) {
        std::fs::remove_file(self.at.join(BALLAST)).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a server may have its last file open.
        let mut command = Command::new("umount");
        let _ended = command.arg("--lazy").arg(&self.at).status();
    }
}

/// A disk that takes its time, for as long as this lives: `strace` holds up every write-through of
/// some processes. It needs root, or `kernel.yama.ptrace_scope=0`.
#[derive(Debug)]
pub struct SlowDisk {
    tracer: Child,
}

impl SlowDisk {
    /// Every `fsync` and `fdatasync` of the processes takes so much longer.
    ///
    /// # Panics
    /// When they cannot be traced, saying what is needed.
    #[must_use]
    pub fn of(processes: &[u32], longer: Duration) -> Self {
        let mut command = Command::new("strace");
        command.args([
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "trace=fsync,fdatasync",
        ]);
        let delay = format!("inject=fsync,fdatasync:delay_exit={}", longer.as_micros());
        command.args(["-e", &delay]);
        for process in processes {
            command.args(["-p", &process.to_string()]);
        }
        let tracer = command.stdin(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut tracer = tracer.expect("strace is installed by scripts/setup test");
        std::thread::sleep(Duration::from_millis(300));
        assert!(
            tracer.try_wait().unwrap().is_none(),
            "a slow disk is made by strace, which may not trace here: run the tests as root, or \
             leave these out by `--skip disk`"
        );
        Self { tracer }
    }
}

impl Drop for SlowDisk {
    fn drop(&mut self) {
        // SIGTERM lets it detach; killed, it would take the traced processes' threads along.
        let _sent = crate::program::signal(self.tracer.id(), "TERM");
        let _ended = self.tracer.wait();
    }
}
