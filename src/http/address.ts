/** Where does a request come from, as far as that can be believed? */

/**
 * `proxies`: how many trusted ones stand before the service; each adds whom it heard at the end of X-Forwarded-For, and
 * what stands before that is what the client says of itself. An IPv6 client has a whole /64 to ask from: it counts as one.
 */
export function clientAddress(peer: string | undefined, forwarded: string | undefined, proxies: number): string {
  const heard = [...(forwarded ?? "").split(",").map((one) => one.trim()), peer ?? ""].filter((one) => one !== "");
  const address = heard.at(-1 - proxies) ?? heard[0] ?? "unknown";
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1];
  return mapped ?? (address.includes(":") ? network(address) : address).slice(0, 50);
}

function network(address: string): string {
  const [before = "", after = ""] = address.split("%")[0]?.toLowerCase().split("::") ?? [];
  const [head, tail] = [before, after].map((part) => part.split(":").filter((group) => group !== "")) as [
    string[],
    string[],
  ];
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => "0");
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(":")}::/64`;
}
