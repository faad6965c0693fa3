/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes to a plan in memory, every fault looked for, beside the library's own parse of the same
 * bytes with nothing done about it: libyaml's events, expat with empty handlers, jansson's tree. */
#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <yaml.h>
#ifdef BENCH_JANSSON
#include <jansson.h>
#endif

#include "app/os/host.h"
#include "bench/measure.h"

/* Whatever is counted keeps the compiler from leaving the parse out. */
static uint64_t seen;

static void parse_yaml(struct baton_text bytes)
{
    yaml_parser_t parser;
    yaml_event_t event;
    bool more = true;

    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes.ptr, bytes.len);
    while (more) {
        if (!yaml_parser_parse(&parser, &event))
            bench_fail("libyaml refuses the file");
        more = event.type != YAML_STREAM_END_EVENT;
        seen++;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
}

static void XMLCALL on_begin(void *context, const XML_Char *name, const XML_Char **attributes)
{
    (void)context;
    (void)attributes;
    seen += (unsigned char)name[0];
}

static void XMLCALL on_close(void *context, const XML_Char *name)
{
    (void)context;
    (void)name;
}

static void XMLCALL on_text(void *context, const XML_Char *text, int length)
{
    (void)context;
    (void)text;
    seen += (uint64_t)length;
}

static void parse_xml(struct baton_text bytes)
{
    XML_Parser parser = XML_ParserCreate(NULL);

    XML_SetElementHandler(parser, on_begin, on_close);
    XML_SetCharacterDataHandler(parser, on_text);
    if (XML_Parse(parser, bytes.ptr, (int)bytes.len, 1) != XML_STATUS_OK)
        bench_fail("expat refuses the file");
    XML_ParserFree(parser);
}

static void parse_json(struct baton_text bytes)
{
#ifdef BENCH_JANSSON
    json_error_t error;
    json_t *root = json_loadb(bytes.ptr, bytes.len, 0, &error);

    if (!root)
        bench_fail("jansson refuses the file");
    seen += json_object_size(root);
    json_decref(root);
#else
    (void)bytes;
#endif
}

static const char *parse(struct baton_text bytes)
{
    const char *what;

    switch (baton_syntax_of(bytes, &what)) {
    case BATON_SYNTAX_YAML:
        parse_yaml(bytes);
        return "libyaml";
    case BATON_SYNTAX_XML:
        parse_xml(bytes);
        return "expat";
    case BATON_SYNTAX_JSON:
        parse_json(bytes);
#ifdef BENCH_JANSSON
        return "jansson";
#else
        return "none";
#endif
    case BATON_SYNTAX_EMPTY:
    case BATON_SYNTAX_REFUSED:
        break;
    }
    bench_fail("a format that no library here reads");
}

static uint32_t tasks_of(const struct plan *plan)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < plan->object_count; i++)
        count += plan->objects[i]->kind == KIND_task;
    return count;
}

static uint32_t read_once(const char *path, struct baton_text bytes)
{
    struct baton *b = baton_new(&host_pages, 0);
    const struct baton_plan *plan;
    uint32_t tasks;

    if (!bench_read(b, path, bytes, &plan))
        bench_fail("the plan cannot be read");
    tasks = tasks_of((const struct plan *)(const void *)plan);
    baton_free(b);
    return tasks;
}

int measure_load(const char *path)
{
    const struct baton_text bytes = bench_bytes(path);
    const char *library = "";
    double ours = 0, limit = 0;
    uint32_t tasks = 0;

    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        double began = bench_seconds();

        library = parse(bytes);
        limit = bench_best(limit, bench_seconds() - began, attempt);
        began = bench_seconds();
        tasks = read_once(path, bytes);
        ours = bench_best(ours, bench_seconds() - began, attempt);
    }
    printf("%zu %u %.9f %s %.9f\n", bytes.len, tasks, ours, library, limit);
    return 0;
}

int measure_peak(const char *path, bool library)
{
    const struct baton_text bytes = bench_bytes(path);
    const double began = bench_seconds();
    const char *name = "ours";
    uint32_t tasks = 0;
    struct rusage usage;

    if (library)
        name = parse(bytes);
    else
        tasks = read_once(path, bytes);
    getrusage(RUSAGE_SELF, &usage);
    printf("%s %zu %u %.6f %ld\n", name, bytes.len, tasks, bench_seconds() - began,
           usage.ru_maxrss);
    return 0;
}
