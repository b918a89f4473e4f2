import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** Stands between a store and its server and can lose what the server says. */
export interface TcpProxy {
  /** The database's URL through this proxy. */
  readonly url: string;
  /** The next answer that holds this text is lost, and with it its connection. */
  loseAnswer(containing: string): Promise<void>;
  /** Cuts every connection. */
  cut(): void;
  close(): Promise<void>;
}

export async function startTcpProxy(databaseUrl: string): Promise<TcpProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let loss: { readonly text: string; readonly done: () => void } | undefined;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    client.pipe(upstream);
    upstream.on('data', (chunk) => {
      if (loss !== undefined && chunk.includes(loss.text)) {
        const { done } = loss;
        loss = undefined;
        client.destroy();
        done();
      } else client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.toString(),
    loseAnswer: (text) =>
      new Promise((done) => {
        loss = { text, done };
      }),
    cut,
    close: () => {
      cut();
      return new Promise((resolve) =>
        server.close(() => {
          resolve();
        }),
      );
    },
  };
}
