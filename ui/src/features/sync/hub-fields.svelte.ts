// What was typed of the hub so far, or told by an invitation.

import { backend, refusalFrom, type EnrolInput } from '$/backend';
import { sentenceFor } from '$messages/refusal';

/** How an invitation begins, whatever comes after it. */
const INVITATION = /^\s*clinic-desk:/i;

export class HubFields {
  address = $state('');
  code = $state('');
  hasCertificate = $state(false);
  certificate = $state('');
  /** How an invitation knows the hub. */
  pin = $state<string | null>(null);
  /** Whether the fields are what an invitation said. */
  invited = $state(false);
  /** Why what was pasted or scanned is no invitation. */
  problem = $state<string | undefined>(undefined);

  get complete(): boolean {
    return this.address.trim() !== '' && this.code.trim() !== '';
  }

  get input(): EnrolInput {
    const { address, code, certificate, pin } = this;
    return { address, code, certificate: this.hasCertificate ? certificate : null, pin: this.hasCertificate ? null : pin };
  }

  static isInvitation(text: string): boolean {
    return INVITATION.test(text);
  }

  /** Fills the fields with what an invitation says. Answers whether it was one. */
  async take(text: string): Promise<boolean> {
    this.problem = undefined;
    try {
      const { address, code, pin } = await backend.call('sync.read_invitation', { text });
      Object.assign(this, { address, code, pin, invited: true, hasCertificate: false, certificate: '' });
      return true;
    } catch (error) {
      this.problem = sentenceFor(refusalFrom(error));
      return false;
    }
  }

  /** Somebody types on: what an invitation said of the hub's certificate holds for its address alone. */
  typed(): void {
    [this.invited, this.pin, this.problem] = [false, null, undefined];
  }
}
