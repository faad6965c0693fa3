/* SPDX-License-Identifier: Apache-2.0 */
/* replay.c - runs a fuzz harness over the files named, one line a file. */
#include <stdio.h>
#include <stdlib.h>

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

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    for (int i = 1; i < argc; i++) {
        size_t size = 0;
        uint8_t *bytes = read_whole(argv[i], &size);

        if (!bytes) {
            printf("fail %s: cannot be read\n", argv[i]);
            continue;
        }
        printf("replaying %s\n", argv[i]);      /* so that a crash names its input */
        LLVMFuzzerTestOneInput(bytes, size);
        printf("pass %s\n", argv[i]);
        free(bytes);
    }
    return 0;
}
