// What was typed of the hub so far.

import type { EnrolInput } from '$/backend';

export class HubFields {
  address = $state('');
  code = $state('');
  hasCertificate = $state(false);
  certificate = $state('');

  get complete(): boolean {
    return this.address.trim() !== '' && this.code.trim() !== '';
  }

  get input(): EnrolInput {
    const { address, code, certificate } = this;
    return { address, code, certificate: this.hasCertificate ? certificate : null };
  }
}
