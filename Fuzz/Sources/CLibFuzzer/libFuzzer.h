// The one function of libFuzzer that a program with a `main` of its own calls; the library comes with
// the compiler and has no header there.
#pragma once

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*one_input)(const uint8_t *start, size_t count));
