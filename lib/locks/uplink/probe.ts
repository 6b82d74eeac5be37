import { closed, type Evidence, judge, note, open, type Probe, unknown } from '../../live/evidence';
import type { GluetunLook } from '../../live/look';
import type { CompanionSurvey, Survey } from '../../live/survey';
import { describeTry, type Try } from '../../live/tries';
import { judgeRuleset } from './judge-ruleset';

export const probe: Probe = (survey) => [
  ...judge(survey.gluetun, "the guard's rules", (look) => judgeRules(look, survey)),
  ...survey.companions.flatMap((companion) => judgeTries(companion, survey)),
  ...counted(survey),
];

/** The rules that the kernel holds now, judged as the check judges those of a script. */
function judgeRules({ netfilter, interfaces }: GluetunLook, { pod }: Survey): readonly Evidence[] {
  return judge(netfilter, "the guard's rules", ({ rulesets, policies }) => {
    const tunnelInterface = pod.vpnPod.gluetun.environment.get('VPN_INTERFACE');
    const tunnel = tunnelInterface?.kind === 'value' && tunnelInterface.value !== '' ? tunnelInterface.value : 'tun0';
    const allowed = { tunnelInterface: tunnel, endpoint: undefined, addresses: undefined };
    const judged = rulesets.map(({ program, ruleset }) => ({ program, open: judgeRuleset(ruleset, allowed) }));
    const holding = judged.find((each) => each.open.length === 0);
    const index = interfaces.get(tunnel);
    const place = note(
      index === undefined ? `no interface ${tunnel} now` : `${tunnel} has the interface index ${index}`,
    );
    if (holding !== undefined) {
      const held = policies.filter((policy) => policy.includes(' mangle ')).join(', ');
      return [
        closed(
          `${holding.program} holds a table that gluetun leaves alone, and it lets out by other interfaces than ${tunnel} only the tunnel's own packets and answers, live flows of a lost tunnel not among them: ${held}`,
        ),
        place,
      ];
    }
    const openings = new Map(judged.flatMap((each) => each.open).map((opening) => [opening.what, opening]));
    return [...openings.values()].map(({ what, hole }) => open(`the kernel's rules: ${what}`, hole));
  });
}

function judgeTries({ name, tries }: CompanionSurvey, survey: Survey): readonly Evidence[] {
  return judge(tries, `the tries of ${name}`, ({ connections }) =>
    connections
      .filter((each) => each.outcome === 'connected' || !usesTunnel(each, survey))
      .map((each) => judgeTry(each, name, survey)),
  );
}

/** By the default route what is not in the Pod network's own subnet goes into the tunnel: no way past it. */
function usesTunnel({ from, target }: Try, { gluetun }: Survey): boolean {
  if (from !== undefined) return false;
  if (target.host.includes(':')) return hasTunnelIpv6(gluetun);
  return gluetun.kind === 'seen' && gluetun.value.uplink?.gateway !== target.host;
}

/** Without an IPv6 address of the tunnel, IPv6 can only leave past it. */
function hasTunnelIpv6(gluetun: Survey['gluetun']): boolean {
  if (gluetun.kind !== 'seen') return false;
  return gluetun.value.addresses.some((line) => /^(?!lo |eth\d)\S+ (?!fe80:)[0-9a-f]*:/.test(line));
}

function judgeTry(each: Try, name: string, survey: Survey): Evidence {
  const text = `${name} tried ${describeTry(each)}`;
  switch (each.outcome) {
    case 'connected':
      return isPublic(each) && usesTunnel(each, survey) ? note(`${text}, through the tunnel`) : open(text);
    case 'refused':
      return refusesItself(survey)
        ? note(`${text}; a rule of this Pod refuses aloud`)
        : open(`${text}: the packet left the Pod`);
    case 'silent':
    case 'stopped':
      return closed(text);
    case 'unclear':
      return isByInterface(each, survey) ? note(text) : unknown(text);
  }
}

function isPublic({ target }: Try): boolean {
  return target.name.startsWith('a public');
}

/** Few programs can do that; the same place was tried from the Pod's address too. */
function isByInterface({ from }: Try, { gluetun }: Survey): boolean {
  return gluetun.kind === 'seen' && gluetun.value.uplink?.device === from;
}

/** A REJECT of the Pod's own looks like one of somebody else. */
function refusesItself({ gluetun }: Survey): boolean {
  if (gluetun.kind !== 'seen' || gluetun.value.netfilter.kind !== 'seen') return false;
  return gluetun.value.netfilter.value.rulesets.some(({ ruleset }) =>
    [...ruleset.all()].some(({ chain }) => chain.rules.some(({ target }) => target === 'REJECT')),
  );
}

function counted({ gluetun, gluetunAfter }: Survey): readonly Evidence[] {
  const [before, after] = [gluetun, gluetunAfter].map((look) =>
    look.kind === 'seen' && look.value.netfilter.kind === 'seen' ? look.value.netfilter.value.refused : undefined,
  );
  if (before === undefined || after === undefined) return [];
  return [
    note(
      `table mangle counts ${after - before} packets that it refused while these were tried (${after} since it was set)`,
    ),
  ];
}
