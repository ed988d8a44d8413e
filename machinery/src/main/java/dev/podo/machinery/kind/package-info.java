/// What Podo knows of a kind: its names, its rules, its columns, its subresources. Routes,
/// discovery, storage keys, selectors and tables all follow from these values.
@NullMarked
package dev.podo.machinery.kind;

import org.jspecify.annotations.NullMarked;
