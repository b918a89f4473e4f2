import type { StoryRow } from '../../player.ts';
import { clusters, region, subsidy } from '../cast.ts';
import { refusals } from '../../refusals.ts';

const { telecomValley } = clusters;
const path = `membership/subsidies/${subsidy}`;
const spent = { amountCents: 1_200_000, use: 'Machines du FabLab' };

export const asked: StoryRow = {
  day: '2014-10-01',
  title: 'Telecom Valley asks the region for 30,000 euros for its FabLab',
  play: async (player) => {
    const about = { clusterId: telecomValley, granterId: region, purpose: 'FabLab', year: 2015 };
    await player.command('membership/subsidies', { id: subsidy, ...about, amountCents: 3_000_000 });
  },
};

export const granted: StoryRow = {
  day: '2015-04-01',
  title: 'The region grants them, frozen until the accounts of 2014 are in: nothing of it can be spent',
  play: async (player) => {
    await player.command(`${path}/grant`, { amountCents: 3_000_000 });
    await player.command(`${path}/sign-convention`, {});
    await player.command(`${path}/add-condition`, { condition: 'Comptes de 2014' });
    await refusals.of('spends what is frozen', player.command(`${path}/spend`, spent));
  },
};

export const released: StoryRow = {
  day: '2015-06-30',
  title: 'The accounts of 2014 are in: the region releases the subsidy, and the FabLab has its machines',
  play: async (player) => {
    const { conditions } = await player.api.get<{ readonly conditions: readonly { readonly conditionId: string }[] }>(
      path,
    );
    await player.command(`${path}/meet-condition`, { conditionId: conditions[0]?.conditionId });
    await player.command(`${path}/release`, {});
    await player.command(`${path}/spend`, spent);
  },
};

export const budget: StoryRow = {
  day: '2015-12-31',
  title: 'The budget of 2015: 800,000 euros, of which 600,000 minutes of 327 volunteers at 20 euros an hour',
  play: async (player) => {
    for (const [resource, amountCents, source] of [
      ['fees', 15_000_000, 'Cotisations'],
      ['facility-income', 5_000_000, 'FabLab'],
      ['local-institutions', 36_000_000, 'Région et département'],
      ['private-institutions', 4_000_000, 'Fondation'],
    ] as const)
      await player.command(`membership/funding/${telecomValley}/record`, { resource, amountCents, source });
    const own = `membership/volunteering/${telecomValley}`;
    const rate = { centsPerHour: 2_000, basis: 'Convention collective', effectiveAt: '2015-01-01' };
    await player.command(`${own}/set-rate`, rate);
    const time = { activity: 'Toutes les actions', volunteers: 327, minutes: 600_000, since: '2015-01-01' };
    await player.command(`${own}/record-time`, time);
  },
};
