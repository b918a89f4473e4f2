import { setTimeout as delay } from 'node:timers/promises';

interface ServiceStatus {
  readonly head: string;
  readonly unsequenced: string;
  readonly consumers: readonly { readonly caughtUp: boolean }[];
}

/** Waits until every read model and process manager has handled every event; gives back how many events there are. */
export async function caughtUp(url: string, token: string): Promise<number> {
  for (;;) {
    const answer = await fetch(`${url}/api/v1/admin/consumers`, { headers: { authorization: `Bearer ${token}` } });
    if (answer.status !== 200) throw new Error(`consumers: ${String(answer.status)} ${await answer.text()}`);
    const { head, unsequenced, consumers } = (await answer.json()) as ServiceStatus;
    if (Number(unsequenced) === 0 && consumers.every((consumer) => consumer.caughtUp)) return Number(head);
    await delay(100);
  }
}
