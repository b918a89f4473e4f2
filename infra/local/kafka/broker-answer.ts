import { connect } from 'node:net';

/** What a broker says about its cluster. */
export interface BrokerAnswer {
  readonly clusterId: string;
  /** The brokers it knows to be up and admitted by the quorum, itself among them once it is. */
  readonly brokers: readonly number[];
}

const TIMEOUT_MS = 2_000;
const METADATA = 3;
const VERSION = 2;

/**
 * Asks 127.0.0.1:port for the cluster's metadata (Kafka protocol, Metadata v2, no topics). A port that is merely open says
 * nothing: a broker listens before the quorum has admitted it.
 * @returns nothing when nobody, or no broker, answers
 */
export function askBroker(port: number): Promise<BrokerAnswer | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const chunks: Buffer[] = [];
    const end = (answer: BrokerAnswer | undefined): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(TIMEOUT_MS, () => {
      end(undefined);
    });
    socket.once('error', () => {
      end(undefined);
    });
    socket.once('close', () => {
      end(undefined);
    });
    socket.once('connect', () => socket.write(request()));
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      if (bytes.length >= 4 && bytes.length >= 4 + bytes.readInt32BE(0)) end(parse(bytes));
    });
  });
}

function request(): Buffer {
  const bytes = Buffer.alloc(18);
  bytes.writeInt32BE(14, 0);
  bytes.writeInt16BE(METADATA, 4);
  bytes.writeInt16BE(VERSION, 6);
  bytes.writeInt32BE(1, 8);
  bytes.writeInt16BE(-1, 12);
  bytes.writeInt32BE(0, 14);
  return bytes;
}

function parse(bytes: Buffer): BrokerAnswer | undefined {
  try {
    let at = 8;
    const int = (): number => bytes.readInt32BE((at += 4) - 4);
    const text = (): string => {
      const length = Math.max(0, bytes.readInt16BE((at += 2) - 2));
      return bytes.toString('utf8', at, (at += length));
    };
    const brokers = Array.from({ length: int() }, () => {
      const id = int();
      text();
      int();
      text();
      return id;
    });
    return { clusterId: text(), brokers: brokers.toSorted((a, b) => a - b) };
  } catch {
    return undefined;
  }
}
