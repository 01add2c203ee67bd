/** The command line: finds the command, loads only what it needs, and turns faults into one sentence and a code. */
import { Command, CommanderError } from "commander";
import { Fault } from "../model/fault.ts";
import { EXIT, exitCodeOf } from "./exit.ts";

/** Every command in the order of --help. Loaded one at a time, because the engine and Vega take their time to start. */
const COMMANDS: readonly { readonly name: string; readonly summary: string; load(): Promise<Command> }[] = [
  { name: "serve", summary: "start the service", load: async () => (await import("./serve.ts")).serveCommand() },
  {
    name: "post",
    summary: "post run documents or a tool's own output",
    load: async () => (await import("./post.ts")).postCommand(),
  },
  {
    name: "convert",
    summary: "turn a tool's output into run documents",
    load: async () => (await import("./convert.ts")).convertCommand(),
  },
  {
    name: "analyze",
    summary: "change points of a CSV or JSON lines, without a service",
    load: async () => (await import("./analyze.ts")).analyzeCommand(),
  },
  {
    name: "run",
    summary: "drive a set of tests on this rig",
    load: async () => (await import("./run.ts")).runCommand(),
  },
  { name: "gate", summary: "may this changeset land?", load: async () => (await import("./gate.ts")).gateCommand() },
  {
    name: "compare",
    summary: "two releases, changesets or branches against each other",
    load: async () => (await import("./compare.ts")).compareCommand(),
  },
  {
    name: "changeset",
    summary: "list, show and sync changesets",
    load: async () => (await import("./changeset.ts")).changesetCommand(),
  },
  {
    name: "runs",
    summary: "list runs, and retract those that must not count",
    load: async () => (await import("./runs.ts")).runsCommand(),
  },
  { name: "rig", summary: "list and register rigs", load: async () => (await import("./rig.ts")).rigCommand() },
  {
    name: "release",
    summary: "list, name, plan and compare releases",
    load: async () => (await import("./release.ts")).releaseCommand(),
  },
  {
    name: "regression",
    summary: "list, show and triage regressions",
    load: async () => (await import("./regression.ts")).regressionCommand(),
  },
  {
    name: "landing",
    summary: "prepare landings: kind, release, documents, test plan, expected effects",
    load: async () => (await import("./landing.ts")).landingCommand(),
  },
  {
    name: "ticket",
    summary: "keep what became of tickets: title, status, link",
    load: async () => (await import("./ticket.ts")).ticketCommand(),
  },
  {
    name: "waiver",
    summary: "let a known regression, or a missing measurement, through; on record",
    load: async () => (await import("./waiver.ts")).waiverCommand(),
  },
  {
    name: "annotation",
    summary: "write something down beside the figures of a changeset",
    load: async () => (await import("./annotation.ts")).annotationCommand(),
  },
  {
    name: "policy",
    summary: "check, apply and show what the gate asks of a landing",
    load: async () => (await import("./policy.ts")).policyCommand(),
  },
  {
    name: "work",
    summary: "list, give and cancel work orders of rigs",
    load: async () => (await import("./work.ts")).workCommand(),
  },
  {
    name: "token",
    summary: "list, create and revoke tokens",
    load: async () => (await import("./token.ts")).tokenCommand(),
  },
  { name: "login", summary: "sign a browser in", load: async () => (await import("./login.ts")).loginCommand() },
  {
    name: "export",
    summary: "write the history as Parquet files",
    load: async () => (await import("./export.ts")).exportCommand(),
  },
  {
    name: "import",
    summary: "give a service what an export holds",
    load: async () => (await import("./import.ts")).importCommand(),
  },
  {
    name: "backup",
    summary: "let the engine copy its files while it serves",
    load: async () => (await import("./backup.ts")).backupCommand(),
  },
  {
    name: "restore",
    summary: "put a copy of the engine's files back",
    load: async () => (await import("./backup.ts")).restoreCommand(),
  },
  {
    name: "retention",
    summary: "say how long repeats of runs are kept",
    load: async () => (await import("./retention.ts")).retentionCommand(),
  },
  {
    name: "mirror",
    summary: "keep a live copy of another service's history, and take over from it",
    load: async () => (await import("./mirror.ts")).mirrorCommand(),
  },
  {
    name: "verify",
    summary: "check the log's hash chains",
    load: async () => (await import("./verify.ts")).verifyCommand(),
  },
  {
    name: "doctor",
    summary: "show the configuration and check that everything answers",
    load: async () => (await import("./doctor.ts")).doctorCommand(),
  },
];

async function main(argv: readonly string[]): Promise<void> {
  const program = new Command("tarnish")
    .description("Tells a project when its performance loses its lustre.")
    .version("0.1.0")
    .enablePositionalOptions() // a command may have a --version of its own
    .exitOverride()
    .showHelpAfterError("(tarnish COMMAND --help says more)");
  const wanted = argv[0];
  for (const { name, summary, load } of COMMANDS) {
    program.addCommand(name === wanted ? overriding(await load()) : new Command(name).description(summary));
  }
  await program.parseAsync([...argv], { from: "user" });
}

/** Subcommands too must throw instead of leaving the process, so that usage errors have one code. */
function overriding(command: Command): Command {
  command.exitOverride();
  for (const sub of command.commands) overriding(sub);
  return command;
}

/** A promise that nobody keeps lets Node end as if all were well. */
let isDone = false;
process.once("exit", () => {
  if (isDone) return;
  process.stderr.write("tarnish: the command ended before it was done; this is a mistake of ours, please report it.\n");
  process.exitCode = EXIT.unavailable;
});

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = explain(error);
}
isDone = true;

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof Fault) {
    process.stderr.write(`tarnish: ${error.message}\n`);
    for (const { path, detail } of error.details) process.stderr.write(`  ${path || "/"} ${detail}\n`);
    return exitCodeOf(error);
  }
  if ((error as NodeJS.ErrnoException).code === "EPIPE") return EXIT.ok;
  process.stderr.write(`tarnish: ${(error as Error).message ?? String(error)}\n`);
  return EXIT.unavailable;
}
