// A ClickHouse server out of the npm package: libchdb holds all of clickhouse-local, which can listen on ports.
// Arguments are clickhouse-local's. koffi calls C on a stack of its own, where the engine's stack check fails, so a
// small machine-code thunk calls the entry on a thread of the C library's. Linux on x64 and arm64; for tests only.
import { createRequire } from "node:module";
import koffi from "koffi";

const { libchdbPath } = createRequire(import.meta.url)("chdb/libchdb");

/** void* thunk(struct { entry, argc, argv, result, done }*): result = entry(argc, argv); done = 1. */
const THUNK = {
  // push rbx; mov rbx,rdi; mov rax,[rbx]; mov edi,[rbx+8]; mov rsi,[rbx+16]; call rax; mov [rbx+24],rax; mov dword [rbx+32],1; pop rbx; ret
  x64: [
    0x53, 0x48, 0x89, 0xfb, 0x48, 0x8b, 0x03, 0x8b, 0x7b, 0x08, 0x48, 0x8b, 0x73, 0x10, 0xff, 0xd0, 0x48, 0x89, 0x43,
    0x18, 0xc7, 0x43, 0x20, 0x01, 0x00, 0x00, 0x00, 0x5b, 0xc3,
  ],
  // stp x19,x30,[sp,-16]!; mov x19,x0; ldr x8,[x19]; ldr w0,[x19,8]; ldr x1,[x19,16]; blr x8; str x0,[x19,24]; mov w8,1; str w8,[x19,32]; ldp x19,x30,[sp],16; ret
  arm64: [
    0xf3, 0x7b, 0xbf, 0xa9, 0xf3, 0x03, 0x00, 0xaa, 0x68, 0x02, 0x40, 0xf9, 0x60, 0x0a, 0x40, 0xb9, 0x61, 0x0a, 0x40,
    0xf9, 0x00, 0x01, 0x3f, 0xd6, 0x60, 0x0e, 0x00, 0xf9, 0x28, 0x00, 0x80, 0x52, 0x68, 0x22, 0x00, 0xb9, 0xf3, 0x7b,
    0xc1, 0xa8, 0xc0, 0x03, 0x5f, 0xd6,
  ],
}[process.arch];
if (!THUNK || process.platform !== "linux")
  throw new Error("a ClickHouse server out of libchdb needs Linux on x64 or arm64");

const [PAGE, SIZE, CALL, TEXTS, ARGV] = [4096, 65_536, 4096, 8192, 61_440];
const [READ_WRITE, READ_EXECUTE, PRIVATE_ANONYMOUS, NOW] = [3, 5, 0x22, 2];

const libc = koffi.load("libc.so.6");
const mmap = libc.func("void *mmap(void *addr, size_t len, int prot, int flags, int fd, long off)");
const mprotect = libc.func("int mprotect(void *addr, size_t len, int prot)");
const copyIn = libc.func("void *memcpy(void *dst, _In_ uint8_t *src, size_t n)");
const dlopen = libc.func("void *dlopen(const char *file, int flags)");
const dlsym = libc.func("void *dlsym(void *library, const char *name)");
const pthreadCreate = libc.func("int pthread_create(_Out_ uint64_t *thread, void *attr, void *start, void *arg)");

const memory = mmap(null, SIZE, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0);
const base = koffi.address(memory);
const image = Buffer.alloc(SIZE);
Buffer.from(THUNK).copy(image);
const args = ["clickhouse", ...process.argv.slice(2)];
let at = TEXTS;
args.forEach((arg, index) => {
  image.writeBigUInt64LE(base + BigInt(at), ARGV + index * 8);
  at += image.write(`${arg}\0`, at);
});
image.writeBigUInt64LE(koffi.address(dlsym(dlopen(libchdbPath(), NOW), "query_stable_v2")), CALL);
image.writeUInt32LE(args.length, CALL + 8);
image.writeBigUInt64LE(base + BigInt(ARGV), CALL + 16);
copyIn(memory, image, SIZE);
if (mprotect(memory, PAGE, READ_EXECUTE) !== 0) throw new Error("mprotect failed");
if (pthreadCreate([0n], null, memory, base + BigInt(CALL)) !== 0) throw new Error("pthread_create failed");

setInterval(() => {
  if (koffi.decode(memory, CALL + 32, "uint32_t") === 1) process.exit(0);
}, 50);
