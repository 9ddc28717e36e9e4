/* A full disk for one process: while the file that FULL_DISK names is there, no file grows. Loaded in front of the C library. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int is_full(void)
{
    const char *mark = getenv("FULL_DISK");
    return mark != NULL && access(mark, F_OK) == 0;
}

/* Whether this file would have to be longer than it is. */
static int has_no_room(int file, off64_t end)
{
    int before = errno;
    struct stat64 found;
    int refused = is_full() && fstat64(file, &found) == 0 && S_ISREG(found.st_mode) && end > found.st_size;
    errno = refused ? ENOSPC : before;
    return refused;
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at)
{
    static ssize_t (*next)(int, const void *, size_t, off64_t);
    if (next == NULL)
        next = dlsym(RTLD_NEXT, "pwrite64");
    return has_no_room(file, at + (off64_t)count) ? -1 : next(file, bytes, count, at);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at)
{
    return pwrite64(file, bytes, count, at);
}

ssize_t write(int file, const void *bytes, size_t count)
{
    static ssize_t (*next)(int, const void *, size_t);
    if (next == NULL)
        next = dlsym(RTLD_NEXT, "write");
    off64_t at = is_full() ? lseek64(file, 0, SEEK_CUR) : -1;
    return at >= 0 && has_no_room(file, at + (off64_t)count) ? -1 : next(file, bytes, count);
}

int ftruncate64(int file, off64_t length)
{
    static int (*next)(int, off64_t);
    if (next == NULL)
        next = dlsym(RTLD_NEXT, "ftruncate64");
    return has_no_room(file, length) ? -1 : next(file, length);
}

int ftruncate(int file, off_t length)
{
    return ftruncate64(file, length);
}

int posix_fallocate64(int file, off64_t at, off64_t count)
{
    static int (*next)(int, off64_t, off64_t);
    if (next == NULL)
        next = dlsym(RTLD_NEXT, "posix_fallocate64");
    return has_no_room(file, at + count) ? ENOSPC : next(file, at, count);
}

int posix_fallocate(int file, off_t at, off_t count)
{
    return posix_fallocate64(file, at, count);
}
