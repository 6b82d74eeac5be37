import { DeclarationError } from '../declaration/mistake';
import { parseDeclaration } from '../declaration/parse-declaration';
import { plainValue, printMain, type SourceObject } from '../main-file/main-file';
import { accountForAttributes, accountForTheRest } from './attribute-reasons';
import { Conversion, type ImportOptions, type Note } from './conversion';
import { findGates, type Gate } from './find-gates';
import type { ReportEntry } from './ledger';
import { loadProject, type ProjectSources } from './load-project';
import { type MappedPod, mapGate } from './map-pod';
import { type NeededSecret, neededSecrets } from './needed-secrets';
import { tellOutside } from './outside';
import { ComposeError, type Problem } from './problem';
import { secretValues } from './secret-values';
import { isEnabled, type Service, servicesOf } from './service';
import { at, type Tree } from './tree';

/** A compose project as a declaration. */
export interface ImportedProject {
  /** The text of main.ts. */
  readonly main: string;
  /** What main.ts declares. */
  readonly declaration: unknown;
  readonly notes: readonly Note[];
  /** The Secrets to make, without any value. */
  readonly secrets: readonly NeededSecret[];
  /** Whether none of their values that the files have stands in main.ts, not even by chance. */
  readonly keptOut: boolean;
  /** What became of every key. */
  readonly report: readonly ReportEntry[];
}

export interface ImportChoices extends ImportOptions {
  /** Profiles that are enabled; `*` for all. */
  readonly profiles: readonly string[];
  /** gluetun's services to import. Empty: all of them. */
  readonly gates: readonly string[];
}

/**
 * Makes a declaration of a compose project: one Pod for each VPN gate, or for each torrent client behind it.
 * @throws ComposeError with what keeps it from being imported, each with its key and place
 */
export function importCompose(sources: ProjectSources, choices: ImportChoices): ImportedProject {
  const { conversion, pods } = convert(sources, choices);
  const problems = conversion.everyProblem();
  if (problems.length > 0) throw new ComposeError(problems);
  const declaration = { cluster: { name: choices.cluster }, pods: pods.map(({ pod }) => pod) };
  const parsed = parsedOrThrown(declaration, conversion);
  const values = [...secretValues(conversion).values()].flatMap((keys) => [...keys.values()]);
  const demands = pods.flatMap(({ secrets }) => secrets);
  return {
    main: printMain(declaration),
    declaration: parsed,
    notes: conversion.notes,
    secrets: neededSecrets(demands, conversion.secrets, choices.namespace),
    keptOut: !values.some((value) => JSON.stringify(parsed).includes(JSON.stringify(value).slice(1, -1))),
    report: conversion.ledger.report(conversion.project.document),
  };
}

/**
 * The values of the secrets that a compose project has, by the names and keys of the Secrets that `importCompose` names.
 * What its files do not say is missing.
 * @throws ComposeError
 */
export function secretsInCompose(
  sources: ProjectSources,
  choices: ImportChoices,
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  return secretValues(convert(sources, choices).conversion);
}

function convert(sources: ProjectSources, choices: ImportChoices) {
  const project = loadProject(sources);
  const conversion = new Conversion(project, choices);
  const services = servicesOf(project.document);
  for (const { key, place } of project.repeated) {
    const message = `"${key}" stands twice: the last counts, and today's Docker Compose refuses the file`;
    conversion.note('was wrong', message, { place });
  }
  const isWanted = (service: Service) => isEnabled(service, choices.profiles);
  const gates = findGates(services.filter(isWanted), project.document, choices.gates);
  const taken = new Set<string>();
  const pods: MappedPod[] = [];
  for (const gate of gates) pods.push(...mapGate(gate, conversion, taken, pods.length));
  tellOutside(services, gates, pods, conversion, choices.profiles);
  accountForInside(gates, conversion);
  accountForTheRest(project.document, conversion);
  return { conversion, pods };
}

function accountForInside(gates: readonly Gate[], conversion: Conversion): void {
  for (const { anchor, gluetun, members } of gates) {
    for (const { path, tree } of [gluetun, ...members]) accountForAttributes(path, tree, conversion);
    if (anchor !== undefined) conversion.ledger.drop(anchor.path, 'it held the network, which a Pod does by itself');
  }
}

/** What the declaration itself refuses, told of the key that it came from. */
function parsedOrThrown(declaration: SourceObject, conversion: Conversion): unknown {
  const plain = plainValue(declaration);
  try {
    parseDeclaration(plain);
    return plain;
  } catch (error) {
    if (!(error instanceof DeclarationError)) throw error;
    throw new ComposeError(error.mistakes.map((mistake) => problemOf(mistake, conversion)));
  }
}

function problemOf(
  { message, path }: { readonly path: string; readonly message: string },
  conversion: Conversion,
): Problem {
  const text = `${message} (${path} of the declaration)`;
  const [source] = sourcesOf(path, conversion);
  const tree = source === undefined ? undefined : locate(conversion.project.document, source);
  if (source === undefined || tree === undefined) return { message: text };
  return { message: text, path: source, place: tree.place };
}

/** The key of the nearest part of the path that came from one. */
function sourcesOf(path: string, { ledger }: Conversion): readonly string[] {
  const inPod = path.replace(/^pods\[\d+\]\./, '');
  for (let part = path, short = inPod; part !== ''; part = parent(part), short = parent(short)) {
    const found = [...ledger.sourcesOf(part), ...(short === '' ? [] : ledger.sourcesOf(short))];
    if (found.length > 0) return found;
  }
  return [];
}

function parent(path: string): string {
  return path.replace(/(?:^|\.)[^.[]+$|\[[^[]*\]$/, '');
}

function locate(document: Tree, path: string): Tree | undefined {
  const parts = [...path.matchAll(/"((?:[^"\\]|\\.)*)"|\[(\d+)\]|([^.[\]]+)/g)];
  return parts.reduce<Tree | undefined>((tree, [, quoted, index, name]) => {
    if (index !== undefined) return tree?.kind === 'sequence' ? tree.items[Number(index)] : undefined;
    return at(tree, quoted === undefined ? (name ?? '') : JSON.parse(`"${quoted}"`)) ?? tree;
  }, document);
}
