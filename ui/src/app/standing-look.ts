// An icon, a tone and a word for each way it can stand with the hub.

import type { Component } from 'svelte';
import CloudOff from '@lucide/svelte/icons/cloud-off';
import HardDrive from '@lucide/svelte/icons/hard-drive';
import Cloudy from '@lucide/svelte/icons/cloud';
import RefreshCw from '@lucide/svelte/icons/refresh-cw';
import ShieldAlert from '@lucide/svelte/icons/shield-alert';
import type { Phase } from '$/backend';
import { sync } from '$messages/sync';

export type StandingLook = { icon: Component; tone: 'plain' | 'wait' | 'bad'; word: string; text: string };

export function standingLook(phase: Phase): StandingLook {
  switch (phase) {
    case 'off':
    case 'in_step':
      return { icon: Cloudy, tone: 'plain', word: sync.inStep, text: sync.inStepText };
    case 'talking':
      return { icon: RefreshCw, tone: 'plain', word: sync.talking, text: sync.talkingText };
    case 'offline':
      return { icon: CloudOff, tone: 'wait', word: sync.offline, text: sync.offlineText };
    case 'disk_full':
      return { icon: HardDrive, tone: 'bad', word: sync.diskFull, text: sync.diskFullText };
    case 'revoked':
      return { icon: ShieldAlert, tone: 'bad', word: sync.revoked, text: sync.revokedText };
    case 'unknown':
      return { icon: ShieldAlert, tone: 'bad', word: sync.unknown, text: sync.unknownText };
    case 'old_desk':
      return { icon: ShieldAlert, tone: 'bad', word: sync.oldDesk, text: sync.oldDeskText };
  }
}
