import { z } from 'zod';
import { readShare, SHARES_LIMIT, type Share, type Spread } from '#libs/projections';

const SETTING = `<read model>=<share>/<shares>, joined by commas, as membership.memberships=1/4 (at most ${String(SHARES_LIMIT)} shares)`;

/** Which share of which read model a process runs, as text: `membership.memberships=1/4,mergers.operations=2/2`. */
export const spreadSetting = z.string().transform((text, context): Spread => {
  const entries = text.split(',').map((part) => shareOfModel(part.trim()));
  const known = entries.filter((entry) => entry !== undefined);
  const spread = Object.fromEntries(known);
  if (known.length === entries.length && Object.keys(spread).length === known.length) return spread;
  context.addIssue({ code: 'custom', message: SETTING });
  return z.NEVER;
});

function shareOfModel(text: string): readonly [name: string, share: Share] | undefined {
  const [name = '', share = '', ...more] = text.split('=');
  const read = readShare(share);
  return name === '' || read === undefined || more.length > 0 ? undefined : [name, read];
}
