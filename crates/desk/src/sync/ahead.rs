//! The page after the one that is being taken in: asked for meanwhile, so that the hub, the network and the disk work at the same time. It is
//! a guess at what will be asked next. Whoever asks compares, and a wrong guess is dropped.

use wire::sync::SyncRequest;

use super::client::{Answer, Asked, Message};
use super::http::{Failure, Hub};

pub(super) struct Ahead {
    request: SyncRequest,
    answer: tokio::task::JoinHandle<Result<Answer, Failure>>,
}

impl Ahead {
    /// Asks for what follows this answer, if there is more to hear and nothing to say. Only within a runtime.
    pub fn of(hub: &Hub, asked: &Asked, answer: &Answer) -> Option<Self> {
        let (Message::Sync(before), Answer::Sync(reply)) = (&asked.message, answer) else { return None };
        if !reply.more || !before.push.is_empty() {
            return None;
        }
        let request = SyncRequest {
            epoch: Some(reply.epoch),
            cursor: reply.next,
            digests: Vec::new(),
            ..(**before).clone()
        };
        let (hub, link, sent) = (hub.clone(), asked.link.clone(), request.clone());
        let answer =
            tokio::spawn(
                async move { hub.answer(&Asked { link, message: Message::Sync(Box::new(sent)) }).await },
            );
        Some(Self { request, answer })
    }

    /// The answer to `asked`: the one that is on its way already, if it was asked just so.
    pub async fn answer(ahead: Option<Self>, hub: &Hub, asked: &Asked) -> Result<Answer, Failure> {
        if let (Some(mut ahead), Message::Sync(request)) = (ahead, &asked.message)
            && ahead.request == **request
            && let Ok(answer) = (&mut ahead.answer).await
        {
            return answer;
        }
        hub.answer(asked).await
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        self.answer.abort();
    }
}
