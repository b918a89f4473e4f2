import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** The number of the produce request in Kafka's protocol. */
const PRODUCE = 0;
/** Length (4), API key (2), version (2), correlation id (4). */
const HEADER_BYTES = 12;

/**
 * Stands before a broker and passes everything on, until it is set to lose the answer to the next produce request (the broker has
 * written the records then, and the sender never learns of it), or to refuse what is written, as a broker with a full disk would.
 */
export class DroppingProxy {
  #isArmed = false;
  #isRefusing = false;
  #dropped = 0;
  #refused = 0;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((client) => {
    this.#pass(client);
  });

  private constructor(private readonly target: () => number) {}

  /** Listens on a port of 127.0.0.1; `target` returns the address of the broker at the time of a connection. */
  static async listen(port: number, target: () => number): Promise<DroppingProxy> {
    const proxy = new DroppingProxy(target);
    proxy.#server.listen(port, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** How many answers were lost so far. */
  get dropped(): number {
    return this.#dropped;
  }

  /** How many writes were refused so far. */
  get refused(): number {
    return this.#refused;
  }

  /** From now on, until it is set otherwise, no record reaches the broker. */
  refuseWrites(refusing: boolean): void {
    this.#isRefusing = refusing;
  }

  dropNextAnswer(): void {
    this.#isArmed = true;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #pass(client: Socket): void {
    const broker = connect(this.target(), '127.0.0.1');
    const frames = new RequestFrames();
    let isLosing = false;
    const end = (): void => {
      client.destroy();
      broker.destroy();
    };
    for (const socket of [client, broker]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', end);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        end();
      });
    }
    client.on('data', (chunk: Buffer) => {
      const isWrite = frames.holdProduce(chunk);
      if (isWrite && this.#isRefusing) {
        this.#refused += 1;
        end();
        return;
      }
      if (isWrite && this.#isArmed) {
        this.#isArmed = false;
        isLosing = true;
      }
      broker.write(chunk);
    });
    broker.on('data', (chunk: Buffer) => {
      if (!isLosing) {
        client.write(chunk);
        return;
      }
      this.#dropped += 1;
      end();
    });
  }
}

/** Finds requests in a stream of bytes: each begins with its length and its kind. */
class RequestFrames {
  #left = 0;
  #header = Buffer.alloc(0);

  /** Whether a produce request begins in this chunk. */
  holdProduce(chunk: Buffer): boolean {
    let found = false;
    let at = 0;
    while (at < chunk.length) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, chunk.length - at);
        this.#left -= taken;
        at += taken;
        continue;
      }
      const needed = HEADER_BYTES - this.#header.length;
      this.#header = Buffer.concat([this.#header, chunk.subarray(at, at + needed)]);
      at = Math.min(chunk.length, at + needed);
      if (this.#header.length < HEADER_BYTES) continue;
      if (this.#header.readInt16BE(4) === PRODUCE) found = true;
      this.#left = this.#header.readInt32BE(0) + 4 - HEADER_BYTES;
      this.#header = Buffer.alloc(0);
    }
    return found;
  }
}
