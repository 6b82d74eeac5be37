import fc from 'fast-check';
import { parseDeclaration } from '../../lib/declaration/parse-declaration';
import { runs } from '../runs';
import { validDeclaration } from './arbitrary-declaration';
import { exampleDeclaration, exampleWith, mistakesIn } from './example-declaration';

test('what the user left out has its default', () => {
  expect(parseDeclaration(exampleDeclaration())).toEqual({
    cluster: { name: 'home', ipv6: false },
    gitOps: {
      source: { kind: 'git', repository: 'https://git.example.org/you/homelab.git', branch: 'main' },
      path: 'dist',
      sopsKeySecret: 'sops-age',
    },
    pods: [
      {
        name: 'qbittorrent',
        namespace: 'downloads',
        torrentPort: 47148,
        gluetun: {
          image: 'docker.io/qmcgaw/gluetun:v3.41.3',
          startupWindowSeconds: 300,
          tunnelInterface: 'tun0',
          resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '512Mi' } },
          settings: { variables: {}, files: [], proxies: [], plainDns: undefined, openvpnFlags: [] },
        },
        vpn: {
          provider: 'airvpn',
          type: 'wireguard',
          addresses: ['10.191.158.14/32'],
          publicKey: undefined,
          credentials: {
            secret: { kind: 'existing', name: 'airvpn-wireguard' },
            files: [
              { variable: 'WIREGUARD_PRIVATE_KEY_SECRETFILE', key: 'wireguard_private_key' },
              { variable: 'WIREGUARD_PRESHARED_KEY_SECRETFILE', key: 'wireguard_preshared_key' },
            ],
          },
          servers: { SERVER_NAMES: 'Alderamin' },
          endpoint: { address: undefined, port: undefined },
          portForwarding: undefined,
        },
        client: {
          application: 'qbittorrent',
          packaging: 'linuxserver',
          environment: {},
          image: 'lscr.io/linuxserver/qbittorrent:5.1.4',
          runAs: { mode: 'user', user: 1027, group: 100 },
          timezone: 'Etc/UTC',
          webUi: {
            port: 8080,
            passwordSecret: { kind: 'existing', name: 'qbittorrent-webui' },
            loginSecret: undefined,
            service: { type: 'ClusterIP' },
          },
          terminationGracePeriodSeconds: 120,
          resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } },
        },
        storage: {
          config: { kind: 'claim', size: '1Gi', storageClass: undefined, whenRemoved: 'keep' },
          downloads: { kind: 'claim', size: '500Gi', storageClass: undefined, whenRemoved: 'keep' },
          volumes: [],
        },
        companions: [],
        hosts: [],
        metrics: undefined,
      },
    ],
  });
});

test('without gitOps there is nothing for Argo CD and Flux', () => {
  expect(parseDeclaration(exampleWith({ gitOps: undefined })).gitOps).toBeUndefined();
});

test('everything that can be set reaches the parsed declaration', () => {
  const declaration = exampleWith({
    'cluster.ipv6': true,
    'pods.0.client.runAs': { root: true, user: 1000, group: 1001 },
    'pods.0.client.webUi.service': { type: 'NodePort' },
    'pods.0.client.resources': { limits: { memory: '2Gi' } },
    'pods.0.gluetun': { tunnelInterface: 'wg0', startupWindowSeconds: 600 },
    'pods.0.storage': { config: { hostPath: '/srv/config' }, downloads: { nfs: { server: 'nas', path: '/export' } } },
  });
  const [pod] = parseDeclaration(declaration).pods;
  expect(pod).toMatchObject({
    client: {
      runAs: { mode: 'root', user: 1000, group: 1001 },
      webUi: { service: { type: 'NodePort' } },
      resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '2Gi' } },
    },
    gluetun: { tunnelInterface: 'wg0', startupWindowSeconds: 600, image: 'docker.io/qmcgaw/gluetun:v3.41.3' },
    storage: {
      config: { kind: 'hostPath', path: '/srv/config' },
      downloads: { kind: 'nfs', server: 'nas', path: '/export' },
    },
  });
});

test('any declaration that is right is accepted, and reads the same a second time', () => {
  fc.assert(
    fc.property(validDeclaration(), (declaration) => {
      expect(mistakesIn(declaration)).toEqual([]);
      expect(parseDeclaration(declaration)).toEqual(parseDeclaration(structuredClone(declaration)));
    }),
    { numRuns: runs(60) },
  );
});

test('two declarations share no object, so that neither can change the other', () => {
  const [one, other] = [parseDeclaration(exampleDeclaration()), parseDeclaration(exampleDeclaration())];
  expect(one.pods[0]?.gluetun.resources).not.toBe(other.pods[0]?.gluetun.resources);
  expect(one.pods[0]?.client.webUi?.service).not.toBe(other.pods[0]?.client.webUi?.service);
});

test('two Pods may use the same credentials for different ports', () => {
  const declaration = exampleDeclaration();
  const [pod] = declaration.pods;
  expect(mistakesIn({ ...declaration, pods: [pod, { ...pod, name: 'second', torrentPort: 47149 }] })).toEqual([]);
});
