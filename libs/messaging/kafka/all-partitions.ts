import type { Admin } from 'kafkajs';
import { PartitionsUnled } from './errors.ts';

/**
 * What the brokers say of each partition of a topic: of all of them, or nothing. While brokers come and go kafkajs may know of a
 * topic without partitions, answers for those it knows of, and where there are none breaks over its own empty list; a reader that
 * believed it would leave partitions out.
 * @throws PartitionsUnled, and what the client throws
 */
export async function ofAllPartitions<Found>(
  admin: Pick<Admin, 'fetchTopicMetadata'>,
  wire: string,
  find: (wire: string) => Promise<readonly Found[]>,
): Promise<readonly Found[]> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [wire] });
  const expected = topics[0]?.partitions.length ?? 0;
  if (expected === 0) throw new PartitionsUnled(wire, 0, expected);
  const found = await find(wire).catch((error: unknown) => {
    throw error instanceof TypeError ? new PartitionsUnled(wire, 0, expected, { cause: error }) : error;
  });
  if (found.length !== expected) throw new PartitionsUnled(wire, found.length, expected);
  return found;
}
