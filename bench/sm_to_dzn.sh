#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# sm_to_dzn.sh FILE.sm: an instance of PSPLIB as data for rcpsp.mzn.
awk '
/^jobs/ { jobs = $NF }
/^horizon/ { horizon = $NF }
/- renewable/ { resources = $(NF - 1) }
/^PRECEDENCE/ { part = "links"; next }
/^REQUESTS/ { part = "needs"; next }
/^RESOURCEAVAIL/ { part = "has"; next }
/^\*/ { next }
part == "links" && $1 + 0 > 0 { for (k = 4; k <= NF; k++) { before[++links] = $1; later[links] = $k } }
part == "needs" && $1 + 0 > 0 { duration[$1] = $3; for (r = 1; r <= resources; r++) need[r, $1] = $(3 + r) }
part == "has" && $1 ~ /^[0-9]+$/ { for (r = 1; r <= resources; r++) capacity[r] = $r }
END {
    printf "jobs = %d;\nresources = %d;\nhorizon = %d;\nduration = [", jobs, resources, horizon
    for (j = 1; j <= jobs; j++) printf "%d,", duration[j]
    printf "];\ncapacity = ["
    for (r = 1; r <= resources; r++) printf "%d,", capacity[r]
    printf "];\nneed = array2d(1..%d, 1..%d, [", resources, jobs
    for (r = 1; r <= resources; r++) for (j = 1; j <= jobs; j++) printf "%d,", need[r, j]
    printf "]);\nlinks = %d;\nbefore = [", links
    for (l = 1; l <= links; l++) printf "%d,", before[l]
    printf "];\nlater = ["
    for (l = 1; l <= links; l++) printf "%d,", later[l]
    print "];"
}' "$1"
