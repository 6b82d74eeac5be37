import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../command';
import { runGitOps } from './rig';

/** A git repository on loopback that a controller syncs from. */
export class Repository {
  private constructor(
    private readonly folder: string,
    readonly url: string,
  ) {}

  static async serve(): Promise<Repository> {
    const folder = mkdtempSync(join(tmpdir(), 'podlock-e2e-repository-'));
    await run('git', ['init', '--quiet', '--initial-branch=main'], { directory: folder });
    return new Repository(folder, (await runGitOps('serve-repo', folder)).trim());
  }

  /** Makes dist/ these files and no others. @returns the commit */
  async commit(message: string, files: ReadonlyMap<string, string>): Promise<string> {
    rmSync(join(this.folder, 'dist'), { recursive: true, force: true });
    for (const [path, content] of files) {
      const file = join(this.folder, 'dist', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    await this.git('add', '--all');
    await this.git('commit', '--quiet', `--message=${message}`);
    return this.head();
  }

  /** Makes it a copy of what another repository's work tree has under version control. @returns the commit */
  async commitProject(root: string): Promise<string> {
    const listed = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      directory: root,
    });
    for (const path of listed.split('\0').filter((each) => existsSync(join(root, each)))) {
      if (path !== '') cpSync(join(root, path), join(this.folder, path));
    }
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--message=the project');
    return this.head();
  }

  /** Takes the last commit back. @returns the commit that does so */
  async revert(): Promise<string> {
    await this.git('revert', '--no-edit', 'HEAD');
    return this.head();
  }

  async stop(): Promise<void> {
    await runGitOps('serve-repo', '--stop', this.folder);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async head(): Promise<string> {
    return (await this.git('rev-parse', 'HEAD')).trim();
  }

  private git(...args: readonly string[]): Promise<string> {
    const identity = ['-c', 'user.name=e2e', '-c', 'user.email=e2e@example.org', '-c', 'commit.gpgsign=false'];
    return run('git', [...identity, ...args], { directory: this.folder });
  }
}
