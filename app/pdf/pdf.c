/* SPDX-License-Identifier: Apache-2.0 */
#include "app/pdf/pdf.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_MOST = 1024 };

/* The folder of the program, with "/" at its end; empty where the system does not tell. */
static void find_folder(char ret_folder[PATH_MOST])
{
    const ssize_t length = readlink("/proc/self/exe", ret_folder, PATH_MOST - 64);
    char *slash;

    ret_folder[length > 0 ? length : 0] = '\0';
    slash = strrchr(ret_folder, '/');
    ret_folder[slash ? slash - ret_folder + 1 : 0] = '\0';
}

/* Beside the program, as a build leaves it, or where an installation has it. */
static void *open_module(char problem[PDF_MESSAGE])
{
    static const char *const places[] = {"baton-pdf.so", "../lib/baton/baton-pdf.so"};
    char folder[PATH_MOST], path[PATH_MOST + 64];

    find_folder(folder);
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        void *module;

        snprintf(path, sizeof(path), "%s%s", folder, places[i]);
        if (access(path, R_OK) != 0)
            continue;
        module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
        if (module)
            return module;
        snprintf(problem, PDF_MESSAGE, "what draws PDF cannot be loaded: %.400s", dlerror());
        return NULL;
    }
    snprintf(problem, PDF_MESSAGE, "this baton was built without PDF (cairo and pango)");
    return NULL;
}

bool pdf_write(const struct baton_document *d, bool letter, struct baton_text *ret_bytes,
               char ret_problem[PDF_MESSAGE])
{
    void *module = open_module(ret_problem);    /* stays until the program ends */
    void *symbol = module ? dlsym(module, "baton_pdf_draw") : NULL;
    pdf_draw *draw;

    if (!module)
        return false;
    if (!symbol) {
        snprintf(ret_problem, PDF_MESSAGE, "baton-pdf.so is not of this baton");
        return false;
    }
    memcpy(&draw, &symbol, sizeof(draw));       /* ISO C knows no cast for it */
    if (draw(d, letter, ret_bytes))
        return true;
    snprintf(ret_problem, PDF_MESSAGE, "the PDF could not be drawn: no memory left, or no font");
    return false;
}
