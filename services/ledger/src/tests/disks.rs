//! Disks for tests: one that does not wait, one without links, one that dies.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::disk::{Disk, Files, folder_of};

/// As the real disk, but `sync` does not wait: tests do not cut the power.
#[derive(Debug)]
pub struct UnsyncedDisk;

impl Disk for UnsyncedDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        Files.create_folder(path)
    }

    fn write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        Files.write(path, content)
    }

    fn extend(&self, path: &Path, at: u64, content: &[u8]) -> io::Result<()> {
        Files.extend(path, at, content)
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        fs::metadata(path).map(drop)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        Files.rename(from, to)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        Files.link(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        Files.remove(path)
    }
}

/// Two file systems: no link leads from one to the other.
#[derive(Debug)]
pub struct UnlinkedDisk;

impl Disk for UnlinkedDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        Files.create_folder(path)
    }

    fn write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        Files.write(path, content)
    }

    fn extend(&self, path: &Path, at: u64, content: &[u8]) -> io::Result<()> {
        Files.extend(path, at, content)
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        UnsyncedDisk.sync(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        Files.rename(from, to)
    }

    fn link(&self, _: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::CrossesDevices.into())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        Files.remove(path)
    }
}

/// What a crash leaves of what was not synced.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Loss {
    /// The process was killed: everything stays.
    Nothing,
    /// The power went: files keep half of what was not synced.
    Content,
    /// The power went: names made or removed in folders not synced are as before.
    Names,
}

/// A disk that dies at one call, before it takes effect or after it, and answers nothing more.
#[derive(Debug)]
pub struct MortalDisk {
    loss: Loss,
    dies_at: usize,
    after_effect: bool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    calls: usize,
    dead: bool,
    /// Files whose content is not durable, by inode, as they may have several names.
    content: HashMap<u64, PathBuf>,
    /// Names that are not durable, and the content they had before.
    names: Vec<(PathBuf, Option<Vec<u8>>)>,
}

impl MortalDisk {
    pub fn new(dies_at: usize, after_effect: bool, loss: Loss) -> Self {
        Self {
            loss,
            dies_at,
            after_effect,
            state: Mutex::default(),
        }
    }

    pub fn is_dead(&self) -> bool {
        self.state.lock().unwrap().dead
    }

    fn call(&self, effect: impl FnOnce(&mut State) -> io::Result<()>) -> io::Result<()> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let dead = || Err(io::Error::other("the disk is dead"));
        if state.dead {
            return dead();
        }
        let dies = state.calls == self.dies_at;
        state.calls += 1;
        if dies && !self.after_effect {
            state.die(self.loss);
            return dead();
        }
        let done = effect(&mut state);
        if dies {
            state.die(self.loss);
            return dead();
        }
        done
    }
}

impl State {
    fn die(&mut self, loss: Loss) {
        self.dead = true;
        if loss == Loss::Content {
            for (_, path) in self.content.drain() {
                let Ok(content) = fs::read(&path) else {
                    continue;
                };
                // Through the same file, so that every name of it has the loss.
                let file = fs::File::options().write(true).open(&path).unwrap();
                file.set_len(content.len() as u64 / 2).unwrap();
            }
        }
        if loss == Loss::Names {
            while let Some((path, before)) = self.names.pop() {
                fs::remove_file(&path).ok();
                if let Some(content) = before {
                    fs::create_dir_all(folder_of(&path)).unwrap();
                    fs::write(&path, content).unwrap();
                }
            }
        }
    }

    /// Notes what is there before a name changes.
    fn name_changes(&mut self, path: &Path) {
        self.names.push((path.to_owned(), fs::read(path).ok()));
    }
}

fn inode(path: &Path) -> io::Result<u64> {
    fs::metadata(path).map(|file| file.ino())
}

impl Disk for MortalDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.call(|_| Files.create_folder(path))
    }

    fn write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        self.call(|state| {
            Files.write(path, content)?;
            state.content.insert(inode(path)?, path.to_owned());
            Ok(())
        })
    }

    fn extend(&self, path: &Path, at: u64, content: &[u8]) -> io::Result<()> {
        self.call(|state| {
            if !path.exists() {
                state.name_changes(path);
            }
            Files.extend(path, at, content)?;
            state.content.insert(inode(path)?, path.to_owned());
            Ok(())
        })
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        self.call(|state| {
            UnsyncedDisk.sync(path)?;
            state.content.remove(&inode(path)?);
            state.names.retain(|(name, _)| folder_of(name) != path);
            Ok(())
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(|state| {
            let before = fs::read(to).ok();
            Files.rename(from, to)?;
            state.names.push((to.to_owned(), before));
            if let Some(path) = state.content.get_mut(&inode(to)?) {
                *path = to.to_owned();
            }
            Ok(())
        })
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(|state| {
            Files.link(from, to)?;
            state.names.push((to.to_owned(), None));
            Ok(())
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call(|state| {
            state.name_changes(path);
            Files.remove(path)
        })
    }
}
