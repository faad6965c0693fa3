# SPDX-License-Identifier: Apache-2.0
"""palette.py STYLE PDF_SOURCE: colours of pictures, in whole numbers. STYLE is a page or a picture that
carries the style of inks. Text has a contrast of 4.5 to 1 against the page in light and dark, marks 3 to 1
(WCAG 2.1); inks that stand in one picture are told apart by readers who see no red or no green; the PDF
has the colours of the light page."""
import re
import sys

ONE = 10**9                     # 1.0
# Machado, Oliveira and Fernandes, 2009, severity 1: of linear light, in millionths.
SEEN = {
    "all colours": ((1000000, 0, 0), (0, 1000000, 0), (0, 0, 1000000)),
    "no red": ((152286, 1052583, -204868), (114503, 786281, 99216), (-3882, -48116, 1051998)),
    "no green": ((367322, 860646, -227968), (280085, 672501, 47413), (-11820, 42940, 968881)),
}
# In the same picture, and nothing but the colour would tell a mark of one from a mark of the other.
TOGETHER = [("forecast", "action"), ("forecast", "promise"), ("forecast", "ghost"), ("soft", "promise"),
            ("action", "ghost"), ("action", "good"), ("forecast", "soft"), ("action", "bad")]
APART = 12                      # CIE 1976: one is just seen side by side
# Told apart by a shape or by words as well: a ring, a place, "too late".
SHAPED = {("action", "bad")}


def root(value, n):
    """The whole n-th root."""
    low, high = 0, 1 << (value.bit_length() // n + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if middle**n <= value:
            low = middle
        else:
            high = middle - 1
    return low


def linear(byte):
    """Light of a byte of sRGB, in ONE: ((c + 0.055) / 1.055) ^ (12 / 5)."""
    if byte <= 10:
        return byte * ONE * 100 // (255 * 1292)
    up = (byte * 1000 + 55 * 255) * ONE // (1055 * 255)
    return root(up**12 // ONE**7, 5)


def light_of(color):
    return [linear(int(color[i:i + 2], 16)) for i in (0, 2, 4)]


def luminance(light):
    return (2126 * light[0] + 7152 * light[1] + 722 * light[2]) // 10000


def contrast(a, b):
    """In hundredths."""
    low, high = sorted((luminance(light_of(a)), luminance(light_of(b))))
    return 100 * (high + ONE // 20) // (low + ONE // 20)


def lab(light):
    """CIE L*a*b* for D65, in thousandths."""
    rows = ((412456, 357576, 180438, 950470), (212673, 715152, 72175, 1000000), (19334, 119192, 950304, 1088830))
    f = []
    for r, g, b, white in rows:
        value = max(0, (r * light[0] + g * light[1] + b * light[2]) // white)
        f.append(root(value * ONE**2, 3) if value * 1000000 > 8856 * ONE
                 else (7787 * value // 1000) + 16 * ONE // 116)
    return (116 * f[1] - 16 * ONE) * 1000 // ONE, 500 * (f[0] - f[1]) * 1000 // ONE, 200 * (f[1] - f[2]) * 1000 // ONE


def seen_as(color, matrix):
    light = light_of(color)
    return [min(ONE, max(0, sum(m * part for m, part in zip(row, light)) // 1000000)) for row in matrix]


def distance(a, b, matrix):
    return root(sum((x - y)**2 for x, y in zip(lab(seen_as(a, matrix)), lab(seen_as(b, matrix)))), 2) // 1000


def themes_of(style):
    """Light and dark, by name."""
    found = {}
    for name in ("light", "dark"):
        block = re.search(r":root\[data-theme=%s\]\{([^}]*)\}" % name, style).group(1)
        found[name] = {k: (v if len(v) == 6 else "".join(2 * c for c in v))
                       for k, v in re.findall(r"--([a-z]+):#([0-9a-f]+);", block)}
        found[name]["promise"] = found[name]["ink"]
    return found


def main():
    style, source = (open(path, encoding="utf-8").read() for path in sys.argv[1:3])
    themes, wrong, pairs = themes_of(style), 0, 0
    for theme, colors in themes.items():
        for name, least in [("ink", 450), ("dim", 450), ("forecast", 450), ("action", 450), ("good", 450),
                            ("warn", 450), ("bad", 450), ("soft", 300), ("ghost", 300)]:
            got = contrast(colors[name], colors["paper"])
            if got < least:
                wrong += 1
                print(f"fail palette {theme}: {name} has a contrast of {got / 100} to the page")
        for a, b in TOGETHER:
            for eyes, matrix in SEEN.items():
                pairs += 1
                far = distance(colors[a], colors[b], matrix)
                if far < APART and (a, b) not in SHAPED:
                    wrong += 1
                    print(f"fail palette {theme}: {a} and {b} are {far} apart for who sees {eyes}")
    printed = dict(re.findall(r"\[BATON_INK_([A-Z]+)\] = RGB\(0x([0-9a-f]{6})\)", source))
    for name, color in printed.items():
        want = {"axis": "dim", "text": "ink"}.get(name.lower(), name.lower())
        if color != themes["light"][want]:
            wrong += 1
            print(f"fail palette: {name.lower()} is another colour in the PDF")
    if len(printed) < 12:
        print("fail palette: the colours of the PDF are not found")
    elif wrong == 0:
        print(f"pass palette: contrast in light and dark, {pairs} pairs told apart by three kinds of eyes, the PDF's the same")


main()
