//! What an administrator's desk asks about the others.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::sync::{NewCodeRequest, QuarantineRequest, RevokeRequest, TrailRequest};

use super::answers::{Answer, message, troubled};
use super::bodies::{Read, read};
use super::observe::Note;
use super::routes::{Asking, noted, peer_of};
use super::{Hub, now};
use crate::store::Refused;

pub async fn desks(State(hub): State<Arc<Hub>>, Path(clinic): Path<String>, request: Request) -> Answer {
    let asking = match Asking::read(&hub, &clinic, request.headers(), peer_of(&request)) {
        Ok(asking) => asking,
        Err(answer) => return *answer,
    };
    let answered = hub.store.desks_for(asking.clinic, &asking.token).await;
    answer(&hub, &asking, answered)
}

pub async fn codes(State(hub): State<Arc<Hub>>, Path(clinic): Path<String>, request: Request) -> Answer {
    let (asking, wanted) = match asked::<NewCodeRequest>(&hub, &clinic, request).await {
        Ok(asked) => asked,
        Err(answer) => return *answer,
    };
    let answered = hub.store.code_for(asking.clinic, &asking.token, &wanted.message).await;
    answer(&hub, &asking, answered)
}

pub async fn revoke(State(hub): State<Arc<Hub>>, Path(clinic): Path<String>, request: Request) -> Answer {
    let (asking, wanted) = match asked::<RevokeRequest>(&hub, &clinic, request).await {
        Ok(asked) => asked,
        Err(answer) => return *answer,
    };
    let answered = hub.store.revoke_for(asking.clinic, &asking.token, &wanted.message).await;
    if answered.is_ok() {
        tracing::warn!(clinic = %asking.clinic, desk = wanted.message.desk, "a desk was revoked");
    }
    answer(&hub, &asking, answered)
}

pub async fn quarantine(State(hub): State<Arc<Hub>>, Path(clinic): Path<String>, request: Request) -> Answer {
    let (asking, wanted) = match asked::<QuarantineRequest>(&hub, &clinic, request).await {
        Ok(asked) => asked,
        Err(answer) => return *answer,
    };
    let settled = hub.store.settle_quarantine_for(asking.clinic, &asking.token, now(), &wanted.message).await;
    if let Ok((_, head)) = &settled {
        hub.heads.grew(asking.clinic, *head);
        let (desk, verdict) = (wanted.message.desk, wanted.message.verdict);
        tracing::warn!(clinic = %asking.clinic, desk, ?verdict, "the work of a revoked desk was settled");
    }
    answer(&hub, &asking, settled.map(|(reply, _)| reply))
}

pub async fn trail(State(hub): State<Arc<Hub>>, Path(clinic): Path<String>, request: Request) -> Answer {
    let (asking, wanted) = match asked::<TrailRequest>(&hub, &clinic, request).await {
        Ok(asked) => asked,
        Err(answer) => return *answer,
    };
    let answered = hub.store.trail_for(asking.clinic, &asking.token, &wanted.message).await;
    answer(&hub, &asking, answered)
}

async fn asked<T: DeserializeOwned + Send + 'static>(
    hub: &Hub,
    clinic: &str,
    request: Request,
) -> Result<(Asking, Read<T>), Box<Answer>> {
    let asking = Asking::read(hub, clinic, request.headers(), peer_of(&request))?;
    let wanted = read(hub, request).await.map_err(|trouble| Box::new(troubled(&trouble)))?;
    Ok((asking, wanted))
}

fn answer<T: Serialize>(hub: &Hub, asking: &Asking, answered: Result<T, Refused>) -> Answer {
    match answered {
        Ok(reply) => {
            let note = Note { clinic: Some(asking.clinic), ..Note::default() };
            noted(message(StatusCode::OK, &reply), note)
        }
        Err(why) => asking.refused(hub, &why),
    }
}
