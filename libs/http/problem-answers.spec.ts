import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problemAnswers } from './problem-answers.ts';

/** Meets the error of the parser that the request names. */
let server: Server;
beforeAll(async () => {
  server = createServer((socket) => {
    socket.once('data', (code) => {
      problemAnswers.clientErrorHandler(Object.assign(new Error('x'), { code: code.toString() }), socket);
    });
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
});

async function answerTo(code: string): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => undefined);
  socket.write(code);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('utf8');
}

describe('what the parser of requests refuses', () => {
  it.each([
    ['a request that did not arrive in time', 'ERR_HTTP_REQUEST_TIMEOUT', 408, 'API_REQUEST_TIMEOUT'],
    ['headers beyond the limit', 'HPE_HEADER_OVERFLOW', 431, 'API_HEADERS_TOO_LARGE'],
    ['anything else', 'HPE_INVALID_METHOD', 400, 'API_MALFORMED'],
  ])('is a problem: %s', async (_what, error, status, code) => {
    const answer = await answerTo(error);
    expect(answer).toContain(`HTTP/1.1 ${String(status)} `);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ status, code });
  });

  it('of a connection that was cut has no answer', async () => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const heard: Buffer[] = [];
    socket.on('data', (chunk) => heard.push(chunk));
    socket.end('ECONNRESET');
    await once(socket, 'end').catch(() => undefined);
    expect(heard).toEqual([]);
  });
});
