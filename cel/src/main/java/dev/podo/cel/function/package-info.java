/// The functions of the language: its standard ones, its extensions, and those of Kubernetes.
@NullMarked
package dev.podo.cel.function;

import org.jspecify.annotations.NullMarked;
