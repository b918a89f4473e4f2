import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** The number of the produce request in Kafka's protocol. */
const PRODUCE = 0;

/** A proxy between a client and a broker that loses, on demand, the answer to the next produce request, with its connection. */
export class LossyProxy {
  lostAnswers = 0;
  #toLose = 0;
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async before(broker: { readonly host: string; readonly port: number }): Promise<LossyProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const proxy = new LossyProxy(server, typeof address === 'object' && address !== null ? address.port : 0);
    server.on('connection', (client) => {
      proxy.#join(client, connect(broker));
    });
    return proxy;
  }

  loseAnswers(count: number): void {
    this.#toLose = count;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  #join(client: Socket, broker: Socket): void {
    let isProduce = false;
    for (const [from, to] of [
      [client, broker],
      [broker, client],
    ] as const) {
      this.#sockets.add(from);
      from.on('error', () => undefined);
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
    }
    client.on('data', (bytes: Buffer) => {
      // A request begins with its length and its number; the client under test has one in flight.
      if (bytes.length >= 6 && bytes.readUInt32BE(0) < 0x0100_0000) isProduce = bytes.readInt16BE(4) === PRODUCE;
      broker.write(bytes);
    });
    broker.on('data', (bytes: Buffer) => {
      if (!isProduce || this.#toLose === 0) {
        client.write(bytes);
        return;
      }
      this.#toLose -= 1;
      this.lostAnswers += 1;
      client.destroy();
    });
  }
}
