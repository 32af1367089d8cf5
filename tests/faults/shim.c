/* Stands between a program and its disk: writes down what is done to the files below one folder,
 * and has some of it fail. Loaded with LD_PRELOAD; told what to do by faults_record, faults_mark
 * and faults_fail, which Python calls through ctypes.
 *
 * Each record of the log is a struct head, then `first` bytes (a path), then `second` bytes (data
 * or another path), in the order in which things happened: one lock is held over the call and its
 * record. The shared memory of a WAL may fail, but is not written down: it is made anew after a
 * crash.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 4096
#define PATH 4096
#define OURS 1
#define SHARED 2

struct head {
    char op;
    char pad[3];
    int32_t fd;
    int64_t at;
    int32_t first, second;
};

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static char root[PATH];
static size_t root_length;
static int log_fd = -1;
static char known[FILES]; /* for each descriptor: OURS, SHARED, or 0 for what is not looked at */
static long calls, fail_at, fail_times, failed;
static int fail_with, fail_short;

#define REAL(name, type, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, name)

static ssize_t raw_write(int fd, const void *data, size_t size) {
    REAL("write", ssize_t, int, const void *, size_t);
    return real(fd, data, size);
}

static int below(const char *path) {
    size_t length;
    if (!root_length || !path || strncmp(path, root, root_length))
        return 0;
    if (path[root_length] != '/') return path[root_length] ? 0 : OURS;
    length = strlen(path);
    return length < 4 || strcmp(path + length - 4, "-shm") ? OURS : SHARED;
}

static int ours(int fd) { return fd >= 0 && fd < FILES ? known[fd] : 0; }

static void whole(const void *data, size_t size) {
    const char *at = data;
    while (size) {
        ssize_t done = raw_write(log_fd, at, size);
        if (done <= 0) _exit(97);
        at += done, size -= done;
    }
}

static void note(char op, int fd, int64_t at, const char *first, const void *second, size_t size) {
    struct head head = {op, {0}, fd, at, first ? (int32_t)strlen(first) : 0, (int32_t)size};
    int kept = errno;
    if (log_fd < 0) return;
    whole(&head, sizeof head);
    whole(first, head.first);
    whole(second, size);
    errno = kept;
}

/* Says whether this call is one of those that shall fail. */
static int fails(void) {
    ++calls;
    if (!fail_at || calls < fail_at || calls >= fail_at + fail_times) return 0;
    ++failed;
    errno = fail_with;
    return 1;
}

/* Begin to look at the files below a folder; a log may be NULL. */
void faults_record(const char *folder, const char *log) {
    snprintf(root, sizeof root, "%s", folder);
    root_length = strlen(root);
    calls = failed = fail_at = 0;
    memset(known, 0, sizeof known);
    REAL("open", int, const char *, int, ...);
    if (log) log_fd = fcntl(real(log, O_WRONLY | O_CREAT | O_APPEND, 0644), F_DUPFD_CLOEXEC, 3000);
    note('S', -1, 0, NULL, NULL, 0);
}

/* Note something that is no call, such as what the program has said. */
void faults_mark(const char *text) {
    pthread_mutex_lock(&lock);
    note('M', -1, 0, text, NULL, 0);
    pthread_mutex_unlock(&lock);
}

/* Have `times` calls fail, beginning with the `nth` from now; 0 ends that. A write that is `torn`
 * still does half of its work, as on a disk that is just about to be full. Returns how many calls
 * there were since the last time. */
long faults_fail(long nth, long times, int with, int torn) {
    long before = calls;
    fail_at = nth, fail_times = times, fail_with = with, fail_short = torn;
    calls = failed = 0;
    return before;
}

long faults_failed(void) { return failed; }

static int opened(int (*real)(int, const char *, int, ...), int at, const char *path, int flags,
                  mode_t mode) {
    int fd, makes;
    if (!below(path)) return real(at, path, flags, mode);
    pthread_mutex_lock(&lock);
    makes = (flags & O_TRUNC) || ((flags & O_CREAT) && access(path, F_OK));
    fd = makes && fails() ? -1 : real(at, path, flags, mode);
    if (fd >= 0 && fd < FILES) {
        known[fd] = below(path);
        if (known[fd] == OURS) note('O', fd, flags, path, NULL, 0);
    }
    pthread_mutex_unlock(&lock);
    return fd;
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | __O_TMPFILE)) { \
        va_list given; \
        va_start(given, flags); \
        mode = va_arg(given, mode_t); \
        va_end(given); \
    }

static int by_openat(const char *path, int flags, mode_t mode) {
    REAL("openat", int, int, const char *, int, ...);
    return opened(real, AT_FDCWD, path, flags, mode);
}

int open(const char *path, int flags, ...) {
    MODE(flags)
    return by_openat(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    MODE(flags)
    return by_openat(path, flags | O_LARGEFILE, mode);
}

int openat(int at, const char *path, int flags, ...) {
    MODE(flags)
    REAL("openat", int, int, const char *, int, ...);
    return opened(real, at, path, flags, mode);
}

int openat64(int at, const char *path, int flags, ...) {
    MODE(flags)
    REAL("openat", int, int, const char *, int, ...);
    return opened(real, at, path, flags, mode);
}

int close(int fd) {
    REAL("close", int, int);
    if (fd >= 0 && fd < FILES) known[fd] = 0;
    return real(fd);
}

static ssize_t written(int fd, const void *data, size_t size, off_t at, int moves) {
    ssize_t done;
    REAL("pwrite", ssize_t, int, const void *, size_t, off_t);
    pthread_mutex_lock(&lock);
    if (moves) at = lseek(fd, 0, fcntl(fd, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
    if (fails()) {
        if (!fail_short || failed > 1 || size < 2) {
            pthread_mutex_unlock(&lock);
            return -1;
        }
        size /= 2;
    }
    done = moves ? raw_write(fd, data, size) : real(fd, data, size, at);
    if (done > 0 && ours(fd) == OURS) note('W', fd, at, NULL, data, done);
    pthread_mutex_unlock(&lock);
    return done;
}

ssize_t write(int fd, const void *data, size_t size) {
    return ours(fd) ? written(fd, data, size, 0, 1) : raw_write(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    REAL("pwrite", ssize_t, int, const void *, size_t, off_t);
    return ours(fd) ? written(fd, data, size, at, 0) : real(fd, data, size, at);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    return pwrite(fd, data, size, at);
}

/* What is written past us would be missing in the log: better to fail than to be blind. */
static int unseen(int fd) {
    if (!ours(fd)) return 0;
    errno = ENOSYS;
    return 1;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL("writev", ssize_t, int, const struct iovec *, int);
    return unseen(fd) ? -1 : real(fd, parts, count);
}

ssize_t sendfile(int to, int from, off_t *at, size_t size) {
    REAL("sendfile", ssize_t, int, int, off_t *, size_t);
    return unseen(to) ? -1 : real(to, from, at, size);
}

ssize_t sendfile64(int to, int from, off64_t *at, size_t size) {
    return sendfile(to, from, at, size);
}

ssize_t copy_file_range(int from, off64_t *a, int to, off64_t *b, size_t size, unsigned flags) {
    REAL("copy_file_range", ssize_t, int, off64_t *, int, off64_t *, size_t, unsigned);
    return unseen(to) ? -1 : real(from, a, to, b, size, flags);
}

/* One call on a file: what it is to us, what makes it, and what to write down. */
#define SEEN(whose, call, op, fd, at, first, second, size) \
    int result, mine = whose; \
    if (!mine) return call; \
    pthread_mutex_lock(&lock); \
    result = fails() ? -1 : call; \
    if (!result && mine == OURS) note(op, fd, at, first, second, size); \
    pthread_mutex_unlock(&lock); \
    return result

int ftruncate(int fd, off_t size) {
    REAL("ftruncate", int, int, off_t);
    SEEN(ours(fd), real(fd, size), 'T', fd, size, NULL, NULL, 0);
}

int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }

int fsync(int fd) {
    REAL("fsync", int, int);
    SEEN(ours(fd), real(fd), 'F', fd, 0, NULL, NULL, 0);
}

int fdatasync(int fd) {
    REAL("fdatasync", int, int);
    SEEN(ours(fd), real(fd), 'F', fd, 0, NULL, NULL, 0);
}

int rename(const char *from, const char *to) {
    REAL("rename", int, const char *, const char *);
    SEEN(below(from), real(from, to), 'R', -1, 0, from, to, strlen(to));
}

int renameat(int a, const char *from, int b, const char *to) {
    REAL("renameat", int, int, const char *, int, const char *);
    SEEN(below(from), real(a, from, b, to), 'R', -1, 0, from, to, strlen(to));
}

int link(const char *from, const char *to) {
    REAL("link", int, const char *, const char *);
    SEEN(below(to), real(from, to), 'L', -1, 0, from, to, strlen(to));
}

int linkat(int a, const char *from, int b, const char *to, int flags) {
    REAL("linkat", int, int, const char *, int, const char *, int);
    SEEN(below(to), real(a, from, b, to, flags), 'L', -1, 0, from, to, strlen(to));
}

int mkdir(const char *path, mode_t mode) {
    REAL("mkdir", int, const char *, mode_t);
    SEEN(below(path), real(path, mode), 'D', -1, 0, path, NULL, 0);
}

/* A full disk lets go of files: these are noted, and never fail. */
int unlink(const char *path) {
    int result;
    REAL("unlink", int, const char *);
    if (!below(path)) return real(path);
    pthread_mutex_lock(&lock);
    result = real(path);
    if (!result && below(path) == OURS) note('U', -1, 0, path, NULL, 0);
    pthread_mutex_unlock(&lock);
    return result;
}

int unlinkat(int at, const char *path, int flags) {
    REAL("unlinkat", int, int, const char *, int);
    return at == AT_FDCWD && !flags ? unlink(path) : real(at, path, flags);
}
