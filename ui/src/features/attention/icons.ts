/** An icon for each kind of matter: with its word it says what colour alone must not. */
import type { Component } from 'svelte';
import CalendarX from '@lucide/svelte/icons/calendar-x';
import CopyX from '@lucide/svelte/icons/copy-x';
import GitBranch from '@lucide/svelte/icons/git-branch';
import OctagonX from '@lucide/svelte/icons/octagon-x';
import Shield from '@lucide/svelte/icons/shield';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Users from '@lucide/svelte/icons/users';
import type { AttentionKind } from '$/backend';

export const KIND_ICONS: Readonly<Record<AttentionKind, Component>> = {
  clash: TriangleAlert,
  over_cap: Users,
  edited_twice: GitBranch,
  cancelled_and_changed: CalendarX,
  duplicate: CopyX,
  rejected: OctagonX,
  quarantined: Shield,
};
