/// The volumes of pods: what is in them, kept up to date, and where they are mounted.
@NullMarked
package dev.podo.node.volumes;

import org.jspecify.annotations.NullMarked;
