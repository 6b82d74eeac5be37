import { expect } from 'expect';
import { bind } from 'jest-each';

/**
 * A test that was collected: what Jest would run, without Jest around it.
 * @typedef {{ id: string, name: string, file: string, run: () => Promise<void> }} CollectedTest
 */

/** The hooks of a file or of a `describe`, and where it stands. */
class Scope {
  beforeEach = [];
  beforeAll = [];

  constructor(name, parent) {
    this.name = name;
    this.parent = parent;
  }

  /** What runs before a test, the outermost first. */
  get hooks() {
    return [...(this.parent?.hooks ?? []), ...this.beforeEach];
  }

  nameOf(title) {
    const own = this.name === '' ? title : `${this.name} ${title}`;
    return this.parent === undefined ? own : this.parent.nameOf(own);
  }
}

/**
 * Loads test files that are written for Jest, in this process, and returns their tests without running them. They may
 * use `test`, `describe`, `beforeEach`, `beforeAll`, `test.each` and `expect`; anything else of Jest's is not there.
 *
 * @param {readonly string[]} setupFiles whose hooks are for every test
 * @param {readonly string[]} files
 * @param {(file: string) => void} load
 * @returns {{ tests: CollectedTest[], beforeAll: (() => unknown)[] }}
 */
export function collectTests(setupFiles, files, load) {
  const tests = [];
  const beforeAll = [];
  const known = new Map();
  const root = new Scope('', undefined);
  let scope = root;
  let current = '';

  const test = (title, run) => {
    const name = scope.nameOf(title);
    const times = (known.get(`${current}: ${name}`) ?? 0) + 1;
    known.set(`${current}: ${name}`, times);
    const { hooks } = scope;
    const id = `${current}: ${name}${times === 1 ? '' : ` (${times})`}`;
    tests.push({ id, name, file: current, run: () => runTest([...hooks, run]) });
  };
  const describe = (title, define) => {
    scope = new Scope(title, scope);
    define();
    scope = scope.parent;
  };
  Object.assign(globalThis, {
    expect,
    test: Object.assign(test, { each: bind(test, false) }),
    describe: Object.assign(describe, { each: bind(describe, false) }),
    beforeEach: (hook) => scope.beforeEach.push(hook),
    beforeAll: (hook) => beforeAll.push(hook),
  });

  for (const file of setupFiles) load(file);
  for (const file of files) {
    current = file;
    scope = new Scope('', root);
    load(file);
  }
  return { tests, beforeAll };
}

async function runTest(steps) {
  expect.setState({ assertionCalls: 0, expectedAssertionsNumber: null, isExpectingAssertions: false });
  for (const step of steps) await step();
  const [missing] = expect.extractExpectedAssertionsErrors();
  if (missing !== undefined) throw missing.error;
}
