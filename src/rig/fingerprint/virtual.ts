/** Whether this is a virtual machine (its figures are shown and never block) or a container (its host's are its own). */
import { textOf } from "./facts.ts";
import type { Machine } from "./machine.ts";

export interface Virtuality {
  readonly virtual: boolean;
  readonly container: boolean;
  /** The signs that say so, "" when there are none. */
  readonly why: string;
}

const PRODUCTS =
  /\b(?:KVM|QEMU|VMware|VirtualBox|Virtual Machine|Xen|HVM domU|Bochs|BHYVE|Parallels|Google Compute Engine|Amazon EC2|Firecracker|OpenStack|Hyper-V)\b/i;
/** Cloud machines without a hypervisor between. */
const BARE = /\.metal\b/;

export function readVirtuality(machine: Machine): Virtuality {
  const product = ["sys_vendor", "product_name", "board_vendor", "chassis_vendor"]
    .map((name) => textOf(machine.read(`/sys/class/dmi/id/${name}`)).trim())
    .join(" ");
  const hypervisor = textOf(machine.read("/sys/hypervisor/type")).trim();
  const signs = [
    /^flags\s*:.*\bhypervisor\b/m.test(textOf(machine.read("/proc/cpuinfo")))
      ? "the processor reports a hypervisor"
      : "",
    PRODUCTS.test(product) && !BARE.test(product) ? `the board is "${product.trim()}"` : "",
    hypervisor === "" ? "" : `a hypervisor of type ${hypervisor}`,
  ].filter(Boolean);
  const inContainer = [
    machine.read("/.dockerenv").kind === "absent" ? "" : "/.dockerenv is there",
    machine.read("/run/.containerenv").kind === "absent" ? "" : "/run/.containerenv is there",
    /\b(?:docker|kubepods|libpod|lxc)\b/.test(textOf(machine.read("/proc/1/cgroup")))
      ? "the first process is in a container"
      : "",
  ].filter(Boolean);
  return { virtual: signs.length > 0, container: inContainer.length > 0, why: [...signs, ...inContainer].join("; ") };
}
