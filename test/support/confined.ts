import { chmodSync, chownSync, copyFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { executablePath } from "./executable.ts";

const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

/** Somebody without rights runs a command with these; who is nobody special already stays who they are. */
export const asNobody = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

/** Gives a folder to who runs commands `asNobody`. */
export function giveToNobody(path: string): void {
  if (isRoot) chownSync(path, NOBODY, NOBODY);
}

/** A copy of the executable that everybody may run, in `dir`: nothing of this project lies beside it. */
export function copyExecutable(dir: string): string {
  const copy = join(dir, "posthorn");
  copyFileSync(executablePath(), copy);
  chmodSync(copy, 0o755);
  return copy;
}

/**
 * A container's root made of a folder: read-only but for /data, with /proc and the executable, without /tmp, a shell or
 * anything else. The command runs what follows in there, as nobody where root may choose; it needs a system that lets
 * this user make namespaces, or is root.
 */
export function readOnlyRoot(root: string): string[] {
  for (const folder of ["data", "proc"]) mkdirSync(join(root, folder));
  giveToNobody(join(root, "data"));
  chmodSync(root, 0o755);
  copyExecutable(root);
  for (const library of libraries()) {
    mkdirSync(join(root, dirname(library)), { recursive: true });
    copyFileSync(library, join(root, library));
  }
  const user = isRoot ? `--userspec=${NOBODY}:${NOBODY} ` : "";
  const script = `set -e
    mount --bind "$0" "$0"
    cd "$0"
    mount --rbind /proc proc
    mount --bind data data
    mount -o remount,bind,ro "$0"
    PATH="$PATH:/usr/sbin:/sbin"
    exec chroot ${user}"$0" /posthorn "$@"`;
  return [...ownMounts(script), root];
}

/** Runs the executable in the current folder with `data` on a disk of 20 MB, of which a file `ballast` takes 4. */
export function smallDisk(): string[] {
  const script = `set -e
    mkdir data
    mount -t tmpfs -o size=20m tmpfs data
    head -c 4000000 /dev/zero > data/ballast
    exec "$0" "$@"`;
  return [...ownMounts(script), executablePath()];
}

/** Whether this user may do here what `readOnlyRoot` and `smallDisk` do. */
export function canConfine(): boolean {
  const programs = ["unshare", "mount", "ldd", "head"];
  if (programs.some((name) => Bun.which(name) === null)) return false;
  return Bun.spawnSync(ownMounts("mount -t tmpfs tmpfs /tmp")).exitCode === 0;
}

/** Mounts that the script makes are seen by nobody else, and gone with it. */
function ownMounts(script: string): string[] {
  return ["unshare", "--mount", ...(isRoot ? [] : ["--map-root-user"]), "/bin/sh", "-c", script];
}

/** What the executable and libSQL's module, which it unpacks, are linked with; the loader too, by the name they call it. */
function libraries(): string[] {
  const modules = [...new Bun.Glob("node_modules/@libsql/*/index.node").scanSync(".")];
  const { stdout } = Bun.spawnSync(["ldd", executablePath(), ...modules]);
  return [...new Set([...stdout.toString().matchAll(/(\/\S+) \(0x/g)].map(([, path = ""]) => path))];
}
