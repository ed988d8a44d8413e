/// Clusters to measure: within this process, and as processes of their own.
@NullMarked
package dev.podo.bench.cluster;

import org.jspecify.annotations.NullMarked;
