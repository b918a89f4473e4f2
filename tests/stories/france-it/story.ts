import type { Story } from '../story.ts';
import { drawings } from './drawings.ts';
import { ofTheMembers } from './questions/members.ts';
import { ofTheNetwork } from './questions/network.ts';
import { ofTheRegion } from './questions/region.ts';
import { ofTheSpring } from './questions/spring.ts';
import * as members from './rows/members-back.ts';
import * as networks from './rows/networks.ts';
import * as region from './rows/nouvelle-aquitaine.ts';
import * as spring from './rows/spring-of-2020.ts';

/** SPN, France IT and the clusters of Nouvelle-Aquitaine, which federate and stay apart. */
export const franceIt: Story = {
  key: 'france-it',
  name: 'SPN, France IT and the clusters of Nouvelle-Aquitaine',
  about:
    'Twenty digital clusters found a network; five of them are asked to merge, stay apart under one roof, and two of their directors are elected to preside over the network as a pair.',
  script: [
    ...[networks.before, networks.founded, networks.companies, networks.labelled],
    ...[region.opened, region.lived, region.examined, region.apart, region.agreed, region.approved, region.federated],
    ...[region.reciprocal, networks.presidedOver, region.training, ...members.gatherings.slice(0, 2), region.sobriety],
    ...[members.working, ...members.gatherings.slice(2), members.unbalanced, members.recruited, members.counted],
    ...[spring.planned, spring.registered, spring.called, spring.cancelled, spring.asked, spring.elected],
  ],
  questions: { ...ofTheNetwork, ...ofTheRegion, ...ofTheMembers, ...ofTheSpring },
  drawings,
};
