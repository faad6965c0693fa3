/* SPDX-License-Identifier: Apache-2.0 */
/* flat.c - JSON on standard input as one line a value, so that a shell test can read it:
 *
 *     .findings[0].rule=unowned-handoff
 *     .findings[0].subjects[0]=ho-14
 *
 * Strings are printed as they are, line breaks as \n. Exit 1, and the place, on bad JSON. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { PATH_CEILING = 4096 };

static void print_string(const char *s)
{
    for (; *s; s++) {
        if (*s == '\n')
            fputs("\\n", stdout);
        else
            putchar(*s);
    }
}

/* `path` holds `length` bytes of the way to `value` and is restored on return. */
static void print_value(json_t *value, char *path, size_t length)
{
    const char *key;
    json_t *item;
    size_t i;

    switch (json_typeof(value)) {
    case JSON_OBJECT:
        json_object_foreach(value, key, item) {
            snprintf(path + length, PATH_CEILING - length, ".%s", key);
            print_value(item, path, strlen(path));
        }
        break;
    case JSON_ARRAY:
        json_array_foreach(value, i, item) {
            snprintf(path + length, PATH_CEILING - length, "[%zu]", i);
            print_value(item, path, strlen(path));
        }
        break;
    case JSON_STRING:
        printf("%s=", path);
        print_string(json_string_value(value));
        putchar('\n');
        break;
    case JSON_INTEGER:
        printf("%s=%lld\n", path, (long long)json_integer_value(value));
        break;
    case JSON_REAL:
        printf("%s=%.17g\n", path, json_real_value(value));
        break;
    case JSON_TRUE:
        printf("%s=true\n", path);
        break;
    case JSON_FALSE:
        printf("%s=false\n", path);
        break;
    case JSON_NULL:
        printf("%s=null\n", path);
        break;
    }
    path[length] = '\0';
}

int main(void)
{
    static char path[PATH_CEILING];
    json_error_t error;
    json_t *root = json_loadf(stdin, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);

    if (!root) {
        fprintf(stderr, "<stdin>:%d:%d: %s\n", error.line, error.column, error.text);
        return 1;
    }
    print_value(root, path, 0);
    json_decref(root);
    return 0;
}
