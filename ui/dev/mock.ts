// Stands in for the server while the desk is developed: the API in memory, with sample mail. Never part of a build.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connect, Plugin } from 'vite';
import { Desk } from './desk.ts';
import { respond } from './routes.ts';

const STREAM = '/api/v1/events';

/** The mock as a plugin of the development and preview servers. */
export function mockApi(): Plugin {
  const use = (middlewares: Connect.Server) => {
    const desk = new Desk();
    middlewares.use((request, response, next) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      if (!url.pathname.startsWith('/api/')) return next();
      if (url.pathname === STREAM) return stream(desk, request, response);
      void respond(desk, url, request, response);
    });
  };
  return {
    name: 'mock-api',
    apply: (_config, env) => env.command === 'serve' && env.mode !== 'test',
    configureServer: (server) => use(server.middlewares),
    configurePreviewServer: (server) => {
      server.middlewares.use((_request, response, next) => {
        response.setHeader('Content-Security-Policy', POLICY);
        next();
      });
      use(server.middlewares);
    },
  };
}

/** What the real server sends with the page. */
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https:; frame-src 'self'; " +
  "connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

function stream(desk: Desk, request: IncomingMessage, response: ServerResponse) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write(': hello\n\n');
  const send = (name: string, data: unknown) => response.write(`id: ${desk.sequence}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  desk.listeners.add(send);
  request.on('close', () => desk.listeners.delete(send));
}
