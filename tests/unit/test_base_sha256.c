/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 against the answers of FIPS 180-4's examples (NIST, SHA256.pdf) and of the NIST test
 * vectors of short messages. */
#include <string.h>

#include "core/base/arena.h"
#include "core/base/sha256.h"
#include "tests/unit/harness.h"

static struct str hex_of(struct test *t, struct str bytes, size_t step)
{
    char hex[SHA256_HEX + 1];
    struct sha256 h;

    sha256_init(&h);
    for (size_t i = 0; i < bytes.len; i += step)
        sha256_add(&h, str_slice(bytes, i, i + step));
    sha256_finish(&h, hex);
    return str_copy(t->arena, str_of(hex));
}

void test_base_sha256__known_answers(struct test *t)
{
    char *many = arena_take(t->arena, 1000000, 1);

    memset(many, 'a', 1000000);
    CHECK_STR(hex_of(t, STR(""), 1),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK_STR(hex_of(t, STR("abc"), 3),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK_STR(hex_of(t, STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), 56),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK_STR(hex_of(t, (struct str){many, 1000000}, 1000000),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* Every length around a block, in pieces of every size, gives what one piece gives. */
void test_base_sha256__pieces_make_no_difference(struct test *t)
{
    char bytes[200];

    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (char)(i * 7 + 1);
    for (size_t len = 0; len <= sizeof(bytes); len++) {
        const struct str whole = hex_of(t, (struct str){bytes, len}, len + 1);

        for (size_t step = 1; step < 70; step += 9)
            CHECK(str_equal(hex_of(t, (struct str){bytes, len}, step), whole));
    }
}
