import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A pooler between a client and its server that keeps the startup parameter `options` to itself, as some do. */
export interface DroppingPooler {
  /** The database's URL through it. */
  readonly url: string;
  close(): Promise<void>;
}

/** Length and version of the protocol stand before the parameters of a startup packet. */
const HEAD_BYTES = 8;

export async function startDroppingPooler(databaseUrl: string): Promise<DroppingPooler> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    client.once('data', (startup: Buffer) => {
      upstream.write(withoutOptions(startup));
      client.pipe(upstream);
    });
    upstream.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.toString(),
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Names and values end with a zero each, and the packet with another. */
function withoutOptions(startup: Buffer): Buffer {
  const texts = startup.subarray(HEAD_BYTES).toString('utf8').split('\0');
  const at = texts.findIndex((text, index) => index % 2 === 0 && text === 'options');
  const left = at < 0 ? texts : texts.toSpliced(at, 2);
  const parameters = Buffer.from(left.join('\0'), 'utf8');
  const packet = Buffer.concat([startup.subarray(0, HEAD_BYTES), parameters]);
  packet.writeInt32BE(packet.length, 0);
  return packet;
}
