import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  determineHitLimitReached,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { collectTests } from './collect-tests.mjs';
import { foldersOfMutants } from './folders-of-mutants.mjs';
import { Memories } from './memories.mjs';
import { setupFiles, testFiles } from './test-files.mjs';

/** What runs between the tests, or before them, is covered by no test. */
const betweenTests = 'between tests';

function instrumentedState() {
  globalThis.__stryker__ ??= {};
  return globalThis.__stryker__;
}

/**
 * Runs the tests of the locks for Stryker in its own process. Jest loads every module anew for each mutant, which takes
 * seconds; here they stay loaded, a mutant is switched on and off, and its tests take milliseconds.
 *
 * What a mutant leaves behind in a loaded module could fail the tests of the next one. So no mutant counts as killed
 * by a test that fails without it as well, unless everything was loaded anew for that mutant.
 */
class InProcessRunner {
  root = process.cwd();
  /** Where instrumented code looks for the active mutant, and counts what it covers. */
  instrumented = instrumentedState();
  /** @type {ReturnType<typeof collectTests> | undefined} */
  loaded;
  memories = new Memories();
  /** The folders whose mutants a test runs past, by the id of the test. */
  reached = new Map();

  capabilities() {
    return { reloadEnvironment: true };
  }

  /** Tries all tests without a mutant, in each process anew: before the first mutant, whose time is limited. */
  async init() {
    await this.load(undefined);
    // Now that every package is there, only what belongs to the project remembers.
    await this.load(undefined);
    const tests = await this.runAll(this.loaded.tests, () => true);
    const { static: always = {}, perTest = {} } = this.instrumented.mutantCoverage ?? {};
    const { [betweenTests]: _, ...mutantsPerTest } = perTest;
    const folders = foldersOfMutants(this.root);
    for (const [test, mutants] of Object.entries(mutantsPerTest))
      this.reached.set(test, new Set(Object.keys(mutants).map((mutant) => folders.get(mutant))));
    const mutantCoverage = { static: always, perTest: mutantsPerTest };
    this.result = { status: DryRunStatus.Complete, tests, mutantCoverage };
  }

  dryRun() {
    return this.result;
  }

  async mutantRun(options) {
    const isStatic = options.mutantActivation === 'static';
    const isNew = isStatic || this.loaded === undefined;
    try {
      if (isNew) await this.load(isStatic ? options.activeMutant.id : undefined);
    } catch (error) {
      this.loaded = undefined;
      return toMutantRunResult({ status: DryRunStatus.Error, errorMessage: String(error?.stack ?? error) });
    }
    const { results, timeout } = await this.runMutant(options);
    const leavesTraces = isStatic || timeout !== undefined || (await this.failsAnyway(results));
    if (leavesTraces) this.loaded = undefined;
    if (timeout !== undefined) return toMutantRunResult(timeout);
    if (leavesTraces && !isNew) return this.mutantRun(options);
    return toMutantRunResult({ status: DryRunStatus.Complete, tests: results }, options.disableBail);
  }

  async runMutant({ activeMutant, testFilter, hitLimit, disableBail, sandboxFileName }) {
    const folder = relative(this.root, dirname(sandboxFileName));
    this.memories.restore();
    Object.assign(this.instrumented, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    const goesOn = ({ status }) => status === TestStatus.Success || disableBail;
    const results = await this.runAll(this.testsFor(folder, testFilter), goesOn);
    const timeout = determineHitLimitReached(this.instrumented.hitCount, hitLimit);
    Object.assign(this.instrumented, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
    return { results, timeout };
  }

  /** What covers the mutant, or else every test that uses its folder; first those that name the folder's lock. */
  testsFor(folder, testFilter) {
    const wanted = new Set(testFilter);
    const covers = ({ id }) => (testFilter === undefined ? this.reached.get(id)?.has(folder) : wanted.has(id));
    const covering = this.loaded.tests.filter(covers);
    const tests = covering.length === 0 ? this.loaded.tests : covering;
    const lock = folder.slice(folder.lastIndexOf(sep) + 1);
    return [...tests.filter(({ id }) => id.includes(lock)), ...tests.filter(({ id }) => !id.includes(lock))];
  }

  /** Whether the test that failed under a mutant fails without it too. */
  async failsAnyway(results) {
    const failed = results.find(({ status }) => status === TestStatus.Failed);
    if (failed === undefined) return false;
    const test = this.loaded.tests.find(({ id }) => id === failed.id);
    this.memories.restore();
    return (await this.runOne(test)).status === TestStatus.Failed;
  }

  async load(mutant) {
    // A new one each time: a module keeps what was required by it.
    const require = createRequire(join(this.root, 'package.json'));
    for (const file of Object.keys(require.cache))
      if (file.startsWith(this.root + sep) && !file.includes('node_modules')) delete require.cache[file];
    Object.assign(this.instrumented, { activeMutant: mutant, currentTestId: undefined });
    this.loaded = this.memories.watch(() =>
      collectTests(setupFiles, testFiles(this.root), (file) => require(join(this.root, file))),
    );
    this.instrumented.currentTestId = betweenTests;
    for (const hook of this.loaded.beforeAll) await hook();
    this.memories.keep();
    this.instrumented.activeMutant = undefined;
  }

  async runAll(tests, goesOn) {
    const results = [];
    for (const test of tests) {
      const result = await this.runOne(test);
      results.push(result);
      if (!goesOn(result)) break;
    }
    return results;
  }

  async runOne({ id, name, file, run }) {
    const start = performance.now();
    const result = { id, name, fileName: join(this.root, file) };
    this.instrumented.currentTestId = id;
    try {
      await run();
      return { ...result, status: TestStatus.Success, timeSpentMs: performance.now() - start };
    } catch (error) {
      const failureMessage = String(error?.message ?? error);
      return { ...result, status: TestStatus.Failed, timeSpentMs: performance.now() - start, failureMessage };
    } finally {
      this.instrumented.currentTestId = betweenTests;
    }
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)];
