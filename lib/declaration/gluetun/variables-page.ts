import { GLUETUN_RELEASE } from '../providers';
import { OBSOLETE, OLD_NAMES, OLD_NAMES_BY_TYPE } from './old-names';
import { type Place, VARIABLES } from './variables';

/** docs/gluetun.md: where each variable of gluetun belongs, from the table that the parser asks. */
export function variablesPage(): string {
  return `<!-- Written by: npm run docs. Edit lib/declaration/gluetun/variables.ts instead. -->
# gluetun's settings

Every variable of gluetun ${GLUETUN_RELEASE}, and where it is in a declaration. Paths begin below a Pod. \`gluetun.settings\` takes
the few variables that have no key of their own, by their names, and refuses the rest: a wrong name with the nearest right
one, a name of old with the present one, and whatever opens a lock, holds a secret or is set by Podlock.

Two keys loosen a lock, so each wants \`because\`, and \`podlock check\` lists them as loosened, never as closed:

- \`gluetun.dns.upstreamResolverType: 'plain'\`: names are asked for in plain text. They go through the tunnel like everything
  else, but whoever runs the VPN server reads them.
- \`expose\` of \`gluetun.httpProxy\` and \`gluetun.shadowsocks\`: private addresses, such as other Pods, may send their traffic
  into the tunnel. Without it the proxy listens on 127.0.0.1, for the containers of the Pod alone. With it Podlock wants
  credentials in a Secret and opens that one port in guard, gluetun's firewall, NetworkPolicy and Service. Whoever has the
  credentials also reaches what listens on the Pod's loopback: the WebUI, and the control server, which wants its own key.

gluetun passes over a variable that it does not know. \`DNS_UPSTREAM_PLAIN_ADDRESSES\`, \`PMTUD_*\` and \`BORINGPOLL_GLUETUNCOM\` may
be younger than ${GLUETUN_RELEASE}: they were read in the source around that release, not in a running one.

| variable | where |
| --- | --- |
${Object.entries(VARIABLES)
  .map(([name, place]) => `| \`${name}\` | ${describe(place)} |`)
  .join('\n')}

## Names of old

gluetun still reads most of them; Podlock names the present one.

| name of old | present name |
| --- | --- |
${Object.entries(OLD_NAMES)
  .map(([old, present]) => `| \`${old}\` | \`${present}\` |`)
  .join('\n')}
${Object.entries(OLD_NAMES_BY_TYPE)
  .map(([old, { openvpn, wireguard }]) => `| \`${old}\` | \`${wireguard}\` or \`${openvpn}\` |`)
  .join('\n')}

Meaning nothing any more: ${Object.keys(OBSOLETE)
    .map((name) => `\`${name}\``)
    .join(', ')}.
`;
}

function describe(place: Place): string {
  switch (place.kind) {
    case 'declared':
      return `\`${place.path}\``;
    case 'secret':
      return `a key of the Secret of \`${place.path}\``;
    case 'setting':
      return `\`gluetun.settings\`: ${{ switch: '`on` or `off`', addresses: 'public addresses', 'addresses with ports': 'public addresses with ports' }[place.form]}`;
    case 'podlock':
      return `not for setting: ${place.why}`;
    case 'lock':
      return `opens the lock \`${place.lock}\`: ${place.instead}`;
  }
}
