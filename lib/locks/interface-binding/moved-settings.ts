import { clientSettings, settingValue } from '../../manifest/client-settings';
import type { Path } from '../../manifest/document';
import type { PodContainer } from '../../manifest/pod-container';
import { torrentClientOf } from '../../manifest/torrent-client';
import { files, type VpnPod } from '../../manifest/vpn-pod';
import type { OpenLock } from '../lock';

/** qBittorrent's arguments and variables that choose other settings than the usual ones (qbittorrent-nox --help). */
const choices = /(?:--(profile|configuration)|QBT_(PROFILE|CONFIGURATION))[=\s"']+([\w./${}-]+)/g;

/** Where images of qBittorrent keep their settings by themselves. */
const usualProfile = '/config';

/** qBittorrent told to read other settings than those of the manifest: what these bind says nothing then. */
export function movedSettings(pod: VpnPod, client: PodContainer): OpenLock[] {
  if (torrentClientOf(client) !== 'qbittorrent') return [];
  const texts = clientSettings(pod, client);
  const shown = [
    ...texts.flatMap(({ text }) => text.match(/\/[\w./-]*qBittorrent[\w-]*\.conf/g) ?? []),
    ...files(pod, client).map(({ name }) => name),
  ];
  return texts.flatMap(({ text, path, environment }) =>
    [...text.matchAll(choices)].flatMap(([, argument = '', variable = '', written = '']) => {
      const value = settingValue(written, environment) ?? written;
      const isShown = (argument || variable).toLowerCase() === 'profile' ? showsProfile : showsConfiguration;
      return isShown(value, shown) ? [] : [moved(client.name, argument || `QBT_${variable}`, value, path)];
    }),
  );
}

function moved(client: string, choice: string, value: string, path: Path): OpenLock {
  const message = `${client} reads its settings from ${choice} ${value}, and the input does not show what they bind it to`;
  return { state: 'unknown', message, path };
}

function showsProfile(folder: string, shown: readonly string[]): boolean {
  const root = folder.replace(/(?<=.)\/+$/, '');
  return root === usualProfile || shown.some((file) => file.startsWith(`${root}/`));
}

/** `--configuration x` reads qBittorrent_x.conf or a folder of that name. */
function showsConfiguration(name: string, shown: readonly string[]): boolean {
  return shown.some((file) => file.includes(`qBittorrent_${name}`));
}
