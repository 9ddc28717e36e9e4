//! The hub's notices, as long as somebody hears them.

/// What the hub's stream of events says.
pub(super) enum Head {
    Reached(u64),
    Lost,
}

pub(super) struct Listening {
    pub token: super::Token,
    pub task: tokio::task::JoinHandle<()>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.task.abort();
    }
}
