import { z } from 'zod';
import { isDnsSubdomain, parseDnsLabel } from '../network/host-name';
import { parseIpAddress } from '../network/ip-range';
import { parsePort } from '../network/port';
import { isOwnHost } from '../network/single-host';
import { ValueError } from '../network/value-error';
import type { Host } from './host';
import { labelsSchema } from './labels-schema';
import { choiceLeaf, leaf, report, strictObject } from './leaf';
import { parseReason } from './reason';

const service = strictObject(
  {
    /** Its `spec.clusterIP`. Fix it in the Service, or it changes when the Service is made anew. */
    clusterIP: leaf<string>('an IP address', parsePrivateAddress),
    /** The namespace of the Service and its Pods. */
    namespace: leaf<string>('the name of a namespace', (value) => parseDnsLabel(value)),
    /** Its `spec.selector`: which Pods stand behind it. */
    podLabels: labelsSchema.superRefine((labels, context) => {
      if (Object.keys(labels).length === 0) report(context, { kind: 'missing', expected: 'the labels of its Pods' });
    }),
    /** The port that its Pods listen on, as a number: its `targetPort`. */
    targetPort: leaf<number>('a port', parseHostPort),
  },
  { selector: 'its selector is "podLabels"', labels: 'its selector is "podLabels"' },
);

/** A host that the Pod reaches without the tunnel. */
export const hostSchema = strictObject(
  {
    /** What the Pod's programs call it: written into /etc/hosts, because the Pod asks no cluster DNS. */
    names: z.array(leaf<string>('a host name', parseHostName)).superRefine((names, context) => {
      if (names.length === 0) report(context, { kind: 'missing', expected: 'at least one name' });
    }),
    /** An address of the home network, such as that of a NAS. */
    address: leaf<string>('an IP address', parsePrivateAddress).optional(),
    /** A Service of this cluster. */
    service: service.optional(),
    /** The port of the host, of a Service its own `port`. */
    port: leaf<number>('a port', parseHostPort),
    /** @default 'TCP' */
    protocol: choiceLeaf(['TCP', 'UDP']).default('TCP'),
    /** Why it must be reached beside the tunnel, in one line. The check reports it beside the loosened locks. */
    because: leaf<string>('a reason', parseReason),
  },
  { ports: 'each port is an entry of its own: "port"', name: 'its names are a list: "names"' },
)
  .superRefine(({ address, service: named }, context) => {
    if (address === undefined && named === undefined)
      report(context, { kind: 'missing', expected: '"address" or "service"' });
    if (address !== undefined && named !== undefined) {
      const error = new ValueError(address, 'stands beside "service", which says the address: leave one of them');
      report(context, { kind: 'wrong', error }, ['address']);
    }
  })
  .transform(({ address, names, service: named, ...host }): Host => {
    const backend =
      named === undefined
        ? undefined
        : { namespace: named.namespace, podLabels: named.podLabels, targetPort: named.targetPort };
    return { ...host, names: names.toSorted(), address: named?.clusterIP ?? address ?? '', backend };
  });

function parsePrivateAddress(value: unknown): string {
  const address = parseIpAddress(value);
  if (isOwnHost(address)) return address.text;
  throw new ValueError(
    value,
    'is not of a private range: what is on the internet is reached through the tunnel; allowed are addresses of ' +
      '10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10 and fc00::/7',
  );
}

function parseHostPort(value: unknown): number {
  const port = parsePort(value);
  if (port !== 53 && port !== 853) return port;
  throw new ValueError(port, "is a name server's: the names of trackers and peers would leave beside the tunnel");
}

function parseHostName(value: unknown): string {
  if (
    typeof value === 'string' &&
    isDnsSubdomain(value) &&
    !/^[\d.]+$/.test(value) &&
    !/(?:^|\.)localhost$/.test(value)
  ) {
    return value;
  }
  throw new ValueError(
    value,
    'is not a host name: allowed are such as "postgres" and "postgres.databases.svc.cluster.local"',
  );
}
