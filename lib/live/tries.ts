import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster, ContainerPlace } from './cluster';
import { ClusterError, endsEverything } from './cluster-error';
import { type Seen, seen, unseen } from './seen';

/** A place that a client may want to reach. */
export interface Target {
  /** What it is, in words: `CoreDNS by its Service`. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/**
 * What came of a connection.
 * - `connected`: somebody took it.
 * - `refused`: somebody answered with a refusal (a reset, or an ICMP message), so the packet got that far.
 * - `silent`: no answer in three seconds.
 * - `stopped`: the kernel of this node did not send it: no route, no permission.
 * - `unclear`: the program that tried says something else, or there is none.
 */
type Outcome = 'connected' | 'refused' | 'silent' | 'stopped' | 'unclear';

/** One try, and how it ended. */
export interface Try {
  readonly target: Target;
  /** The source address, or the interface, that it was bound to. @default - none: the default route */
  readonly from: string | undefined;
  readonly outcome: Outcome;
  /** In the words of the program that tried: `curl 28: Connection timed out`. */
  readonly detail: string;
}

/** What a client container can do. */
export interface Tries {
  readonly connections: readonly Try[];
  /** What a web server beyond the tunnel calls the address that asks. */
  readonly seenAs: Seen<string>;
  /** Whether the kernel gave it a socket for frames past iptables. */
  readonly frameSocket: Seen<boolean>;
  /** The server that answered a question for a name. */
  readonly resolver: Seen<string>;
  /** The status with which gluetun's control server answered a question without a key; 0 where nobody listens. */
  readonly control: Seen<number>;
}

/** What is to be tried in a container. Each connection is tried by the default route and from each source. */
export interface TryPlan {
  readonly targets: readonly Target[];
  readonly sources: readonly string[];
  /** A page that answers with the address that asks. @default - not asked */
  readonly askUrl?: string;
  /** Interface and neighbour for the socket past iptables. @default - not tried */
  readonly uplink?: { readonly device: string; readonly gateway: string };
  /** A name to resolve; with it, the control server is asked too. @default - neither */
  readonly question?: string;
}

const script = readFileSync(join(__dirname, 'try.sh'), 'utf8');
const seconds = 40;

/** Tries ways out of a container. Nothing is sent but connection requests, one question for a name, and one for a page. */
export async function tryWaysOut(cluster: Cluster, place: ContainerPlace, plan: TryPlan): Promise<Seen<Tries>> {
  const tried = plan.targets.flatMap((target, index) =>
    waysTo(target, index === 0, plan).map((from) => ({ target, from })),
  );
  const words = tried.flatMap(({ target, from }, index) => [`${index}`, target.host, `${target.port}`, from ?? '']);
  const { askUrl = '', uplink, question = '' } = plan;
  const args = [askUrl, uplink?.device ?? '', uplink?.gateway ?? '', question, ...words];
  try {
    const { output, errors } = await cluster.exec(place, ['/bin/sh', '-c', script, 'try', ...args], seconds);
    const answers = readAnswers(output);
    if (answers.size === 0) return unseen(`the container ${place.container} did not answer: ${errors.slice(0, 120)}`);
    return seen({
      connections: tried.map(({ target, from }, index) => ({ target, from, ...outcomeOf(answers.get(`${index}`)) })),
      seenAs: addressIn(answers.get('ask')),
      frameSocket: frameSocketOf(answers.get('frame')),
      resolver: resolverOf(answers.get('resolve')),
      control: statusOf(answers.get('control')),
    });
  } catch (error) {
    if (endsEverything(error) || !(error instanceof ClusterError)) throw error;
    return unseen(error.message);
  }
}

/** By the default route, from each of the Pod's addresses, and once by the interface itself, which no ip rule sees. */
function waysTo({ host }: Target, isFirst: boolean, { sources, uplink }: TryPlan): readonly (string | undefined)[] {
  const own = sources.filter((source) => isIpv6(source) === isIpv6(host));
  return [undefined, ...own, ...(isFirst && uplink !== undefined ? [uplink.device] : [])];
}

function isIpv6(address: string): boolean {
  return address.includes(':');
}

interface Answer {
  readonly program: string;
  readonly code: number;
  readonly text: string;
}

function readAnswers(output: string): ReadonlyMap<string, Answer> {
  const answers = new Map<string, Answer>();
  for (const line of output.split('\n')) {
    const [mark, name = '', program = '', code, text = ''] = line.split('\t');
    if (mark === '@@') answers.set(name, { program, code: Number(code), text: text.trim() });
  }
  return answers;
}

const noAnswer: Answer = { program: 'none', code: 127, text: 'it did not come to an end' };

/** The words of curl, python3, busybox, OpenBSD's nc and bash for the same errors of the kernel. */
const phrases: readonly (readonly [RegExp, Outcome])[] = [
  [/connected after 0\.0*[1-9]|connected after [1-9]/, 'connected'],
  [/refused|reset by peer/i, 'refused'],
  [/host (?:is )?unreachable|no route to host|prohibited/i, 'refused'],
  [/network (?:is )?unreachable|not permitted|permission denied|cannot assign|bind failed/i, 'stopped'],
  [/timed? ?out|timeout/i, 'silent'],
];

/** How a connection ended. */
function outcomeOf({ program, code, text }: Answer = noAnswer): Pick<Try, 'outcome' | 'detail'> {
  const said = text.replace(/connected after 0\.0+$/, '').trim();
  const detail = program === 'none' ? said : `${program} ${code}${said === '' ? '' : `: ${said}`}`;
  if (program === 'none') return { outcome: 'unclear', detail };
  const known = phrases.find(([pattern]) => pattern.test(text));
  if (known !== undefined) return { outcome: known[1], detail };
  if (program === 'curl') return { outcome: code === 28 ? 'silent' : 'unclear', detail };
  if (code === 0) return { outcome: 'connected', detail };
  // `timeout` and nc say nothing when their time is over.
  return { outcome: text === '' && (code === 124 || code === 143 || code === 1) ? 'silent' : 'unclear', detail };
}

function addressIn(answer: Answer | undefined): Seen<string> {
  if (answer === undefined) return unseen('nobody was asked');
  const [address] = /\b\d{1,3}(?:\.\d{1,3}){3}\b|\b[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7}\b/i.exec(answer.text) ?? [];
  if (answer.code === 0 && address !== undefined) return seen(address);
  return unseen(`the page did not come (${answer.program} ${answer.code}: ${answer.text.slice(0, 100)})`);
}

function frameSocketOf(answer: Answer | undefined): Seen<boolean> {
  if (answer === undefined) return unseen('no interface was known to try it on');
  if (/not permitted/i.test(answer.text)) return seen(false);
  if (answer.program !== 'none' && (answer.code === 0 || /reply|sent|ARPING/i.test(answer.text))) return seen(true);
  return unseen(answer.text);
}

/** nslookup names the server that it asked; getent does not. */
function resolverOf(answer: Answer | undefined): Seen<string> {
  if (answer === undefined) return unseen('nobody was asked');
  const [, server] = /Server:\s+(\S+)/.exec(answer.text) ?? [];
  if (answer.code !== 0) return unseen(`no answer (${answer.program} ${answer.code}: ${answer.text.slice(0, 100)})`);
  return server === undefined ? unseen(`${answer.program} does not tell who answered`) : seen(server);
}

function statusOf(answer: Answer | undefined): Seen<number> {
  if (answer === undefined || answer.program === 'none') return unseen(answer?.text ?? 'nobody was asked');
  const [, status] = /(?:^|HTTP\/1\.\d |error: HTTP\/1\.\d )(\d{3})\b/.exec(answer.text) ?? [];
  if (status !== undefined) return seen(Number(status));
  return /refused/i.test(answer.text) || answer.code === 7 ? seen(0) : unseen(answer.text);
}

/** `curl 28: …` as the end of a sentence about a try. */
export function describeTry({ target, from, outcome, detail }: Try): string {
  const place = `${target.name} (${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port})`;
  const by = from === undefined ? 'by the default route' : `from ${from}`;
  const what: Readonly<Record<Outcome, string>> = {
    connected: 'connected',
    refused: 'answered with a refusal',
    silent: 'no answer in 3 s',
    stopped: 'not sent',
    unclear: 'unclear',
  };
  return `${place} ${by}: ${what[outcome]} [${detail}]`;
}
