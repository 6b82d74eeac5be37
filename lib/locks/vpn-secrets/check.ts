import type { Variable } from '../../manifest/environment';
import type { Mount } from '../../manifest/mounted-files';
import { fieldsOf, itemsOf, textEntriesOf, textOf, wholeNumberOf } from '../../manifest/plain-value';
import type { PodContainer } from '../../manifest/pod-container';
import { isSopsCiphertext } from '../../manifest/sops';
import { mounts, type VpnPod } from '../../manifest/vpn-pod';
import type { Check, OpenLock } from '../lock';
import { clearKeys } from './clear-keys';
import { keyCopies } from './key-copies';
import { keyVariables } from './key-variables';
import { providersOf, secretLabel, secretSourcesOf } from './secret-source';
import { copiesFromStore } from './store-copies';

const keys = new Set(keyVariables);

export const check: Check = (pod) => {
  const secrets = secretsOf(pod);
  return [
    ...pod.containers.flatMap(keysInEnvironment),
    ...hiddenEnvironment(pod.gluetun),
    ...pod.containers
      .filter((container) => container !== pod.gluetun)
      .flatMap((container) => readers(pod, container, secrets)),
    ...mounts(pod, pod.gluetun).flatMap((mount) => judgeMount(pod, mount, secrets)),
    ...keyCopies(pod, (volume) => labelsOf(volume.fields).some((label) => secrets.has(label))),
    ...copiesFromStore(pod, secrets),
    ...clearKeys(pod, (variable) => keys.has(variable)),
    ...plainSecrets(pod, secrets),
  ];
};

/** What holds VPN keys, by its label: what gluetun mounts, what its environment names, and what fills one of these. */
function secretsOf(pod: VpnPod): ReadonlySet<string> {
  const mounted = mounts(pod, pod.gluetun).flatMap(({ volume }) => labelsOf(volume.fields));
  const { fields } = pod.gluetun;
  const referred = itemsOf(fields['env']).flatMap((item) => {
    const { name, valueFrom } = fieldsOf(item);
    const secret = textOf(fieldsOf(fieldsOf(valueFrom)['secretKeyRef'])['name']);
    return secret !== undefined && keys.has(textOf(name) ?? '') ? [secretLabel(secret)] : [];
  });
  const known = new Set([...mounted, ...referred, ...secretsFrom(fields).map(secretLabel)]);
  return new Set([...known, ...providersOf(known, pod.index, pod.namespace)]);
}

function labelsOf(volume: Mount['volume']['fields']): readonly string[] {
  return secretSourcesOf(volume).map(({ label }) => label);
}

function secretsFrom(fields: PodContainer['fields']): readonly string[] {
  return itemsOf(fields['envFrom']).flatMap((item) => textOf(fieldsOf(fieldsOf(item)['secretRef'])['name']) ?? []);
}

function keysInEnvironment({ name: container, environment }: PodContainer): OpenLock[] {
  const open: OpenLock[] = [];
  for (const [name, variable] of environment.entries()) {
    if (!keys.has(name)) continue;
    const what = describe(variable);
    if (what !== undefined)
      open.push({ state: 'open', message: `${name} of ${container} ${what}`, path: variable.path });
  }
  return open;
}

/** Never the value itself. */
function describe(variable: Variable): string | undefined {
  if (variable.kind === 'value') return variable.value.trim() === '' ? undefined : 'stands in the manifest';
  if (variable.kind === 'secret')
    return `is an environment variable, from ${variable.source}: every process inherits it`;
  if (variable.kind === 'unknown') return `is an environment variable, from ${variable.source}`;
  return undefined;
}

/** What a Secret that the input lacks puts into gluetun's environment can hardly be anything but keys. */
function hiddenEnvironment({ fields, path, environment }: PodContainer): OpenLock[] {
  return itemsOf(fields['envFrom']).flatMap((item, index): OpenLock[] => {
    const name = textOf(fieldsOf(fieldsOf(item)['secretRef'])['name']);
    const isUnseen = environment.get('WIREGUARD_PRIVATE_KEY')?.kind === 'unknown';
    if (name === undefined || !isUnseen) return [];
    const message = `Secret "${name}" becomes environment variables of gluetun, and the input does not tell whether VPN keys are among them`;
    return [{ state: 'unknown', message, path: [...path, 'envFrom', index] }];
  });
}

/** Other containers that can read what gluetun's Secrets hold. */
function readers(pod: VpnPod, container: PodContainer, secrets: ReadonlySet<string>): OpenLock[] {
  const mounted = mounts(pod, container).flatMap(({ volume, path }): OpenLock[] =>
    secretSourcesOf(volume.fields)
      .filter(({ label, items }) => secrets.has(label) && mayHoldKeys(items))
      .map(({ label }) => ({
        state: 'open',
        message: `${container.name} mounts ${label}, which holds the VPN keys`,
        path,
      })),
  );
  const inherited = secretsFrom(container.fields)
    .filter((name) => secrets.has(secretLabel(name)))
    .map((name): OpenLock => {
      const message = `${container.name} gets Secret "${name}", which holds the VPN keys, as its environment`;
      return { state: 'open', message, path: [...container.path, 'envFrom'] };
    });
  return [...mounted, ...inherited, ...named(container, secrets)];
}

/** One key of the Secret under a name of the container's own; the names that gluetun knows are judged above. */
function named({ name: container, fields, path }: PodContainer, secrets: ReadonlySet<string>): OpenLock[] {
  return itemsOf(fields['env']).flatMap((item, index): OpenLock[] => {
    const { name, valueFrom } = fieldsOf(item);
    const reference = fieldsOf(fieldsOf(valueFrom)['secretKeyRef']);
    const secret = textOf(reference['name']) ?? '';
    if (keys.has(textOf(name) ?? '') || !secrets.has(secretLabel(secret)) || !mayHoldKeys([reference])) return [];
    const message = `${container} gets a key of Secret "${secret}", which holds the VPN keys, as ${textOf(name)}`;
    return [{ state: 'open', message, path: [...path, 'env', index] }];
  });
}

/** A volume may pick keys of the Secret that have nothing to do with the VPN. */
function mayHoldKeys(items: unknown): boolean {
  const picked = itemsOf(items);
  return (
    picked.length === 0 ||
    picked.some((item) => /wireguard|openvpn|wg|vpn|key|cert/i.test(textOf(fieldsOf(item)['key']) ?? ''))
  );
}

function judgeMount(pod: VpnPod, { volume, subPath, readOnly, path }: Mount, secrets: ReadonlySet<string>): OpenLock[] {
  const holdsKeys = secretSourcesOf(volume.fields).some(
    ({ secret, label }) => secret !== undefined && secrets.has(label),
  );
  if (!holdsKeys) return [];
  const found = (message: string, place = path): OpenLock => ({
    state: 'open',
    message,
    path: place,
    severity: 'advice',
  });
  const source = fieldsOf(volume.fields['secret'] ?? volume.fields['projected']);
  const widest = widestMode(source, itemsOf(source['items']), pod);
  return [
    ...(readOnly ? [] : [found(`gluetun mounts the VPN keys without readOnly: volume ${volume.name}`)]),
    ...(subPath === undefined
      ? []
      : [found(`gluetun mounts the VPN keys by subPath, so a renewed key never arrives: volume ${volume.name}`)]),
    ...(source['optional'] === true
      ? [found('the Secret with the VPN keys is optional: gluetun starts without them', volume.path.slice())]
      : []),
    ...(widest === undefined
      ? []
      : [
          found(
            `the VPN keys have mode 0${widest.toString(8)}, so every user of the container can read them`,
            volume.path.slice(),
          ),
        ]),
  ];
}

/** With an fsGroup the kubelet itself adds the group's right to read. Its default mode is 0644. */
function widestMode(source: ReturnType<typeof fieldsOf>, items: readonly unknown[], pod: VpnPod): number | undefined {
  const fsGroup = fieldsOf(pod.workload.podSpec['securityContext'])['fsGroup'];
  const allowed = fsGroup === undefined ? 0o500 : 0o540;
  const modes = [source['defaultMode'] ?? 0o644, ...items.map((item) => fieldsOf(item)['mode'])];
  return modes.map(wholeNumberOf).find((mode) => mode !== undefined && (mode & ~allowed) !== 0);
}

/** A Secret that stands in the same input with its values; one that SOPS encrypted whole shows none. */
function plainSecrets(pod: VpnPod, secrets: ReadonlySet<string>): OpenLock[] {
  return [...secrets].flatMap((label): OpenLock[] => {
    const name = /^Secret "(.*)"$/.exec(label)?.[1];
    if (name === undefined) return [];
    // One without a namespace goes wherever it is applied to.
    const document = pod.index.named('Secret', name, pod.namespace) ?? pod.index.named('Secret', name);
    if (document === undefined) return sealedTemplate(pod, name);
    const { object } = document;
    const field = ['stringData', 'data'].find((name) => hasPlainValue(object[name]));
    if (field === undefined) return [];
    const message = `the VPN keys stand in the input, in ${label}`;
    return [{ state: 'open', message, path: [field], document }];
  });
}

function hasPlainValue(data: unknown): boolean {
  return [...textEntriesOf(data).values()].some((value) => !isSopsCiphertext(value));
}

/** A SealedSecret's template is applied as it stands; only `encryptedData` is encrypted. */
function sealedTemplate(pod: VpnPod, name: string): OpenLock[] {
  const document = pod.index.named('SealedSecret', name, pod.namespace) ?? pod.index.named('SealedSecret', name);
  const template = fieldsOf(fieldsOf(document?.object['spec'])['template']);
  const plain = [...textEntriesOf(template['data']).values()].some((value) => !value.includes('{{'));
  if (document === undefined || !plain) return [];
  const message = `the template of SealedSecret "${name}" holds plain values`;
  return [{ state: 'open', message, path: ['spec', 'template', 'data'], document }];
}
