import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [svelte()],
  resolve: {
    alias: { $messages: here('./messages'), $: here('./src') },
    // Unit tests run the browser build of Svelte: runes in classes are what they test.
    conditions: process.env.VITEST ? ['browser'] : undefined,
  },
  clearScreen: false,
  server: {
    port: Number(process.env.UI_PORT ?? 5170),
    strictPort: true,
    // The bridge answers only under its own name.
    proxy: Object.fromEntries(
      ['/rpc', '/events'].map((path) => [
        path,
        { target: process.env.BRIDGE ?? 'http://127.0.0.1:5180', changeOrigin: true },
      ]),
    ),
  },
  build: {
    // WebKitGTK 2.50, the oldest web view the desk runs in.
    target: 'safari17.4',
    // Fonts stay files: one of each weight, read from the disk, not from the script.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1600,
    // The waiting room is a page of its own: nothing of the desk's screens is in it.
    rolldownOptions: { input: { main: here('./index.html'), 'waiting-room': here('./waiting-room.html') } },
  },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', environment: './tests/harness/client.ts', include: ['src/**/*.test.ts', 'messages/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          environment: 'node',
          include: ['tests/**/*.test.ts'],
          globalSetup: ['tests/harness/build.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // What is asked for again and again is waited for as long as what is waited for on a page: a busy machine makes no fault.
          expect: { poll: { timeout: 30_000 } },
          // Each file has its own desk and its own browser, and waits for them a third of its time; one processor stays for the rest.
          maxWorkers: Math.max(2, availableParallelism() - 1),
        },
      },
      {
        extends: true,
        test: {
          name: 'bench',
          environment: 'node',
          include: ['tests/bench/**/*.bench.ts'],
          globalSetup: ['tests/harness/build.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
