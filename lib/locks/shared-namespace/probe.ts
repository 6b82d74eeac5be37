import { closed, type Evidence, judge, note, open, type Probe } from '../../live/evidence';
import type { GluetunLook } from '../../live/look';
import type { CompanionSurvey, Survey } from '../../live/survey';

export const probe: Probe = (survey) => [
  ...clientsOutside(survey),
  ...judge(survey.gluetun, 'the network of gluetun', (gluetun) => [
    ...nodeNetwork(gluetun),
    ...survey.companions.flatMap((companion) => sameNetwork(companion, gluetun)),
    ...survey.companions.flatMap((companion) => seenAs(companion, survey, gluetun)),
  ]),
];

/** BitTorrent clients of the same namespace that have no tunnel. */
function clientsOutside({ pod: { outside } }: Survey): readonly Evidence[] {
  return outside.map(({ pod, container }) =>
    open(`${container} of the Pod ${pod} runs without gluetun: it has the node's address`),
  );
}

function nodeNetwork({ isNodeNetwork, network }: GluetunLook): readonly Evidence[] {
  if (isNodeNetwork) return [open(`gluetun runs in the node's own network (${network})`)];
  return [closed(`gluetun's network is not the node's: /proc/sys/net/core/netdev_budget is not there`)];
}

function sameNetwork({ name, look }: CompanionSurvey, gluetun: GluetunLook): readonly Evidence[] {
  return judge(look, `the network of ${name}`, ({ network }) =>
    network === gluetun.network
      ? [closed(`${name} is in gluetun's network namespace: both are in ${network}`)]
      : [open(`${name} is in ${network}, gluetun in ${gluetun.network}`)],
  );
}

/** What the internet sees, beside what it would see without a tunnel. */
function seenAs({ name, tries }: CompanionSurvey, survey: Survey, gluetun: GluetunLook): readonly Evidence[] {
  return judge(tries, `the address that the internet sees of ${name}`, (found) =>
    judge(found.seenAs, `the address that the internet sees of ${name}`, (address) => {
      const own = ownAddresses(survey);
      const place = `the internet sees ${address} when ${name} asks by its default route`;
      if (own.includes(address)) return [open(`${place}: the node's own (${own.join(', ')})`)];
      const vpn = gluetun.publicAddress;
      return [
        closed(`${place}; the node's own: ${own.join(', ')}`),
        ...(vpn === undefined || vpn === address ? [] : [note(`gluetun noted ${vpn} when the tunnel came up`)]),
      ];
    }),
  );
}

/** The node's address in the cluster and, from the canary, the one that the internet sees of it. */
function ownAddresses({ pod, canary }: Survey): readonly string[] {
  const outside = canary.kind === 'seen' ? canary.value.free.seenAs : undefined;
  return [pod.nodeAddress, ...(outside?.kind === 'seen' ? [outside.value] : [])];
}
