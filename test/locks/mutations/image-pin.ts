import { set, setVariable } from '../locked-manifests';
import type { Mutation } from './mutation';

export const mutations: readonly Mutation[] = [
  ...['DOCKER_MODS', 'INSTALL_PACKAGES', 'INSTALL_PIP_PACKAGES'].map(
    (variable): Mutation => ({
      name: `${variable} installs something at each start`,
      change: ({ client }) => setVariable(client, variable, 'some'),
      findings: [
        `risk spec.template.spec.containers[0].env[0]: ${variable} puts programs into qbittorrent at each start that its image does not have`,
      ],
    }),
  ),
  {
    name: 'an image is latest',
    change: ({ client }) => set(client, 'image', 'lscr.io/linuxserver/qbittorrent:latest'),
    findings: [
      'risk spec.template.spec.containers[0].image: qbittorrent runs lscr.io/linuxserver/qbittorrent:latest, whose tag moves to every new image',
    ],
  },
  {
    name: 'an image has no tag',
    change: ({ client }) => set(client, 'image', 'registry.example.org:5000/linuxserver/qbittorrent'),
    findings: [
      'risk spec.template.spec.containers[0].image: qbittorrent runs registry.example.org:5000/linuxserver/qbittorrent, which has no tag and means latest',
    ],
  },
  {
    name: 'an image moves with a branch',
    change: ({ configure }) => set(configure, 'image', 'lscr.io/linuxserver/qbittorrent:libtorrent'),
    findings: [
      'risk spec.template.spec.initContainers[2].image: configure runs lscr.io/linuxserver/qbittorrent:libtorrent, whose tag moves to every new image',
    ],
  },
  {
    name: 'an image moves with every release',
    change: ({ gluetun }) => set(gluetun, 'image', 'qmcgaw/gluetun:v3'),
    findings: [
      'risk spec.template.spec.initContainers[1].image: gluetun runs qmcgaw/gluetun:v3, whose tag moves to every release of that number',
    ],
  },
  ...[
    ['5.2', 'moves to every release of that number'],
    ['v3.41', 'moves to every release of that number'],
    ['amd64-latest', 'moves to every new image'],
    ['5.1.4-nightly', 'moves to every new image'],
    ['main-v1', 'moves to every new image'],
    ['edge2', 'names no full release'],
    ['libtorrentv1', 'names no full release'],
    ['5-alpine', 'names no full release'],
    ['release-5', 'names no full release'],
  ].map(
    ([tag, why]): Mutation => ({
      name: `an image has the tag ${tag}`,
      change: ({ client }) => set(client, 'image', `lscr.io/linuxserver/qbittorrent:${tag}`),
      findings: [
        `risk spec.template.spec.containers[0].image: qbittorrent runs lscr.io/linuxserver/qbittorrent:${tag}, whose tag ${why}`,
      ],
    }),
  ),
  {
    name: 'the guard’s image moves',
    change: ({ guard }) => set(guard, 'image', 'qmcgaw/gluetun:latest'),
    findings: [
      'risk spec.template.spec.initContainers[0].image: guard runs qmcgaw/gluetun:latest, whose tag moves to every new image',
    ],
  },
  {
    name: 'a digest is cut off',
    change: ({ client }) => set(client, 'image', 'lscr.io/linuxserver/qbittorrent:latest@sha256:abc'),
    findings: [
      'risk spec.template.spec.containers[0].image: qbittorrent runs lscr.io/linuxserver/qbittorrent:latest@sha256:abc, whose tag moves to every new image',
    ],
  },
];
