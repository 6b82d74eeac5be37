import { checkSources } from '../../lib/check/check-sources';
import { type PicturedLock, type PodPicture, picturesOf } from '../../lib/diagram/picture';
import { ways } from '../../lib/diagram/ways';
import { locks } from '../../lib/locks';
import { readManifests } from '../../lib/manifest/read-manifests';
import { rendered } from './rendered';

function pictures(text: string): PodPicture[] {
  const source = { file: 'manifests.yaml', text };
  return picturesOf(readManifests(text, source.file).documents, checkSources([source], locks));
}

function lockStates([picture]: readonly PodPicture[]): Record<string, PicturedLock['state']> {
  const all = picture?.ways.flatMap((way) => way.locks) ?? [];
  return Object.fromEntries(all.map(({ id, state }) => [id, state]));
}

const bare = `apiVersion: apps/v1
kind: Deployment
metadata: { name: torrent, namespace: media }
spec:
  selector: { matchLabels: { app: torrent } }
  template:
    metadata: { labels: { app: torrent } }
    spec:
      containers:
        - { name: gluetun, image: 'qmcgaw/gluetun:v3.41.3' }
        - { name: qbittorrent, image: 'lscr.io/linuxserver/qbittorrent:5.1.4' }
`;

test('every lock stands in a way, and nothing else does', () => {
  const drawn = new Set(ways.flatMap((way) => way.locks));
  expect([...drawn].sort()).toEqual(locks.map(({ about }) => about.id).sort());
});

test('in the Pod that Podlock makes every way is shut', () => {
  const [picture, ...others] = pictures(rendered());
  expect(others).toEqual([]);
  expect(picture?.title).toBe('Deployment downloads/qbittorrent');
  expect(picture?.tunnel).toBe('UDP 1637');
  expect(picture?.ways.map(({ state }) => state)).toEqual(ways.map(() => 'shut'));
  expect(picture?.containers).toEqual([
    { name: 'guard', role: 'runs first, then ends' },
    { name: 'gluetun', role: 'the tunnel' },
    { name: 'configure', role: 'runs first, then ends' },
    { name: 'qbittorrent', role: 'the client' },
  ]);
});

test('a lock is open exactly where the check finds it open', () => {
  const states = lockStates(pictures(bare));
  const { findings } = checkSources([{ file: 'bare.yaml', text: bare }], locks);
  const open = findings.filter(({ state }) => state === 'open').map(({ lock }) => lock);
  expect(open.length).toBeGreaterThan(5);
  expect(Object.keys(states).filter((id) => states[id] === 'open')).toEqual(
    Object.keys(states).filter((id) => open.includes(id)),
  );
});

test('a way with one closed lock is held, not shut', () => {
  const variable = /(- name: )FIREWALL_VPN_INPUT_PORTS(\n +value: )'47148'/;
  const text = rendered().replace(variable, '$1FIREWALL_OUTBOUND_SUBNETS$20.0.0.0/1');
  const states = lockStates(pictures(text));
  expect([states['firewall'], states['uplink']]).toEqual(['open', 'closed']);
  const [picture] = pictures(text);
  expect(picture?.ways.find(({ locks: own }) => own.some(({ id }) => id === 'firewall'))?.state).toBe('held');
});

test('a lock that was loosened for a reason is never drawn closed', () => {
  const text = bare.replace(
    'namespace: media',
    'namespace: media, annotations: { podlock/loosened-dns: "because of a test" }',
  );
  const [picture] = pictures(text);
  const dns = picture?.ways.flatMap((way) => way.locks).find(({ id }) => id === 'dns');
  expect(dns).toEqual({ id: 'dns', state: 'loosened', because: 'of a test' });
});

test('what the input lacks is unknown: a Secret may switch the firewall off', () => {
  const text = bare.replace("v3.41.3' }", "v3.41.3', envFrom: [{ secretRef: { name: settings } }] }");
  expect(lockStates(pictures(text))['firewall']).toBe('unknown');
});

test('a check that crashed leaves its lock unknown', () => {
  const crashing = locks.map((lock) =>
    lock.about.id === 'dns'
      ? {
          about: lock.about,
          check: () => {
            throw new Error('a fault');
          },
        }
      : lock,
  );
  const source = { file: 'rendered.yaml', text: rendered() };
  const { documents } = readManifests(source.text, source.file);
  const states = lockStates(picturesOf(documents, checkSources([source], crashing)));
  expect(Object.keys(states).filter((id) => states[id] !== 'closed')).toEqual(['dns']);
});

test("a Pod of Podlock's from which gluetun is gone is drawn without a tunnel", () => {
  const text = bare
    .replace('labels: { app: torrent }', 'labels: { app: torrent, app.kubernetes.io/managed-by: podlock }')
    .replace(/.*gluetun:v3.*\n/, '');
  const [picture] = pictures(text);
  expect(picture?.tunnel).toBe('none: no container is gluetun');
  expect(lockStates(pictures(text))).toMatchObject({ 'shared-namespace': 'open', uplink: 'unknown' });
});
