// The environment of unit tests: no DOM, but Svelte as the browser runs it. On the server's side effects would never run.

import type { Environment } from 'vitest/runtime';

export default {
  name: 'client',
  viteEnvironment: 'client',
  setup: () => ({ teardown: () => undefined }),
} satisfies Environment;
