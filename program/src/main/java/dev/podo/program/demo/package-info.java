/// `podo demo`: a sample application on a real cluster, and what the cluster does for it.
@NullMarked
package dev.podo.program.demo;

import org.jspecify.annotations.NullMarked;
