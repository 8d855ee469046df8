// Builds the desk into `dist`; in development the API comes from STAFFETTA_URL or, without it, from the mock.
// Nothing is inlined into the page, because the server's content security policy forbids it.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import { mockApi } from './dev/mock.ts';

const server = process.env['STAFFETTA_URL'];
const proxy: Record<string, { target: string; changeOrigin: boolean }> = server ? { '/api': { target: server, changeOrigin: false } } : {};

export default defineConfig({
  plugins: [svelte(), svelteTesting(), ...(server ? [] : [mockApi()])],
  server: { proxy },
  preview: { proxy },
  build: {
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: 'happy-dom',
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
  },
});
