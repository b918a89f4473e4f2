import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** A pooler in transaction mode: every transaction of a client may meet another connection of the server. */
export interface TransactionPooler {
  readonly url: string;
  /** How often a client's transaction ran on another connection than its previous one. */
  readonly switches: number;
  close(): Promise<void>;
}

/** 'Z' (ReadyForQuery) with status 'I' (no transaction is open). */
const READY_FOR_QUERY = 0x5a;
const IDLE = 0x49;

interface ServerConnection {
  readonly socket: Socket;
  user: Socket | undefined;
  pending: Buffer;
}

/**
 * Hands connections round after each transaction, least recently used first. Each client brings one connection, whose
 * start-up it passes through as it is; all clients have to ask for the same settings.
 */
export async function startTransactionPooler(databaseUrl: string): Promise<TransactionPooler> {
  const target = new URL(databaseUrl);
  const idle: ServerConnection[] = [];
  const waiting: (() => void)[] = [];
  const sockets = new Set<Socket>();
  const last = new Map<Socket, ServerConnection>();
  let switches = 0;

  const release = (connection: ServerConnection): void => {
    connection.user = undefined;
    idle.push(connection);
    waiting.shift()?.();
  };
  const receive = (connection: ServerConnection, chunk: Buffer): void => {
    connection.user?.write(chunk);
    const { ended, rest } = endsTransaction(Buffer.concat([connection.pending, chunk]));
    connection.pending = rest;
    if (ended && connection.user !== undefined) release(connection);
  };
  const send = (client: Socket, chunk: Buffer): void => {
    if (chunk[0] === 0x58) return; // Terminate: the connection stays with the pooler.
    const own = [...sockets].length > 0 ? connections.find(({ user }) => user === client) : undefined;
    const connection = own ?? idle.shift();
    if (connection === undefined) {
      waiting.push(() => {
        send(client, chunk);
      });
      return;
    }
    if (last.has(client) && last.get(client) !== connection) switches += 1;
    last.set(client, connection);
    connection.user = client;
    connection.socket.write(chunk);
  };
  const connections: ServerConnection[] = [];

  const server = createServer((client) => {
    const connection: ServerConnection = {
      socket: connect(Number(target.port), target.hostname),
      user: client,
      pending: Buffer.alloc(0),
    };
    connections.push(connection);
    sockets.add(client).add(connection.socket);
    client.on('error', () => client.destroy());
    connection.socket.on('error', () => connection.socket.destroy());
    connection.socket.on('data', (chunk) => {
      receive(connection, chunk);
    });
    client.on('data', (chunk) => {
      send(client, chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.toString(),
    get switches() {
      return switches;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) =>
        server.close(() => {
          resolve();
        }),
      );
    },
  };
}

/** Whether the messages end with no transaction open, and what is left of an unfinished message. */
function endsTransaction(messages: Buffer): { readonly ended: boolean; readonly rest: Buffer } {
  let at = 0;
  let ended = false;
  while (at + 5 <= messages.length) {
    const length = messages.readInt32BE(at + 1) + 1;
    if (at + length > messages.length) break;
    ended = messages[at] === READY_FOR_QUERY && messages[at + 5] === IDLE;
    at += length;
  }
  return { ended: ended && at === messages.length, rest: messages.subarray(at) };
}
