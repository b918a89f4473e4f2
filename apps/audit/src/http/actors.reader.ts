import { z } from 'zod';
import type { Actors } from '#libs/hosting';
import type { Actor } from '#libs/kernel';
import { timelineLineView } from '../read-models/timelines/timelines.projection.ts';
import { identityView } from './ledger.view.ts';

/** A line of a timeline with who acted, for those who may know. */
export const namedLineView = z.strictObject({ ...timelineLineView.shape, ...identityView }).meta({
  id: 'NamedTimelineLine',
  description: 'One event on the timeline of one thing that it names, and who acted.',
});

/** The lines of a page, each with the issuer and subject of its actor where they are known still. */
export async function withNames<
  Line extends { readonly actor: string },
  Page extends { readonly items: readonly Line[] },
>(page: Page & { readonly items: readonly Line[] }, actors: Actors) {
  const identities = await actors.identitiesOf(page.items.map(({ actor }) => actor));
  return { ...page, items: page.items.map((line) => ({ ...line, ...identities.get(line.actor) })) };
}

/** The same of the events of a stream. */
export async function withActors<
  Event extends { readonly metadata: { readonly actor: Actor } },
  Page extends { readonly items: readonly Event[] },
>(page: Page & { readonly items: readonly Event[] }, actors: Actors) {
  const identities = await actors.identitiesOf(page.items.map(({ metadata }) => metadata.actor.id));
  const items = page.items.map((event) => {
    const actor = { ...event.metadata.actor, ...identities.get(event.metadata.actor.id) };
    return { ...event, metadata: { ...event.metadata, actor } };
  });
  return { ...page, items };
}
