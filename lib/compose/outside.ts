import { WEB_PORTS } from '../main-file/known-images';
import type { Conversion } from './conversion';
import type { Gate } from './find-gates';
import { helperReason } from './helpers';
import { containerNames, isEnabled, plainText, programOf, type Service } from './service';
import { tellSharedData } from './shared-data';
import { mapScalars } from './tree';
import { withoutMarks } from './unset';

/** A Pod that services outside may have to find. */
export interface Reachable {
  /** Names that the others know it by: those of gluetun's and the members' containers. */
  readonly names: readonly string[];
  /** `qbittorrent.downloads` */
  readonly address: string;
}

/**
 * What becomes of the services that are behind no gate: Podlock declares VPN Pods only, so each is named with what to do.
 */
export function tellOutside(
  services: readonly Service[],
  gates: readonly Gate[],
  pods: readonly Reachable[],
  conversion: Conversion,
  profiles: readonly string[],
): void {
  const inside = new Set(
    gates.flatMap(({ anchor, gluetun, members }) => [gluetun, ...(anchor === undefined ? [] : [anchor]), ...members]),
  );
  const outside = services.filter((each) => !inside.has(each));
  const staying = outside.filter((each) => isEnabled(each, profiles) && helperReason(each) === undefined);
  tellSharedData(gates, staying, conversion);
  for (const service of outside) {
    const reason = reasonFor(service, pods, profiles);
    conversion.ledger.drop(service.path, reason.text);
    conversion.note('outside', reason.text, { subject: service.name, place: service.tree.place });
  }
}

const BEHIND_NO_VPN = 'behind no VPN: stays where it is, or gets manifests of its own in another namespace';

function reasonFor(
  service: Service,
  pods: readonly Reachable[],
  profiles: readonly string[],
): { readonly text: string } {
  if (!isEnabled(service, profiles)) return { text: 'its profile is not enabled (--profile)' };
  const helper = helperReason(service);
  if (helper !== undefined) return { text: `not needed any more: ${helper}` };
  const text = textOf(service);
  const pod = pods.find(({ names }) => names.some((name) => mentions(text, name)));
  if (pod !== undefined) {
    const how = /traefik|nginx|caddy|swag|haproxy|cloudflared/.test(programOf(service)) ? 'it leads to' : 'it talks to';
    return {
      text: `${how} the Pod: its address is now ${pod.address} in the cluster, or whatever webUi of the declaration says`,
    };
  }
  if (
    WEB_PORTS[programOf(service)] !== undefined ||
    /arr$|seerr$|unpackerr|recyclarr|cross-seed|autobrr/.test(programOf(service))
  ) {
    const [first] = pods;
    return {
      text: `stays outside the Pod; the address of a download client in it is now ${first?.address ?? 'that of its Service'}`,
    };
  }
  return { text: BEHIND_NO_VPN };
}

/** Everything that a service says, but for its own names. */
function textOf(service: Service): string {
  const texts: string[] = [];
  mapScalars(service.tree, (leaf, path) => {
    if (!/^(?:container_name|hostname|image|volumes|depends_on)/.test(path)) texts.push(withoutMarks(leaf.text));
    return leaf;
  });
  return texts.join('\n');
}

function mentions(text: string, name: string): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?:^|//|@|[=\\s,"'])${escaped}(?::\\d|/|$|[\\s,"'])`, 'm').test(text);
}

export function namesOf({ anchor, gluetun, members }: Gate): readonly string[] {
  return [gluetun, ...(anchor === undefined ? [] : [anchor]), ...members]
    .flatMap((service) => [...containerNames(service), plainText(service, 'hostname') ?? ''])
    .filter((name) => name !== '');
}
