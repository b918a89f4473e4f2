import { question, type Question } from '../../story.ts';
import { clusters, subsidy } from '../cast.ts';
import { refusals } from '../../refusals.ts';

const about = `membership/clusters/${clusters.telecomValley}`;

interface Mix {
  readonly totalCents: number;
  readonly classes: readonly { readonly class: string; readonly amountCents: number; readonly share?: string }[];
}

const CLASSES: Readonly<Record<string, string>> = {
  own: 'own resources',
  'local-institutions': 'local institutions',
  'private-institutions': 'private institutions',
};
const euros = (cents: number): string => `EUR ${(cents / 100).toLocaleString('en')}`;
const sharesOf = ({ totalCents, classes }: Mix) => ({
  totalCents,
  shares: Object.fromEntries(classes.map((each) => [each.class, each.share ?? ''])),
});
const mixLine = (what: string, { totalCents, shares }: ReturnType<typeof sharesOf>): string =>
  `${what} ${euros(totalCents)}: ${Object.entries(shares)
    .map(([name, share]) => `${share} % ${CLASSES[name] ?? name}`)
    .join(', ')}`;

export const moneyQuestions: Readonly<Record<string, Question>> = {
  'What does it live of, and what is the mix in cash alone?': question({
    ask: async (api) => {
      const { withVolunteering, cash } = await api.get<Readonly<Record<'cash' | 'withVolunteering', Mix>>>(
        `${about}/funding?year=2015`,
      );
      return { withVolunteering: sharesOf(withVolunteering), cash: sharesOf(cash) };
    },
    expected: {
      withVolunteering: {
        totalCents: 80_000_000,
        shares: { own: '50.00', 'local-institutions': '45.00', 'private-institutions': '5.00' },
      },
      cash: {
        totalCents: 60_000_000,
        shares: { own: '33.33', 'local-institutions': '60.00', 'private-institutions': '6.67' },
      },
    },
    lines: ({ withVolunteering, cash }) => [
      mixLine('With volunteering', withVolunteering),
      mixLine('In cash alone', cash),
    ],
  }),
  'Which part of its own half is volunteering, at which rate?': question({
    ask: async (api) => {
      const { minutes, valueCents, parts } = await api.get<{
        readonly minutes: number;
        readonly valueCents: number;
        readonly parts: readonly { readonly centsPerHour: number }[];
      }>(`${about}/volunteering?year=2015`);
      const { times } = await api.get<{ readonly times: readonly { readonly volunteers: number }[] }>(
        `membership/volunteering/${clusters.telecomValley}`,
      );
      const { resources } = await api.get<{
        readonly resources: readonly { readonly resource: string; readonly amountCents: number }[];
      }>(`${about}/funding?year=2015`);
      return {
        minutes,
        volunteers: times.map(({ volunteers }) => volunteers),
        centsPerHour: parts.map(({ centsPerHour }) => centsPerHour),
        valueCents,
        beside: Object.fromEntries(
          resources
            .filter(({ resource }) => ['fees', 'facility-income'].includes(resource))
            .map(({ resource, amountCents }) => [resource, amountCents]),
        ),
      };
    },
    expected: {
      ...{ minutes: 600_000, volunteers: [327], centsPerHour: [2_000], valueCents: 20_000_000 },
      beside: { fees: 15_000_000, 'facility-income': 5_000_000 },
    },
    lines: ({ minutes, volunteers, centsPerHour, valueCents, beside }) => [
      `${minutes.toLocaleString('en')} minutes of ${volunteers.join(', ')} volunteers at ${centsPerHour.map(euros).join(', ')} an hour: ${euros(valueCents)}`,
      `beside ${euros(beside['fees'] ?? 0)} of fees and ${euros(beside['facility-income'] ?? 0)} of the FabLab`,
    ],
  }),
  'Could the subsidy for the FabLab be spent while it was frozen?': question({
    ask: async (api) => {
      const days = await Promise.all(
        ['2014-12-31', '2015-04-01', '2015-06-30'].map(async (day) => {
          const { status, spentCents } = await api.get<{ readonly status: string; readonly spentCents: number }>(
            `membership/subsidies/${subsidy}?validAt=${day}`,
          );
          return { day, status, spentCents };
        }),
      );
      return { days, refused: refusals.codeOf('spends what is frozen') };
    },
    expected: {
      days: [
        { day: '2014-12-31', status: 'requested', spentCents: 0 },
        { day: '2015-04-01', status: 'frozen', spentCents: 0 },
        { day: '2015-06-30', status: 'released', spentCents: 1_200_000 },
      ],
      refused: 'MBR_SUBSIDY_FROZEN',
    },
    lines: ({ days, refused }) => [
      ...days.map(({ day, status, spentCents }) => `${day}: ${status}, ${euros(spentCents)} spent`),
      `Spending it while it was frozen was refused (${String(refused)}).`,
    ],
  }),
};
