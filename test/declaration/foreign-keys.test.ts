import { CLIENT_KEYS, COMPANION_KEYS, GLUETUN_KEYS, POD_KEYS, VPN_KEYS } from '../../lib/declaration/foreign-keys';
import { examplePod, exampleWith, mistakesIn } from './example-declaration';

const companion = {
  name: 'prowlarr',
  image: 'lscr.io/linuxserver/prowlarr:2.0.5',
  runAs: { user: 1027, group: 100 },
};

test.each([
  ['pods.0', 'pods[0]', examplePod(), POD_KEYS],
  ['pods.0.client', 'pods[0].client', examplePod().client, CLIENT_KEYS],
  ['pods.0.gluetun', 'pods[0].gluetun', {}, GLUETUN_KEYS],
  ['pods.0.vpn', 'pods[0].vpn', examplePod().vpn, VPN_KEYS],
  ['pods.0.companions.0', 'pods[0].companions[0]', companion, COMPANION_KEYS],
])('no key of other tools is one of %s: what it is called here is said instead', (place, path, of, keys) => {
  const declared = place.includes('companions') ? 'pods.0.companions' : place;
  const foreign = Object.fromEntries(Object.keys(keys).map((key) => [key, 'x']));
  const value = declared === place ? { ...of, ...foreign } : [{ ...of, ...foreign }];
  const expected = Object.entries(keys).map(([key, hint]) => `${path}.${key}: ${hint}`);
  expect([...mistakesIn(exampleWith({ [declared]: value }))].sort()).toEqual(expected.sort());
});

test.each([
  ['pods.0.client.PUID', 1000, 'pods[0].client.PUID: unknown key; the user is "runAs.user"'],
  [
    'pods.0.gluetun.env',
    { TZ: 'x' },
    'pods[0].gluetun.env: unknown key; most variables have a key of their own (npx podlock explain --gluetun lists them), the others are "settings"',
  ],
  ['companions', [], 'companions: unknown key; it belongs to a Pod: an item of "pods"'],
  ['pods.0.vpn.dns', '1.1.1.1', 'pods[0].vpn.dns: unknown key; names are "gluetun.dns"'],
  [
    'pods.0.ports',
    [],
    'pods[0].ports: unknown key; the port for peers is "torrentPort", the one for people "client.webUi.port"',
  ],
])('fails on %s', (place, value, mistake) => {
  expect(mistakesIn(exampleWith({ [place]: value }))).toEqual([mistake]);
});
