/** The one inbox of this window. */
import { say, complain } from '$/app/said.svelte';
import { backend, type AttentionItem, type SettleRequest } from '$/backend';
import { dateShort, time } from '$/lib/format';
import { isolate } from '$/lib/messages';
import { attention } from '$messages/attention';
import { Inbox } from './inbox.svelte';
import { personOf } from './words';

export const SCREEN = 'attention';

function done(item: AttentionItem, request: SettleRequest, left: number): string {
  const visit = request.visit === 'other' ? item.other : item.visit;
  const about = isolate(visit ? personOf(visit) : (item.about ?? attention.unknown));
  switch (request.settlement) {
    case 'move':
      return attention.moved({ name: about, when: `${dateShort(request.date ?? '')} ${time(request.start ?? '')}` });
    case 'keep':
      return visit && request.reason != null ? attention.kept({ name: about }) : attention.keptDone({ about });
    case 'cancel':
      return attention.cancelled({ name: about });
    case 'put_back':
      return attention.putBackDone({ about });
    case 'reinstate':
      return attention.reinstated({ about });
    case 'dismiss':
      return attention.dismissed;
    case 'let_in':
      return left > 0 ? attention.heldLeft({ count: left }) : attention.letInDone;
    case 'discard':
      return attention.discardDone;
  }
}

export const inbox = new Inbox(backend, {
  // What the hub did is not taken back from here.
  settled: (item, request, operation, left) => say(() => done(item, request, left), item.held ? null : operation),
  failed: complain,
});
