import { connect } from 'node:net';

/** What a broker says about its cluster. */
export interface BrokerAnswer {
  readonly clusterId: string;
  /** The brokers it knows to be up and admitted by the quorum, itself among them once it is. */
  readonly brokers: readonly number[];
}

const TIMEOUT_MS = 2_000;
/** Its length, Metadata (3) in version 2, number 1 of a client without a name, about no topics. */
const REQUEST = Buffer.from('0000000e' + '00030002' + '00000001' + 'ffff' + '00000000', 'hex');

/**
 * Asks 127.0.0.1:port for the cluster's metadata (Kafka protocol; kafkajs would ask any broker of the cluster, at the address that
 * it advertises). A port that is merely open says nothing: a broker listens before the quorum has admitted it.
 * @returns nothing when nobody, or no broker, answers
 */
export async function askBroker(port: number): Promise<BrokerAnswer | undefined> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.setTimeout(TIMEOUT_MS, () => socket.destroy());
  try {
    socket.write(REQUEST);
    let bytes = Buffer.alloc(0);
    for await (const chunk of socket) {
      bytes = Buffer.concat([bytes, chunk as Buffer]);
      if (bytes.length >= 4 && bytes.length >= 4 + bytes.readInt32BE(0)) return parse(bytes);
    }
  } catch {
    // Nobody listens, or it is no broker.
  }
  socket.destroy();
  return undefined;
}

function parse(bytes: Buffer): BrokerAnswer {
  let at = 8;
  const int = (): number => bytes.readInt32BE((at += 4) - 4);
  const text = (): string => {
    const length = Math.max(0, bytes.readInt16BE((at += 2) - 2));
    return bytes.toString('utf8', at, (at += length));
  };
  const brokers = Array.from({ length: int() }, () => {
    const id = int();
    text(); // host
    int(); // port
    text(); // rack
    return id;
  });
  return { clusterId: text(), brokers: brokers.toSorted((a, b) => a - b) };
}
