import { join } from "node:path";
/** How one language's snippets are run: what it needs on this machine, the files to write, the commands to run there. */
export type Runner = {
  language: string;
  needs: string[];
  /** The snippet's file, ready to be run beside those of the other schemes. */
  file(name: string, code: string): [path: string, content: string];
  runner(names: string[], read: (file: string) => Promise<string>): Promise<[path: string, content: string]>;
  commands(names: string[]): string[][];
  /** A command that fails where the package is missing that the Ed25519 snippet needs; null: nothing can tell. */
  ed25519?: string[] | null;
};

const RUNNERS = join(import.meta.dir, "runners");

export const readRunner = (file: string) => Bun.file(join(RUNNERS, file)).text();

const as = (from: string, to: string) => async (_: string[], read: (file: string) => Promise<string>) =>
  [to, await read(from)] as [string, string];

const stripTypes = (code: string) => new Bun.Transpiler({ loader: "ts" }).transformSync(code);

export const runners: Runner[] = [
  {
    language: "typescript",
    needs: ["node"],
    file: (name, code) => [`${name}.mjs`, stripTypes(code)],
    runner: as("node.mjs", "runner.mjs"),
    commands: () => [["node", "runner.mjs"]],
  },
  {
    language: "python",
    needs: ["python3"],
    file: (name, code) => [`${name}.py`, code],
    ed25519: ["python3", "-c", "import cryptography"],
    runner: as("python.py", "runner.py"),
    commands: () => [["python3", "runner.py"]],
  },
  {
    language: "go",
    needs: ["go"],
    file: (name, code) => [`${name}/verify.go`, code],
    runner: async (names, read) => {
      const imports = names.map((name) => `\t${name} "docs/${name}"`).join("\n");
      const entries = names.map((name) => `\t"${name}": ${name}.Verify,`).join("\n");
      const text = await read("main.go.txt");
      return ["main.go", text.replace("__IMPORTS__", imports).replace("__ENTRIES__", entries)];
    },
    commands: () => [
      ["go", "mod", "init", "docs"],
      ["go", "run", "."],
    ],
  },
  {
    language: "php",
    needs: ["php"],
    file: (name, code) => [`${name}.php`, code],
    ed25519: ["php", "-r", "exit(extension_loaded('sodium') ? 0 : 1);"],
    runner: as("runner.php", "runner.php"),
    commands: () => [["php", "runner.php"]],
  },
  {
    language: "ruby",
    needs: ["ruby"],
    file: (name, code) => [`${name}.rb`, code],
    runner: as("runner.rb", "runner.rb"),
    commands: () => [["ruby", "runner.rb"]],
  },
  {
    language: "java",
    needs: ["javac", "java"],
    file: (name, code) => [`${name}/WebhookSignature.java`, `package ${name};\n${code}`],
    runner: as("Runner.java", "Runner.java"),
    commands: (names) => [
      ["javac", "-d", ".", "Runner.java", ...names.map((name) => `${name}/WebhookSignature.java`)],
      ["java", "-cp", ".", "Runner"],
    ],
  },
  {
    language: "csharp",
    needs: ["mcs", "mono"],
    ed25519: null,
    file: (name, code) => [
      `${name}.cs`,
      code.replace("static class", `namespace ${name} {\nstatic class`).concat("}\n"),
    ],
    runner: as("Runner.cs", "Runner.cs"),
    commands: (names) => [
      ["mcs", "-out:run.exe", "Runner.cs", ...names.map((name) => `${name}.cs`)],
      ["mono", "run.exe"],
    ],
  },
  {
    language: "shell",
    needs: ["bash", "openssl", "od", "awk"],
    file: (name, code) => [`${name}.bash`, code],
    runner: as("runner.bash", "runner.bash"),
    commands: () => [["bash", "runner.bash"]],
  },
];

export const isHere = ({ needs }: Runner) => needs.every((name) => Bun.which(name) !== null);

/** Whether this machine has the package that a language needs for Ed25519, where it needs one. */
export function hasEd25519(runner: Runner): boolean {
  const { ed25519 } = runner;
  if (ed25519 === undefined) return true;
  return ed25519 !== null && isHere(runner) && Bun.spawnSync(ed25519).exitCode === 0;
}
