/** What a rig says of itself: the same machine the same words, a change by its name, what cannot be read as such. */
import { expect, test } from "vitest";
import { changesSince } from "../../../src/rig/fingerprint/compare.ts";
import { takeFingerprint } from "../../../src/rig/fingerprint/fingerprint.ts";
import type { Machine, Reading } from "../../../src/rig/fingerprint/machine.ts";
import { thisMachine } from "../../../src/rig/fingerprint/machine.ts";

const CPU =
  "processor\t: 0\nmodel name\t: Model X\nphysical id\t: 0\ncpu cores\t: 4\nmicrocode\t: 0x10\nflags\t\t: fpu sse2\n";

/** A bare-metal machine of a few files; `undefined` in `changed` takes one away, an Error makes it unreadable. */
function machine(changed: Record<string, string | Error | undefined> = {}): Machine {
  const files: Record<string, string | Error | undefined> = {
    "/proc/cpuinfo": CPU,
    "/proc/meminfo": "MemTotal:       131903612 kB\n",
    "/proc/cmdline": "BOOT_IMAGE=/vmlinuz-1 root=UUID=1 quiet mitigations=off\n",
    "/proc/sys/kernel/osrelease": "5.14.0-1\n",
    "/proc/loadavg": "0.10 0.20 0.30 1/200 4711\n",
    "/sys/class/dmi/id/product_name": "Server 9000\n",
    "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor": "performance\n",
    "/sys/block/sda/size": "1953525168\n",
    "/sys/block/sda/device/model": "DISK 1\n",
    "/sys/block/sda/queue/scheduler": "none [mq-deadline] kyber\n",
    "lctl get_param -n version": "2.15.4\n",
    "lctl get_param -n debug": "ioctl neterror warning\n",
    "lctl get_param -n osc.*.max_dirty_mb": "2000\n2000\n",
    "lctl list_nids": "10.0.0.7@o2ib\n",
    ...changed,
  };
  const get = (key: string): Reading => {
    const found = files[key];
    if (found === undefined) return { kind: "absent" };
    return typeof found === "string" ? { kind: "text", text: found } : { kind: "unreadable", why: found.message };
  };
  return {
    read: get,
    run: (program, args) => get([program, ...args].join(" ")),
    list: (path) => [
      ...new Set(
        Object.keys(files)
          .filter((file) => file.startsWith(`${path}/`))
          .map((file) => file.slice(path.length + 1).split("/")[0] ?? ""),
      ),
    ],
  };
}

const changesOf = (changed: Record<string, string | Error | undefined>) =>
  changesSince(takeFingerprint(machine()), takeFingerprint(machine(changed))).map(
    ({ class: of, name, before, now }) => `${of} ${name}: ${before} → ${now}`,
  );

test("facts are in their class, normalised", () => {
  const { facts, virtual } = takeFingerprint(machine());
  expect(facts.identity).toMatchObject({ "cpu.model": "Model X", "memory.gib": "126", "disk.sda.gigabytes": "1000" });
  expect(facts.identity).toMatchObject({ "lustre.networks": "o2ib", "system.product": "Server 9000" });
  expect(facts.watch).toMatchObject({
    "disk.sda.scheduler": "mq-deadline",
    "system.command-line": "mitigations=off quiet",
    "lustre.osc.*.max_dirty_mb": "2000",
  });
  expect(facts.context).toMatchObject({ "lustre.version": "2.15.4", "load.1min": "0.10" });
  expect(virtual).toBe(false);
});

test("what varies by itself changes no hash: load, the order of options, the image that was booted", () => {
  const other = machine({
    "/proc/loadavg": "9.00 1 1 1/1 1\n",
    "/proc/cmdline": "BOOT_IMAGE=/vmlinuz-2 root=UUID=2 mitigations=off quiet\n",
    "/proc/meminfo": "MemTotal:       131900000 kB\n",
  });
  expect(takeFingerprint(other).hashes).toEqual(takeFingerprint(machine()).hashes);
});

test("a change is told by its name and class; a fact that is gone, too", () => {
  expect(changesOf({})).toEqual([]);
  expect(
    changesOf({
      "/proc/cpuinfo": CPU.replace("0x10", "0x11"),
      "/sys/block/sda/device/model": "DISK 2\n",
      "lctl get_param -n debug": undefined,
    }),
  ).toEqual([
    "identity disk.sda.model: DISK 1 → DISK 2",
    "watch cpu.microcode: 0x10 → 0x11",
    "watch lustre.debug: ioctl neterror warning → undefined",
  ]);
});

test("an unreadable fact is said to be unreadable: neither changed nor equal", () => {
  const refused = { "lctl get_param -n debug": new Error("EACCES") };
  expect(takeFingerprint(machine(refused)).unreadable).toEqual({ "lustre.debug": "EACCES" });
  expect(changesOf(refused)).toEqual([]);
});

test("a virtual machine and a container are recognised; a cloud's bare metal is none", () => {
  const of = (changed: Record<string, string>) => takeFingerprint(machine(changed));
  expect(of({ "/proc/cpuinfo": CPU.replace("sse2", "sse2 hypervisor") })).toMatchObject({ virtual: true });
  expect(of({ "/sys/class/dmi/id/sys_vendor": "QEMU\n" }).why).toContain("QEMU");
  expect(
    of({ "/sys/class/dmi/id/sys_vendor": "Amazon EC2", "/sys/class/dmi/id/product_name": "i3.metal" }).virtual,
  ).toBe(false);
  expect(of({ "/.dockerenv": "" })).toMatchObject({ virtual: false, container: true });
});

test("this machine, whatever it is, says the same twice", () => {
  const [first, second] = [takeFingerprint(thisMachine), takeFingerprint(thisMachine)];
  expect(Object.keys(first.facts.identity).length).toBeGreaterThan(2);
  expect(changesSince(first, second)).toEqual([]);
});
