import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { Fault } from "../../../src/model/fault.ts";
import { GrowingPage } from "../../../src/web/growing-page.ts";
import { sentInParts } from "../../../src/web/sent-parts.ts";

/** A drawing that goes on when told to. */
function drawing() {
  const steps: { readonly tell: (part: string | Error) => void; readonly part: Promise<string | Error> }[] = [];
  const step = (at: number) => {
    while (steps.length <= at) {
      let tell: (part: string | Error) => void = () => {};
      const part = new Promise<string | Error>((resolve) => (tell = resolve));
      steps.push({ tell, part });
    }
    return steps[at] as (typeof steps)[number];
  };
  async function* parts(): AsyncGenerator<string> {
    for (let at = 0; ; at++) {
      const part = await step(at).part;
      if (part instanceof Error) throw part;
      if (part === "") return;
      yield part;
    }
  }
  return { parts: parts(), tell: (at: number, part: string | Error) => step(at).tell(part) };
}

const read = async (page: GrowingPage): Promise<string[]> => {
  const parts: string[] = [];
  for await (const part of page) parts.push(part);
  return parts;
};

describe("a page that is being drawn", () => {
  test("is followed from its beginning, whenever one comes, and once somebody stops the others go on", async () => {
    const { parts, tell } = drawing();
    const page = new GrowingPage(parts);
    const first = page[Symbol.asyncIterator]();
    tell(0, "head");
    expect((await first.next()).value).toBe("head");
    const second = read(page);
    await first.return(undefined);
    tell(1, "middle");
    const third = read(page);
    tell(2, "end");
    tell(3, "");
    expect(await second).toEqual(["head", "middle", "end"]);
    expect(await third).toEqual(["head", "middle", "end"]);
    expect(await read(page)).toEqual(["head", "middle", "end"]);
    expect(await page.whole).toBe("headmiddleend");
  });

  test("that fails says so to all after what there is of it", async () => {
    const { parts, tell } = drawing();
    const page = new GrowingPage(parts);
    const one = page[Symbol.asyncIterator]();
    tell(0, "head");
    tell(1, new Error("no more"));
    expect((await one.next()).value).toBe("head");
    await expect(one.next()).rejects.toThrow("no more");
    await expect(page.whole).rejects.toThrow("no more");
    await expect(read(page)).rejects.toThrow("no more");
  });

  test.each(["middle", new Error("no more")])(
    "whose reader leaves meanwhile is no failure, whatever comes next",
    async (next) => {
      const { parts, tell } = drawing();
      const failures: unknown[] = [];
      const way = { headers: {}, gzip: undefined, failed: (error: unknown) => void failures.push(error) };
      const app = new Hono().get("/", (c) => sentInParts(c, new GrowingPage(parts), way) ?? c.notFound());
      const reader = (await app.request("/")).body?.getReader();
      tell(0, "head");
      expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("head");
      const waiting = reader?.read();
      await new Promise(setImmediate); // it is being drawn for this reader
      const left = reader?.cancel();
      tell(1, next);
      await left?.catch(() => {});
      expect((await waiting)?.done).toBe(true);
      await new Promise(setImmediate); // what a drawing says, it has said by now
      expect(failures).toEqual([]);
    },
  );

  test("that fails before somebody who stays is recorded once, and says so where it ends", async () => {
    const { parts, tell } = drawing();
    const failures: unknown[] = [];
    const way = { headers: {}, gzip: undefined, failed: (error: unknown) => void failures.push(error) };
    const app = new Hono().get("/", (c) => sentInParts(c, new GrowingPage(parts), way) ?? c.notFound());
    const answer = await app.request("/");
    tell(0, "head");
    tell(1, new Error("no more"));
    expect(await answer.text()).toMatch(
      /^head.*<section class="card" data-broken><h2>The rest of this page is missing/s,
    );
    expect(failures).toEqual([new Error("no more")]);
  });

  test("that fails between the rows of a table closes the table first, and is recorded whatever the fault", async () => {
    const { parts, tell } = drawing();
    const failures: unknown[] = [];
    const way = { headers: {}, gzip: undefined, failed: (error: unknown) => void failures.push(error) };
    const app = new Hono().get("/", (c) => sentInParts(c, new GrowingPage(parts), way) ?? c.notFound());
    const answer = await app.request("/");
    const gone = new Fault("not_found", "There is no such release.");
    tell(0, '<section class="card"><div class="scroll"><table><tbody><tr><td>1.1</td></tr>');
    tell(1, gone);
    const text = await answer.text();
    expect(text).toMatch(/<\/tr><\/table><\/div>(<\/\w+>)*<\/section><section class="card" data-broken>/);
    expect(text).toContain(gone.message);
    expect(failures).toEqual([gone]);
  });
});
