import { connect as connectPlain } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import kafkajs, { type ISocketFactoryArgs, type KafkaConfig } from 'kafkajs';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

/** How a process reaches a cluster of Apache Kafka. */
export interface KafkaSettings {
  /** `host:port` of some brokers, which name the others. */
  readonly brokers: readonly string[];
  /** The name of this process in the logs and quotas of the brokers. */
  readonly clientId: string;
  readonly ssl?: ConnectionOptions | boolean | undefined;
  readonly sasl?: KafkaConfig['sasl'] | undefined;
  /** Stands before the name of every topic on the brokers and nowhere else, so that several systems can share a cluster. */
  readonly topicPrefix?: string | undefined;
  /** Where a broker is reached from here that advertises another address (a tunnel, a proxy). */
  readonly reachedAt?: ((advertised: BrokerAddress) => BrokerAddress) | undefined;
}

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

/** Three tries in under a second: longer faults are handled above the client, where they can be seen. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 500, retries: 3 };
const CONNECTION_TIMEOUT_MS = 3_000;
const KEEP_ALIVE_MS = 60_000;

/** The client of a cluster. It logs nothing: faults are thrown. */
export function kafkaClient(settings: KafkaSettings): kafkajs.Kafka {
  const { brokers, clientId, ssl, sasl } = settings;
  return new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    ...(ssl === undefined ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl }),
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    retry: RETRY,
    socketFactory: (wanted) => socketTo(wanted, settings),
    logLevel: kafkajs.logLevel.NOTHING,
  });
}

function socketTo({ host, port, ssl, onConnect }: ISocketFactoryArgs, { reachedAt }: KafkaSettings) {
  const address = reachedAt?.({ host, port }) ?? { host, port };
  // kafkajs declares the options always and passes them only when they were given.
  const isTls = Boolean(ssl);
  const socket = isTls
    ? connectTls({ servername: host, ...ssl, ...address }, onConnect)
    : connectPlain({ ...address }, onConnect);
  return socket.setKeepAlive(true, KEEP_ALIVE_MS);
}

/*
 * kafkajs 2.2.4 looks after a queue of requests by a timer, and sets the timer again when there is nothing in the queue: every
 * millisecond, for ever, on every connection (its issues 1556 and 1704). At rest that was most of what a service did. Here it is set
 * only while something waits, which is what the timer is for: a request that comes or is answered looks by itself.
 */
const { prototype } = RequestQueue;
const schedule = prototype.scheduleCheckPendingRequests;
prototype.scheduleCheckPendingRequests = function whileSomethingWaits(): void {
  if (this.pending.length > 0) schedule.call(this);
};

/** The name of a topic on the brokers. */
export function wireTopic({ topicPrefix = '' }: KafkaSettings, topic: string): string {
  return `${topicPrefix}${topic}`;
}

/** The name of a topic everywhere else. */
export function topicOfWire({ topicPrefix = '' }: KafkaSettings, wire: string): string {
  return wire.slice(topicPrefix.length);
}
