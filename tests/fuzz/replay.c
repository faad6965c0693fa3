/* SPDX-License-Identifier: Apache-2.0 */
/* replay.c - runs a fuzz harness over the files named, one line a file; `--damage N`: over N cuts
 * of each, spread over its length, and N copies with one bit turned. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/through.h"

/* The file's bytes in a block of exactly their size, so that a read past the end is seen. */
static uint8_t *read_whole(const char *path, size_t *ret_size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = NULL;
    long size;

    if (!file)
        return NULL;
    if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0) {
        rewind(file);
        bytes = malloc(size > 0 ? (size_t)size : 1);
        *ret_size = fread(bytes, 1, (size_t)size, file);
    }
    fclose(file);
    return bytes;
}

/* In a block of exactly that size. */
static void run_copy(const uint8_t *bytes, size_t size, size_t bit)
{
    uint8_t *copy = malloc(size > 0 ? size : 1);

    memcpy(copy, bytes, size);
    if (bit / 8 < size)
        copy[bit / 8] ^= (uint8_t)(1u << bit % 8);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static void damage(const uint8_t *bytes, size_t size, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        run_copy(bytes, size * i / count + i % 7 % (size / count + 1), SIZE_MAX);
        run_copy(bytes, size, size * 8 * i / count + i * 131 % (size * 8 / count + 1));
    }
}

int main(int argc, char **argv)
{
    size_t count = 0;

    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    for (int i = 1; i < argc; i++) {
        size_t size = 0;
        uint8_t *bytes;

        if (strcmp(argv[i], "--damage") == 0 && i + 1 < argc) {
            count = strtoul(argv[++i], NULL, 10);
            continue;
        }
        bytes = read_whole(argv[i], &size);
        if (!bytes) {
            printf("fail %s: cannot be read\n", argv[i]);
            continue;
        }
        printf("replaying %s\n", argv[i]);      /* so that a crash names its input */
        if (count > 0)
            damage(bytes, size, count);
        else
            LLVMFuzzerTestOneInput(bytes, size);
        printf("pass %s\n", argv[i]);
        free(bytes);
    }
    return 0;
}
